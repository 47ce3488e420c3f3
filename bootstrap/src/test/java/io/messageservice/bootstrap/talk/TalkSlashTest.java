package io.messageservice.bootstrap.talk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that begin with a slash. */
class TalkSlashTest extends TalkScenario {

  @ParameterizedTest
  @ValueSource(strings = {"/add-on", "/eddit", "/", "/QUIT", "/deletes", "  /whom"})
  void mistypedCommandIsNotSent(String command) {
    live();
    session.typed(command + " 1 text");

    happened(
        "* not sent, there is no "
            + command.strip()
            + ": /help lists what there is, // sends a line that begins with /");
  }

  @ParameterizedTest
  @CsvSource({"//etc/hosts, /etc/hosts", "//quit, /quit", "///, //", "1//2, 1//2"})
  void twoSlashesSendOne(String line, String content) {
    live();
    session.typed(line);

    happened("send id1 " + content);
  }

  @Test
  void helpNamesEveryCommand() {
    session.typed("/help");

    assertThat(String.join(" ", seen))
        .contains("/help", "/edit", "/delete", "/react", "/join", "/who", "/title", "/leave")
        .contains("//text", "/quit");
    assertThat(seen).hasSize(8).allMatch(line -> line.startsWith("* "));
    seen.clear();
  }

  @Test
  void whoTakesPartIsShown() {
    live();
    session.typed("/who");
    session.inputEnded();
    happened("who");

    answers.remove().complete("here: alice (online), bob");

    happened("* here: alice (online), bob", "end 0");
  }

  @Test
  void whoTakesPartMayNotBeKnown() {
    session.typed("/who");
    live();
    session.typed("/who");
    answers.remove().completeExceptionally(new IllegalStateException("there is no connection"));

    happened("* the conversation is not joined yet", "who", "* not known: there is no connection");
  }

  @Test
  void anotherConversationIsJoinedAndItsLinesAreOfIt() {
    live();
    session.typed("one");
    session.received(message(1, "me", "one", "id1"));
    session.typed("/join  tea room ");
    session.typed("hello");
    session.moved("tea room");
    session.typed("/edit 1 not there");
    happened(
        "send id1 one",
        "join tea room",
        "* in tea room",
        "* /edit N text, /delete N: N is 1 for the last line that was sent from here");

    session.joined(new Lines());
    session.typed("/edit 1 not there");
    session.typed("/react 1 x");

    happened(
        "send id2 hello",
        "* /edit N text, /delete N: N is 1 for the last line that was sent from here",
        "* /react N emoji: N is 1 for the last message");
  }

  @Test
  void whatWasTypedForARefusedConversationIsNotSentInTheOneBefore() {
    live();
    session.typed("/join secret");
    session.moved("secret");
    session.typed("for them only");
    session.notMoved("you may not join");
    session.moved("lobby");
    session.joined(new Lines());
    session.inputEnded();

    happened(
        "join secret",
        "* in secret",
        "* cannot join: you may not join",
        "* not sent: for them only",
        "* in lobby",
        "end 0");
  }

  @Test
  void aMoveNeedsAPlaceAndAJoinedConversation() {
    session.typed("/join tea");
    live();
    session.typed("/join ");

    happened(
        "* the conversation is not joined yet",
        "* /join conversation: leaves this one and talks in that one");
  }
}
