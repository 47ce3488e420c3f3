package io.messageservice.bootstrap.talk;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.client.ConversationMessage;
import io.messageservice.client.GroupChange;
import io.messageservice.client.MessageReaction;
import io.messageservice.client.socket.SocketEnd;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TalkSessionTest extends TalkScenario {

  @Test
  void linesAreSentOnceTheConversationIsJoined() {
    session.typed("hello");
    happened();

    session.joined(new Lines());
    session.typed("again");

    happened("send id1 hello", "send id2 again");
  }

  @Test
  void ownLinesAreNotShownAgain() {
    live();
    session.typed("hello");
    happened("send id1 hello");

    session.received(message(1, "bob", "hi", "id9"));
    session.received(message(2, "me", "hello", "id1"));
    session.received(message(3, "me", "from elsewhere", "id7"));

    happened("bob: hi", "me: from elsewhere");
  }

  @Test
  void linesAreEditedAndDeletedByTheirNumberFromTheLast() {
    live();
    session.typed("one");
    session.typed("two");
    session.received(message(1, "me", "one", "id1"));
    session.received(message(2, "me", "two", "id2"));
    session.typed("/edit 2 one more");
    session.typed("/delete 1");
    answers.removeLast().completeExceptionally(new IllegalStateException("there is no connection"));

    happened(
        "send id1 one",
        "send id2 two",
        "edit m1 one more",
        "delete m2",
        "* not changed: there is no connection");
  }

  @Test
  void whatIsShownIsMarkedAsDeliveredByOneCommandAtATime() {
    session.typed("hello");
    session.received(message(1, "bob", "hi", "id8"));
    live();
    session.received(message(2, "bob", "there", "id9"));
    session.received(message(3, "bob", "you", "id10"));
    session.received(message(4, "me", "hello", "id1"));
    assertThat(marks.keySet()).containsExactly(1L);

    marks.getOrDefault(1L, new CompletableFuture<>()).complete("marked");
    assertThat(marks.keySet()).containsExactly(1L, 3L);
    marks
        .getOrDefault(3L, new CompletableFuture<>())
        .completeExceptionally(new IllegalStateException("there is no connection"));
    assertThat(marks.keySet()).containsExactly(1L, 3L);
    happened("bob: hi", "send id1 hello", "bob: there", "bob: you");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/edit", "/edit 1", "/edit 1  ", "/edit one x", "/delete", "/delete 1"})
  void aChangeOfNothingExplainsItself(String line) {
    live();
    session.typed(line);

    happened("* /edit N text, /delete N: N is 1 for the last line that was sent from here");
  }

  @Test
  void messagesOfAnybodyAreReactedToByTheirNumberFromTheLast() {
    live();
    session.received(message(1, "bob", "hi", "id8"));
    session.received(message(2, "bob", "there", "id9"));
    session.typed("/react 2 👍");
    session.typed("/react 3 👍");
    session.typed("/react 1");

    happened(
        "bob: hi",
        "bob: there",
        "react m1 👍",
        "* /react N emoji: N is 1 for the last message",
        "* /react N emoji: N is 1 for the last message");
  }

  @Test
  void reactionsAreShown() {
    session.reactionChanged(new MessageReaction("lobby", "m1", 1, 2, "👍", "bob", true, 1));
    session.reactionChanged(new MessageReaction("lobby", "m1", 1, 3, "👍", "bob", false, 0));

    happened("* bob reacts with 👍", "* bob no longer reacts with 👍");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/title  A new one |updateConversation {'conversationId':'lobby','title':'A new one'}",
        "/add bob|addParticipants {'conversationId':'lobby','userIds':['bob']}",
        "/remove bob|removeParticipant {'conversationId':'lobby','userId':'bob'}",
        "/role bob owner|setParticipant {'conversationId':'lobby','role':'owner','userId':'bob'}",
        "/ban bob|setParticipant {'conversationId':'lobby','bannedUntil':'forever','userId':'bob'}",
        "/unban bob|setParticipant {'conversationId':'lobby','bannedUntil':null,'userId':'bob'}",
      })
  void groupsAreChanged(String line, String command) {
    live();
    session.typed(line);
    answers.remove().completeExceptionally(new IllegalStateException("your role is too low"));

    happened(command.replace('\'', '"'), "* not changed: your role is too low");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/title", "/add ", "/role bob", "/role a b c", "/leave now"})
  void aChangeOfAGroupThatIsNotCompleteExplainsItself(String line) {
    live();
    session.typed(line);

    happened(
        "* /title text, /add user, /remove user, /role user owner|moderator|member, /ban user,"
            + " /unban user, /leave");
  }

  @Test
  void whoLeavesTheGroupIsDone() {
    live();
    session.typed("/leave");
    session.refused("removed", "removed");
    answers.remove().complete("left");

    happened("leaveGroup {\"conversationId\":\"lobby\"}", "end 0");
  }

  @Test
  void whoLeavesAnOpenConversationIsDoneWithTheAnswer() {
    live();
    session.typed("/leave");
    session.typed("/title T");
    happened(
        "leaveGroup {\"conversationId\":\"lobby\"}",
        "updateConversation {\"conversationId\":\"lobby\",\"title\":\"T\"}");

    answers.remove().complete("left");
    happened("end 0");
  }

  @Test
  void whoMayNotLeaveAndIsRemovedLaterIsTold() {
    live();
    session.typed("/leave");
    answers.remove().completeExceptionally(new IllegalStateException("the last owner stays"));
    session.refused("removed", "removed from the conversation");

    happened(
        "leaveGroup {\"conversationId\":\"lobby\"}",
        "* not changed: the last owner stays",
        "* removed from the conversation",
        "end 1");
  }

  @Test
  void nothingIsChangedBeforeItIsJoined() {
    session.typed("/add bob");

    happened("* the conversation is not joined yet");
  }

  @Test
  void changesOfTheGroupAreShown() {
    session.groupChanged(
        new GroupChange(
            "lobby",
            3,
            2,
            false,
            json(
                "{\"title\":\"T\",\"addedUserIds\":[\"bob\"],\"removedUserIds\":[\"eve\"],"
                    + "\"roles\":[{\"userId\":\"bob\",\"role\":\"owner\"}]}")));

    happened(
        "* the group is called T", "* bob was added", "* eve was removed", "* bob is owner now");
  }

  @Test
  void changesAreShown() {
    session.changed(message(1, "bob", "hi all", "id9"));
    session.changed(
        ConversationMessage.of(json("{\"seq\":1,\"senderId\":\"bob\",\"deleted\":true}")));

    happened("bob (edited): hi all", "* a message of bob was deleted");
  }

  @Test
  void attachmentsAreShownByTheirNames() {
    session.received(
        ConversationMessage.of(
            json(
                "{\"senderId\":\"bob\",\"content\":\"see\",\"attachments\":[{\"fileName\":\"a.png\"}]}")));

    happened("bob: see [a.png]");
  }

  @Test
  void refusedLineIsShownAndTheNextOneGoesOn() {
    live();
    session.typed("long");
    session.typed("short");
    answers.remove().completeExceptionally(new IllegalStateException("content is too long"));
    answers.remove().complete("stored");

    happened("send id1 long", "send id2 short", "* not sent: content is too long");
  }

  @Test
  void quitEndsIt() {
    live();
    session.typed("/quit");
    session.ended(new SocketEnd(1000, "closed by the client"));

    happened("end 0");
  }

  @Test
  void quitSaysWhereALineHasNoAnswerYet() {
    session.typed("hello");
    session.typed("/quit");

    happened("* what was typed last may not have been sent", "end 0");
  }

  @Test
  void endOfInputWaitsForWhatWasTyped() {
    live();
    session.typed("last words");
    session.inputEnded();
    happened("send id1 last words");

    answers.remove().complete("stored");
    happened("end 0");
  }

  @Test
  void tooManyLinesAreRefused() {
    for (int n = 0; n < TalkSession.MAX_LINES; n++) {
      session.typed("one of many");
    }
    session.typed("too many");

    happened("* not sent, too many lines wait for the connection: too many");
  }

  @Test
  void refusedTokenIsFinal() {
    session.ended(new SocketEnd(1008, "token expired"));

    happened("* closed: token expired", "end 1");
  }

  @Test
  void presenceTypingAndTheConnectionAreNotes() {
    session.pushed("userOnline", json("{\"userId\":\"u2\",\"username\":\"bob\"}"));
    session.pushed("userOffline", json("{\"userId\":\"u2\"}"));
    session.pushed("userTyping", json("{\"username\":\"bob\",\"isTyping\":true}"));
    session.pushed("userTyping", json("{\"username\":\"bob\",\"isTyping\":false}"));
    session.pushed("lagged", json("{\"conversationId\":\"lobby\"}"));
    session.disconnected("connection lost", Duration.ofMillis(500));

    happened(
        "* bob is online",
        "* u2 is offline",
        "* bob is typing",
        "* this terminal reads too slowly",
        "* connection lost; trying again in 500 ms");
  }
}
