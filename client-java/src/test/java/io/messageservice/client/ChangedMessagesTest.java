package io.messageservice.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Messages that are edited and deleted, and the position that counts it. */
class ChangedMessagesTest extends ClientScenario {

  @Test
  void changesMoveThePosition() {
    JoinedConversation joined = joinedAt(5);
    change(3, 6, "new");
    pushes(
        "messageChanged",
        """
        {"conversationId":"lobby","seq":5,"rev":7,"deleted":true,"content":""}""");
    pushes("newMessage", stored(6, 8, "bob", "b6"));

    hears("3 became new", "5 deleted", "6 b6");
    assertThat(joined.findPosition()).contains(new ResumePosition(6, 8, "e1"));
  }

  @Test
  void thePositionOfChangesWaitsForTheEndOfTheReplay() {
    JoinedConversation joined = joinedAt(5);
    reconnect();
    recovers(5, 5);
    change(2, 9, "new");
    pushes("newMessage", stored(6, 8, "bob", "b6"));
    hears("2 became new", "6 b6");
    assertThat(joined.findPosition()).contains(new ResumePosition(6, 5, "e1"));

    reconnect();
    recovers(6, 5);
    change(2, 9, "new");
    caughtUp(6, 9);
    change(1, 10, "newer");

    hears("2 became new", "1 became newer");
    assertThat(joined.findPosition()).contains(new ResumePosition(6, 10, "e1"));
  }

  @Test
  void aConversationThatLagsInAReplayGoesOnFromWhereThatBegan() {
    joinedAt(5);
    reconnect();
    recovers(5, 5);
    change(2, 9, "new");
    pushes("newMessage", stored(6, 8, "bob", "b6"));
    pushes("lagged", "{\"conversationId\":\"lobby\",\"fromSeq\":7,\"afterRev\":5}");
    hears("2 became new", "6 b6", "pushed lagged");

    recovers(6, 5);
    caughtUp(6, 9);
  }

  @Test
  void aReplayThatLeftAMessageOutIsRepeated() {
    joinedAt(5);
    reconnect();
    recovers(5, 5);
    caughtUp(6, 6);
    hears("disconnected a message is missing 500");

    thread.pass(Duration.ofMillis(500));
    connected();
    recovers(5, 5);
  }

  @Test
  void aChangeOfAMessageThatIsStillToComeIsPartOfIt() {
    joinedAt(5);
    change(6, 7, "new");
    pushes("newMessage", stored(6, 7, "bob", "new"));

    hears("6 new");
  }

  @Test
  void anOwnEditIsTheListenersTooAndMovesNoPosition() {
    JoinedConversation joined = joinedAt(5);
    CompletableFuture<ConversationMessage> edited = client.edit("m4", "new");
    reply(
        sent("editMessage", "{\"messageId\":\"m4\",\"content\":\"new\"}"),
        "\"success\":true,\"message\":" + stored(4, 6, "me", "new"));

    hears("4 became new");
    assertThat(edited.join().rev()).isEqualTo(6);
    assertThat(joined.findPosition()).contains(new ResumePosition(5, 5, "e1"));
  }

  @Test
  void anOwnDeletionIsTheListenersToo() {
    joinedAt(5);
    CompletableFuture<ConversationMessage> deleted = client.delete("m4");
    reply(
        sent("deleteMessage", "{\"messageId\":\"m4\"}"),
        """
        "success":true,"message":
        {"conversationId":"lobby","seq":4,"rev":6,"deleted":true,"content":""}""");

    hears("4 deleted");
    assertThat(deleted.join().isDeleted()).isTrue();
  }

  @Test
  void aConflictHasThePresentMessage() {
    CompletableFuture<ConversationMessage> edited = client.edit("m4", "new");
    reply(
        sent("editMessage", "{\"messageId\":\"m4\",\"content\":\"new\"}"),
        "\"success\":false,\"code\":\"conflict\",\"error\":\"no\",\"message\":"
            + stored(4, 6, "me", "other"));

    CompletionException failed =
        catchThrowableOfType(CompletionException.class, () -> edited.join());
    assertThat(failed.getCause())
        .isInstanceOfSatisfying(
            CommandFailed.class,
            why -> {
              assertThat(why.code()).isEqualTo("conflict");
              assertThat(why.findPresent().orElseThrow().content()).isEqualTo("other");
            });
  }

  @Test
  void withoutAConnectionAnEditFails() {
    peer.end(1006, "connection lost");
    thread.settle();
    hears("disconnected connection lost 500");

    CompletableFuture<ConversationMessage> edited = client.edit("m4", "new");
    thread.settle();

    assertThat(edited).isCompletedExceptionally();
  }

  private void caughtUp(long seq, long rev) {
    pushes("caughtUp", "{\"conversationId\":\"lobby\",\"seq\":%d,\"rev\":%d}".formatted(seq, rev));
  }

  /** The client joins with that position, and is answered that what it missed follows. */
  private void recovers(long afterSeq, long afterRev) {
    reply(
        sent(
            "joinConversation",
            """
            {"conversationId":"lobby","afterSeq":%d,"afterRev":%d,"epoch":"e1"}"""
                .formatted(afterSeq, afterRev)),
        "\"success\":true,\"seq\":9,\"rev\":12,\"epoch\":\"e1\",\"recovered\":true");
  }
}
