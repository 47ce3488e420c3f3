package io.messageservice.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.messageservice.client.socket.SocketEnd;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReconnectTest extends ClientScenario {

  @Test
  void offersTheTokenAsSubprotocol() {
    assertThat(peer.request.subprotocols()).containsExactly("message-service.v1", "bearer.a.b.c");
    assertThat(peer.request.headers()).isEmpty();
  }

  @Test
  void eachConnectionAsksForItsToken() {
    token = "d.e.f";
    reconnect();

    assertThat(peer.request.subprotocols()).contains("bearer.d.e.f");
  }

  @Test
  void failuresMakeItWaitLongerUntilSomethingArrives() {
    peer.end(1006, "connection lost");
    thread.settle();
    hears("disconnected connection lost 500");
    fails(500, "disconnected nobody answers there 1000");
    fails(1000, "disconnected nobody answers there 2000");
    thread.pass(Duration.ofSeconds(2));
    connected();

    peer.push("{\"event\":\"hello\",\"data\":{}}");
    peer.end(1001, "");
    thread.settle();

    hears("pushed hello", "disconnected connection closed (1001) 500");
  }

  @Test
  void drainingServiceSaysWhenToReconnect() {
    peer.end(1012, "reconnect after 3210 ms");
    thread.settle();
    hears("disconnected connection closed (1012) 3210");

    thread.pass(Duration.ofMillis(3209));
    assertThat(sockets.hasAttempt()).isFalse();
    thread.pass(Duration.ofMillis(1));
    connected();
  }

  @Test
  void overloadedServiceGetsALongerRest() {
    peer.end(1013, "too slow");
    thread.settle();

    hears("disconnected connection closed (1013) 4000");
  }

  @Test
  void overloadedServiceMaySayWhenToReconnect() {
    peer.end(1013, "keys cannot be fetched, reconnect after 1500 ms");
    thread.settle();

    hears("disconnected connection closed (1013) 1500");
  }

  @Test
  void refusedTokenIsNotTriedAgain() {
    peer.end(1008, "authentication failed");
    thread.pass(Duration.ofHours(1));

    assertThat(client.ended().join()).isEqualTo(new SocketEnd(1008, "authentication failed"));
    assertThat(client.sendMessage("lobby", "late")).isNotCompleted();
    thread.settle();
    assertThat(sockets.hasAttempt()).isFalse();
  }

  @Test
  void expiredTokenIsReplacedWhereThereIsANewOne() {
    token = "d.e.f";
    peer.end(1008, "token expired");
    thread.settle();
    hears("disconnected connection closed (1008) 500");

    thread.pass(Duration.ofMillis(500));
    connected();
    peer.end(1008, "token expired");
    thread.settle();

    assertThat(client.ended().join().code()).isEqualTo(1008);
  }

  @Test
  void silentServiceIsProbedThenGivenUp() {
    thread.pass(Duration.ofSeconds(30));
    assertThat(peer.probes).isEqualTo(2);

    thread.pass(Duration.ofSeconds(15));
    hears("disconnected the service does not answer 500");
    assertThat(peer.closed).isTrue();
  }

  @Test
  void serviceThatAnswersPingsIsNotGivenUp() {
    for (int beat = 0; beat < 10; beat++) {
      thread.pass(Duration.ofSeconds(15));
      peer.pong();
      thread.settle();
    }

    assertThat(peer.probes).isEqualTo(10);
  }

  @Test
  void failedWriteEndsTheConnectionUnlessACloseFrameArrives() {
    joinedAt(5);
    peer.breakSilently();
    var answer = client.sendMessage("lobby", "hello");
    thread.pass(Duration.ofMillis(499));
    hears();
    thread.pass(Duration.ofMillis(1));
    hears("disconnected connection lost 500");

    thread.pass(Duration.ofMillis(500));
    connected();
    replies("joinConversation", "\"seq\":5,\"epoch\":\"e1\",\"recovered\":true");
    replies("sendMessage", own(6, "hello"));

    hears("6 hello");
    assertThat(answer).isCompleted();
  }

  @Test
  void whatAnEarlierConnectionReportsLateIsIgnored() {
    var earlier = peer;
    reconnect();

    earlier.push("{\"event\":\"hello\",\"data\":{}}");
    earlier.end(1008, "authentication failed");
    thread.settle();

    assertThat(client.ended()).isNotDone();
  }

  @Test
  void commandFailsWithTheConnection() {
    var answer = client.command("getPresence", JsonNodeFactory.instance.objectNode());
    sent("getPresence", "{}");
    reconnect();

    assertThat(answer)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("no connection");
  }

  @Test
  void listenerThatThrowsEndsTheClient() {
    client.join(
        JoinRequest.to("lobby"),
        message -> {
          throw new IllegalStateException("not today");
        });
    replies("joinConversation", "\"seq\":1,\"epoch\":\"e1\"");
    message(2);

    assertThat(client.ended()).isCompletedExceptionally();
    assertThat(peer.closed).isTrue();
  }

  @Test
  void closingFailsWhatIsNotAnswered() {
    var answer = client.sendMessage("lobby", "hello");
    sent("sendMessage", payload("hello", "id1"));
    client.close();
    thread.pass(Duration.ofHours(1));

    assertThat(answer).isCompletedExceptionally();
    assertThat(client.ended().join().code()).isEqualTo(1000);
    assertThat(peer.closed).isTrue();
  }

  static String payload(String content, String id) {
    return "{\"conversationId\":\"lobby\",\"content\":\"%s\",\"clientMessageId\":\"%s\"}"
        .formatted(content, id);
  }

  private void fails(long millis, String event) {
    thread.pass(Duration.ofMillis(millis));
    sockets.attempt().fail("nobody answers there");
    thread.settle();
    hears(event);
  }
}
