package io.messageservice.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ResumeTest extends ClientScenario {

  private static final String FROM_7 =
      "{\"conversationId\":\"lobby\",\"afterSeq\":7,\"afterRev\":7,\"epoch\":\"e1\"}";

  @Test
  void firstJoinHasNoPosition() {
    JoinedConversation joined = join(JoinRequest.to("lobby"));
    reply(
        sent("joinConversation", "{\"conversationId\":\"lobby\"}"),
        "\"success\":true,\"seq\":5,\"rev\":6,\"epoch\":\"e1\"");

    hears("reset 5");
    assertThat(joined.findPosition()).contains(new ResumePosition(5, 6, "e1"));
    assertThat(joined.joined().join().path("seq").asLong()).isEqualTo(5);
  }

  @Test
  void keptPositionIsResumed() {
    join(JoinRequest.to("lobby").resumingAfter(new ResumePosition(7, 7, "e1")));
    reply(
        sent("joinConversation", FROM_7),
        "\"success\":true,\"seq\":8,\"epoch\":\"e1\",\"recovered\":true");
    message(8);

    hears("8 b8");
  }

  @Test
  void eachReconnectResumesBehindTheLastMessage() {
    JoinedConversation joined = joinedAt(5);
    message(6);
    message(7);
    hears("6 b6", "7 b7");
    reconnect();

    reply(
        sent("joinConversation", FROM_7),
        "\"success\":true,\"seq\":9,\"epoch\":\"e1\",\"recovered\":true");
    message(8);
    message(9);
    pushes("caughtUp", "{\"conversationId\":\"lobby\",\"seq\":9,\"rev\":10}");
    pushes("newMessage", stored(10, 11, "bob", "b10"));

    hears("8 b8", "9 b9", "10 b10");
    assertThat(joined.findPosition()).contains(new ResumePosition(10, 11, "e1"));
  }

  @Test
  void messageThatComesAgainIsDeliveredOnce() {
    joinedAt(5);
    message(6);
    message(6);
    message(5);

    hears("6 b6");
  }

  @Test
  void pushesBeforeTheReplyBelongToAnEarlierView() {
    joinedAt(7);
    reconnect();
    var join = sent("joinConversation", FROM_7);
    message(8);
    hears();

    reply(join, "\"success\":true,\"seq\":8,\"epoch\":\"e1\",\"recovered\":true");
    message(8);

    hears("8 b8");
  }

  @Test
  void viewThatCannotBeResumedIsReset() {
    JoinedConversation joined = joinedAt(7);
    reconnect();
    reply(
        sent("joinConversation", FROM_7),
        "\"success\":true,\"seq\":2,\"rev\":2,\"epoch\":\"e2\",\"recovered\":false");
    message(3);

    hears("reset 2", "3 b3");
    assertThat(joined.findPosition()).contains(new ResumePosition(3, 3, "e2"));
  }

  @Test
  void laggingConversationIsJoinedAgain() {
    joinedAt(6);
    message(7);
    peer.push("{\"event\":\"lagged\",\"data\":{\"conversationId\":\"lobby\",\"fromSeq\":8}}");
    thread.settle();
    hears("7 b7", "pushed lagged");

    reply(
        sent("joinConversation", FROM_7),
        "\"success\":true,\"seq\":9,\"epoch\":\"e1\",\"recovered\":true");
    message(8);
    message(9);

    hears("8 b8", "9 b9");
  }

  @Test
  void gapIsMendedOverANewConnection() {
    joinedAt(7);
    message(9);
    hears("disconnected a message is missing 500");

    thread.pass(Duration.ofMillis(500));
    connected();
    sent("joinConversation", FROM_7);
  }

  @Test
  void historyIsReplayedFromBeforeTheHead() {
    join(JoinRequest.to("lobby").withHistory(3));
    replies("joinConversation", "\"seq\":10,\"rev\":7,\"firstSeq\":1,\"epoch\":\"e1\"");
    reply(
        sent("joinConversation", FROM_7),
        "\"success\":true,\"seq\":10,\"epoch\":\"e1\",\"recovered\":true");
    message(8);

    hears("reset 10", "8 b8");
  }

  @Test
  void historyBeginsWithWhatCanBeFetched() {
    join(JoinRequest.to("lobby").withHistory(20));
    replies("joinConversation", "\"seq\":10,\"rev\":7,\"firstSeq\":8,\"epoch\":\"e1\"");
    hears("reset 10");

    reply(
        sent("joinConversation", FROM_7),
        "\"success\":true,\"seq\":10,\"epoch\":\"e1\",\"recovered\":false");
    message(11);

    hears("11 b11");
  }

  @Test
  void joinThatIsRefusedForNowIsTriedAgain() {
    join(JoinRequest.to("lobby"));
    refuses("joinConversation", "rate_limited");
    hears("postponed joinConversation rate_limited");

    thread.pass(Duration.ofMillis(500));
    replies("joinConversation", "\"seq\":1,\"epoch\":\"e1\"");

    hears("reset 1");
  }

  @Test
  void joinThatIsRefusedForGoodFails() {
    JoinedConversation joined = join(JoinRequest.to("lobby"));
    refuses("joinConversation", "forbidden");

    assertThat(joined.joined()).isCompletedExceptionally();
    reconnect();
  }

  @Test
  void conversationThatIsRefusedLaterEnds() {
    joinedAt(1);
    reconnect();
    refuses("joinConversation", "forbidden");

    hears("refused forbidden");
    reconnect();
  }

  @Test
  void conversationThatWasLeftIsNotJoinedAgain() {
    JoinedConversation joined = joinedAt(1);
    var left = client.leave(joined);
    replies("leaveConversation", "\"conversationId\":\"lobby\"");

    assertThat(left).isCompleted();
    reconnect();
  }

  @Test
  void messageOfAConversationThatWasNotJoinedIsAPush() {
    message(4);

    hears("pushed newMessage");
  }
}
