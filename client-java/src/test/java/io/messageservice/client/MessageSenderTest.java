package io.messageservice.client;

import static io.messageservice.client.ReconnectTest.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MessageSenderTest extends ClientScenario {

  @Test
  void replyStandsInItsPlaceAmongTheMessages() {
    joinedAt(1);
    var answer = client.sendMessage("lobby", "hello");
    message(2);
    replies("sendMessage", own(3, "hello"));
    message(4);

    hears("2 b2", "3 hello", "4 b4");
    assertThat(answer.join().seq()).isEqualTo(3);
  }

  @Test
  void messagesOfAConversationAreSentOneAfterTheOther() {
    var one = client.sendMessage("lobby", "one");
    var two = client.sendMessage("lobby", "two");

    reply(sent("sendMessage", payload("one", "id1")), "\"success\":true," + own(1, "one"));
    reply(sent("sendMessage", payload("two", "id2")), "\"success\":true," + own(2, "two"));

    assertThat(one.join().content()).isEqualTo("one");
    assertThat(two.join().content()).isEqualTo("two");
  }

  @Test
  void unansweredMessageIsSentAgainUnderItsIdAndBeforeLaterOnes() {
    joinedAt(1);
    var one = client.sendMessage("lobby", "one");
    sent("sendMessage", payload("one", "id1"));
    var two = client.sendMessage("lobby", "two");
    reconnect();

    replies("joinConversation", "\"seq\":1,\"epoch\":\"e1\",\"recovered\":true");
    reply(sent("sendMessage", payload("one", "id1")), "\"success\":true," + own(2, "one"));
    reply(sent("sendMessage", payload("two", "id2")), "\"success\":true," + own(3, "two"));

    hears("2 one", "3 two");
    assertThat(one.join().seq()).isEqualTo(2);
    assertThat(two.join().seq()).isEqualTo(3);
  }

  @Test
  void messageThatWasStoredBeforeItsReplyGotLostIsDeliveredOnce() {
    joinedAt(1);
    var answer = client.sendMessage("lobby", "one");
    sent("sendMessage", payload("one", "id1"));
    reconnect();

    replies("joinConversation", "\"seq\":3,\"epoch\":\"e1\",\"recovered\":true");
    replies("sendMessage", "\"duplicate\":true," + own(2, "one"));
    hears();
    message(2);
    message(3);

    hears("2 b2", "3 b3");
    assertThat(answer.join().seq()).isEqualTo(2);
  }

  @Test
  void messageThatIsRefusedForNowIsSentAgainUnderItsId() {
    var answer = client.sendMessage("lobby", "one");
    refuses("sendMessage", "unavailable");
    hears("postponed sendMessage unavailable");

    thread.pass(Duration.ofMillis(500));
    reply(sent("sendMessage", payload("one", "id1")), "\"success\":true," + own(1, "one"));

    assertThat(answer.join().content()).isEqualTo("one");
  }

  @Test
  void refusalOfAnEarlierConnectionSendsNothingTwice() {
    var answer = client.sendMessage("lobby", "one");
    refuses("sendMessage", "overloaded");
    hears("postponed sendMessage overloaded");
    peer.end(1006, "connection lost");
    thread.settle();
    hears("disconnected connection lost 500");

    thread.pass(Duration.ofMillis(500));
    connected();
    sent("sendMessage", payload("one", "id1"));
    thread.pass(Duration.ofSeconds(10));

    assertThat(answer).isNotDone();
  }

  @Test
  void messageThatIsRefusedForGoodFailsAndTheNextGoesOn() {
    var one = client.sendMessage("lobby", "one");
    var two = client.sendMessage("lobby", "two");
    refuses("sendMessage", "too_large");
    replies("sendMessage", own(1, "two"));

    assertThat(failure(one).code()).isEqualTo("too_large");
    assertThat(failure(one)).hasMessage("not so");
    assertThat(two).isCompleted();
  }

  @Test
  void tooManyUnansweredMessagesFail() {
    for (int n = 0; n < ResumingSession.MAX_WAITING; n++) {
      var unused = client.sendMessage("lobby", "one of many");
    }
    sent("sendMessage", payload("one of many", "id1"));

    var last = client.sendMessage("lobby", "too many");
    thread.settle();

    assertThat(failure(last).code()).isEqualTo(CommandFailed.TOO_MANY_WAITING);
  }

  private static CommandFailed failure(CompletableFuture<?> answer) {
    Throwable fault = catchThrowable(answer::join).getCause();
    return (CommandFailed) Objects.requireNonNull(fault);
  }
}
