package io.messageservice.bootstrap.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.client.socket.ClientSocket;
import io.messageservice.client.socket.OpeningFailed;
import io.messageservice.client.socket.OpeningRequest;
import io.messageservice.client.socket.SocketEnd;
import io.messageservice.client.socket.SocketListener;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A user over sockets whose other end is the test. */
class BenchUserTest {

  private static final String JOIN =
      "{\"event\":\"joinConversation\",\"payload\":{\"conversationId\":\"room\"}}";

  private final List<String> sent = new ArrayList<>();
  private final List<SocketListener> listeners = new ArrayList<>();
  private final BenchMeters meters = new BenchMeters();
  private boolean refusing;
  private long time;

  private final BenchUser user =
      new BenchUser(
          "room", URI.create("ws://127.0.0.1/"), this::open, () -> "a.b.c", meters, () -> time);

  @Test
  void joinsAndCountsFromTheHead() {
    user.open();
    assertThat(user.isLive()).isFalse();
    joined(4, "");

    push(5, 0);

    assertThat(user.isLive()).isTrue();
    assertThat(user.seq()).isEqualTo(5);
    assertThat(meters.delivered.sum()).isEqualTo(1);
    assertThat(meters.missing.sum()).isZero();
    sent(JOIN);
  }

  @Test
  void latencyCountsFromWhenAMessageWasDue() {
    live();
    time = 3_000_000;

    push(1, 1_000_000);
    assertThat(user.send("bench 2500000 ")).isTrue();
    answer(2, 2_500_000);

    assertThat(meters.delivery.quantiles().max()).isBetween(2_000_000L, 2_010_000L);
    assertThat(meters.answer.quantiles().max()).isBetween(500_000L, 502_000L);
    assertThat(meters.acknowledged.sum()).isEqualTo(1);
    assertThat(user.isIdle()).isTrue();
  }

  @Test
  void gapsAndDoublesAreCounted() {
    live();

    push(1, 0);
    push(1, 0);
    push(4, 0);

    assertThat(meters.doubled.sum()).isEqualTo(1);
    assertThat(meters.missing.sum()).isEqualTo(2);
    assertThat(meters.delivered.sum()).isEqualTo(2);
  }

  @Test
  void comesBackWithItsPositionAndWhatItMissedHasNoLatency() {
    live();
    push(1, 0);

    assertThat(user.replace()).isTrue();
    listeners.get(0).text(frame(2, 0));
    listeners.get(0).ended(new SocketEnd(1000, ""));
    assertThat(user.seq()).isEqualTo(1);
    joined(3, ",\"recovered\":true");
    push(2, 0);
    push(3, 0);
    push(4, 0);

    sent(
        "close 1000",
        "{\"event\":\"joinConversation\",\"payload\":{\"conversationId\":\"room\",\"afterSeq\":1,"
            + "\"epoch\":\"e1\"}}");
    assertThat(meters.replaced.sum()).isEqualTo(1);
    assertThat(meters.broken.sum()).isZero();
    assertThat(meters.caughtUp.sum()).isEqualTo(2);
    assertThat(meters.delivery.quantiles().count()).isEqualTo(2);
    assertThat(meters.missing.sum()).isZero();
  }

  @Test
  void nobodyLeavesBeforeTheAnswer() {
    live();
    assertThat(user.send("text")).isTrue();
    assertThat(user.replace()).isTrue();

    assertThat(meters.replaced.sum()).isZero();
    assertThat(user.send("another")).isFalse();
    assertThat(user.replace()).isFalse();
    assertThat(sent).hasSize(1);

    answer(1, 0);
    assertThat(meters.replaced.sum()).isEqualTo(1);
    assertThat(user.isLive()).isFalse();
    assertThat(sent).hasSize(3);
    sent.clear();
  }

  @Test
  void whatGoesWrongIsCountedByItsReason() {
    refusing = true;
    user.open();
    refusing = false;
    assertThat(user.isAway()).isTrue();
    live();
    assertThat(user.send("text")).isTrue();
    last()
        .text(
            "{\"success\":false,\"event\":\"sendMessage\",\"error\":\"x\",\"code\":\"rate_limited\"}");
    last().ended(new SocketEnd(1013, "too slow"));

    assertThat(user.isAway()).isTrue();
    assertThat(user.send("text")).isFalse();
    assertThat(meters.faults())
        .isEqualTo(
            Map.of(
                "not opened: nobody answers there", 1L,
                "sendMessage rate_limited", 1L,
                "closed 1013 too slow", 1L));
    assertThat(meters.broken.sum()).isEqualTo(1);
    sent.clear();
  }

  @Test
  void positionsOfAnotherPastAreAFault() {
    live();
    assertThat(user.replace()).isTrue();
    joined(0, ",\"recovered\":false");

    assertThat(meters.faults()).containsOnlyKeys("not recovered");
    sent.clear();
  }

  private void live() {
    user.open();
    joined(0, "");
    sent.clear();
  }

  private void joined(long head, String more) {
    last()
        .text(
            "{\"success\":true,\"event\":\"joinConversation\",\"conversationId\":\"room\",\"seq\":"
                + head
                + ",\"epoch\":\"e1\""
                + more
                + "}");
  }

  private void push(long seq, long due) {
    last().text(frame(seq, due));
  }

  private static String frame(long seq, long due) {
    return "{\"event\":\"newMessage\",\"data\":" + message(seq, due) + "}";
  }

  private void answer(long seq, long due) {
    last()
        .text("{\"success\":true,\"event\":\"sendMessage\",\"message\":" + message(seq, due) + "}");
  }

  private static String message(long seq, long due) {
    return "{\"conversationId\":\"room\",\"seq\":" + seq + ",\"content\":\"bench " + due + " \"}";
  }

  private SocketListener last() {
    return listeners.get(listeners.size() - 1);
  }

  private void sent(String... expected) {
    assertThat(sent).containsExactly(expected);
  }

  private CompletableFuture<ClientSocket> open(OpeningRequest request, SocketListener listener) {
    assertThat(request.headers()).isEqualTo(Map.of("Authorization", "Bearer a.b.c"));
    if (refusing) {
      return CompletableFuture.failedFuture(new OpeningFailed("nobody answers there", null));
    }
    listeners.add(listener);
    return CompletableFuture.completedFuture(new Recorder());
  }

  private final class Recorder implements ClientSocket {
    @Override
    public CompletableFuture<Void> send(String text) {
      sent.add(text);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void probe() {
      throw new AssertionError("no pings");
    }

    @Override
    public CompletableFuture<Void> close(int code, String reason) {
      sent.add("close " + code);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void abort() {
      sent.add("abort");
    }

    @Override
    public String subprotocol() {
      return "";
    }
  }
}
