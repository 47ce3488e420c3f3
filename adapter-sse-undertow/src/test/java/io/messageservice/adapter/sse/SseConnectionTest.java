package io.messageservice.adapter.sse;

import static io.messageservice.application.waiting.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.waiting.Patience;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.TextFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xnio.IoUtils;

/** Streams and posts over real sockets. */
@SuppressWarnings("StringConcatToTextBlock") // each line end is seen
final class SseConnectionTest {

  /** Fills the inbox of an event loop. */
  private static final int FULL_INBOX = 16_384;

  private static final String SESSION =
      "retry: 2000\nevent: session\n"
          + "data: {\"session\":\"session-1\",\"heartbeatMs\":30000,\"resumes\":\"none\"}\n\n";

  private final StreamServer server = new StreamServer();
  private final List<StreamPeer> peers = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    for (StreamPeer peer : peers) {
      peer.close();
    }
    server.close();
  }

  private StreamPeer stream(String query) throws IOException {
    StreamPeer peer = StreamPeer.stream(server, query);
    peers.add(peer);
    assertThat(peer.status()).isEqualTo("200");
    return peer;
  }

  private StreamPeer ask(String method, String target, String token, String body)
      throws IOException {
    StreamPeer peer = new StreamPeer(server);
    peers.add(peer);
    peer.ask(method, target, token, body);
    return peer;
  }

  private StreamPeer post(String token, String body) throws IOException {
    return ask("POST", "/sse/session-1", token, body);
  }

  private void send(String text) {
    TextFrame frame = TextFrame.kept(text.getBytes(UTF_8));
    server.loops.get(0).execute(() -> server.wires.get(0).send(frame));
  }

  @Test
  void framesAreEventsOfOneLine() throws IOException {
    StreamPeer ann = stream("ann");

    assertThat(ann.readTo("\n\n")).isEqualTo(SESSION);
    send("{\"event\":\"pong\"}");
    assertThat(ann.readTo("\n\n")).isEqualTo("data: {\"event\":\"pong\"}\n\n");
    assertThat(server.heard).containsExactly("open ann V1");
  }

  @Test
  void theDialectIsAskedForByName() throws IOException {
    stream("ann&protocol=base");

    await().until(() -> server.heard.contains("open ann BASE"));
  }

  @Test
  void anIdFollowsWhatItCovers() throws IOException {
    StreamPeer ann = stream("ann");
    ann.readTo("\n\n");

    send("{\"event\":\"hello\",\"data\":{\"epoch\":\"e\",\"since\":\"s\"}}");

    ann.readTo("\n\n");
    assertThat(ann.readTo("\n\n")).isEqualTo("id: AQEBZQFz\n\n");
  }

  @Test
  void whatIsPostedIsHandedOverInOrder() throws IOException {
    stream("ann").readTo("\n\n");

    assertThat(post("ann", "one").status()).isEqualTo("202");
    assertThat(post("ann-other", "two").status()).isEqualTo("202");
    assertThat(post("ann", "").status()).isEqualTo("202");

    assertThat(server.heard).containsExactly("open ann V1", "one", "two", "");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /sse/session-1, bob, x, 403",
    "POST, /sse/session-1, bad, x, 401",
    "POST, /sse/session-1, soon, x, 503",
    "POST, /sse/session-2, ann, x, 404",
    "DELETE, /sse/session-1, bob, '', 403",
    "PUT, /sse/session-1, ann, x, 405",
    "GET, /sse/session-1, ann, '', 405",
    "POST, /sse, ann, x, 405",
    "POST, /sse/session-1/more, ann, x, 404"
  })
  void whatIsNotAPostOfTheUserIsRefused(
      String method, String target, String token, String body, String status) throws IOException {
    stream("ann").readTo("\n\n");

    assertThat(ask(method, target, token, body).status()).isEqualTo(status);

    assertThat(server.heard).containsExactly("open ann V1");
    assertThat(server.refused).containsExactly(Integer.valueOf(status));
  }

  @Test
  void aPostThatIsTooLargeIsRefused() throws IOException {
    stream("ann").readTo("\n\n");

    assertThat(post("ann", "x".repeat(StreamServer.MAX_BODY)).status()).isEqualTo("202");
    assertThat(post("ann", "x".repeat(StreamServer.MAX_BODY + 1)).status()).isEqualTo("413");
    StreamPeer chunked = new StreamPeer(server);
    peers.add(chunked);
    chunked.send(
        "POST /sse/session-1 HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer ann\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n"
            + "x".repeat(StreamServer.MAX_BODY + 1));
    assertThat(chunked.status()).isEqualTo("413");
  }

  @Test
  void aForeignPageGetsNothing() throws IOException {
    StreamPeer peer = new StreamPeer(server);
    peers.add(peer);
    peer.send("GET /sse?token=ann HTTP/1.1\r\nHost: here\r\nOrigin: https://evil.example\r\n\r\n");
    assertThat(peer.status()).isEqualTo("403");
    assertThat(server.refused).containsExactly(-403);
  }

  @Test
  void aPageThatMayAskIsToldSo() throws IOException {
    StreamPeer peer = new StreamPeer(server);
    peers.add(peer);
    peer.send(
        "OPTIONS /sse/session-1 HTTP/1.1\r\nHost: here\r\nOrigin: https://app.example\r\n"
            + "Access-Control-Request-Method: POST\r\n\r\n");

    String head = peer.readTo("\r\n\r\n");

    assertThat(head)
        .startsWith("HTTP/1.1 204 ")
        .contains("Access-Control-Allow-Origin: https://app.example\r\n")
        .contains("Access-Control-Allow-Methods: POST, DELETE\r\n");
  }

  @Test
  void aBadTokenIsClosedWithItsReason() throws IOException {
    StreamPeer peer = stream("bad");
    assertThat(peer.readToEnd())
        .isEqualTo(
            "retry: 60000\nevent: close\n"
                + "data: {\"code\":1008,\"reason\":\"authentication failed\",\"retryMs\":60000}\n\n");
    peer.close();
    await().until(() -> server.heard.equals(List.of("sse TOKEN_INVALID")));
  }

  @Test
  void aClientThatClosesIsAnsweredAndWhatItPostedIsCarriedOut() throws IOException {
    StreamPeer ann = stream("ann");
    ann.readTo("\n\n");
    post("ann", "one").status();

    assertThat(ask("DELETE", "/sse/session-1", "ann", "").status()).isEqualTo("204");

    assertThat(ann.readToEnd()).contains("event: close\ndata: {\"code\":1000,");
    ann.close();
    await().until(() -> server.heard.containsAll(List.of("closed", "sse CLIENT")));
    assertThat(server.heard).hasSize(4).startsWith("open ann V1", "one");
    assertThat(post("ann", "two").status()).isEqualTo("404");
  }

  @Test
  void aClientThatGoesIsNoticed() throws IOException {
    StreamPeer ann = stream("ann");
    ann.readTo("\n\n");

    ann.close();

    await().until(() -> server.heard.contains("closed"));
    assertThat(server.heard).containsExactly("open ann V1", "sse LOST", "closed");
    assertThat(server.registry.connections()).isZero();
  }

  @Test
  void aConnectionThatWasClosedWhileItsTokenWasJudgedLeavesNothing() throws IOException {
    peers.add(StreamPeer.stream(server, "late"));
    await().until(() -> !server.verdicts.isEmpty());
    IoUtils.safeClose(server.requests.get(0));

    server.verdicts.get(0).run();

    await().until(() -> server.heard.contains("closed"));
    assertThat(server.heard).containsExactly("open late V1", "sse LOST", "closed");
    assertThat(server.registry.connections()).isZero();
  }

  @Test
  void whoNeedNotSpeakStaysAndHearsHeartbeats() throws IOException {
    StreamPeer ann = stream("ann");
    ann.readTo("\n\n");

    for (int beat = 0; beat < 5; beat++) {
      server.pass(Duration.ofSeconds(31));
      assertThat(ann.readTo("\n\n")).isEqualTo(":\n\n");
    }

    assertThat(server.heard).containsExactly("open ann V1");
  }

  @Test
  void whoPromisedToSpeakAndDoesNotHasVanished() throws IOException {
    StreamPeer ann = stream("ann&pings=on");
    ann.readTo("\n\n");
    server.pass(Duration.ofSeconds(31));
    ann.readTo(":\n\n");
    post("ann", "ping").status();
    server.pass(Duration.ofSeconds(31));
    ann.readTo(":\n\n");
    assertThat(server.heard).doesNotContain("vanished");

    server.pass(Duration.ofSeconds(31));

    await().until(() -> server.heard.contains("vanished"));
    assertThat(ann.readToEnd()).doesNotContain("event: close");
  }

  @Test
  void aSessionEndsWithItsToken() throws IOException {
    StreamPeer ann = stream("ann-short");
    ann.readTo("\n\n");

    for (int beat = 0; beat < 2; beat++) {
      server.pass(Duration.ofSeconds(31));
      ann.readTo(":\n\n");
    }

    server.pass(Duration.ofSeconds(31));

    assertThat(ann.readToEnd()).contains("\"code\":1008,\"reason\":\"token expired\"");
  }

  @Test
  void aFaultEndsTheSessionAlone() throws IOException {
    StreamPeer ann = stream("ann");
    ann.readTo("\n\n");

    assertThat(post("ann", "fault").status()).isEqualTo("202");

    assertThat(ann.readToEnd()).contains("\"code\":1011,\"reason\":\"internal error\"");
    assertThat(server.heard).contains("fault a bug");
  }

  @Test
  void whoDoesNotReadIsClosedAndGetsNoIdOfWhatWasDropped() throws IOException {
    StreamPeer ann = stream("ann");
    ann.readTo("\n\n");
    send("{\"event\":\"hello\",\"data\":{\"epoch\":\"e\",\"since\":\"s\"}}");
    send(
        "{\"success\":true,\"event\":\"joinConversation\",\"conversationId\":\"a\",\"seq\":0,"
            + "\"rev\":0,\"epoch\":\"e\"}");
    String content = "x".repeat(10_000);

    for (int seq = 1; !server.heard.contains("too slow"); seq++) {
      send(
          "{\"event\":\"newMessage\",\"data\":{\"conversationId\":\"a\",\"seq\":%d,\"rev\":%d,\"content\":\"%s\"}}"
              .formatted(seq, seq, content));
    }

    String all = ann.readToEnd();
    assertThat(all).endsWith("\"reason\":\"too slow\",\"retryMs\":5000}\n\n");
    assertThat(lastSeqOfIds(all)).isLessThanOrEqualTo(lastSeqOfMessages(all));
  }

  private static long lastSeqOfIds(String stream) {
    return stream
        .lines()
        .filter(line -> line.startsWith("id: "))
        .flatMap(line -> LastEventId.parse(line.substring(4)).stream())
        .flatMap(id -> id.joined().stream())
        .mapToLong(LastEventId.Joined::seq)
        .max()
        .orElse(0);
  }

  private static long lastSeqOfMessages(String stream) {
    return stream.lines().filter(line -> line.contains("\"newMessage\"")).count();
  }

  @Test
  void whileAnInboxIsFullPostsWaitAndTooManyAreRefused() throws IOException {
    stream("ann").readTo("\n\n");
    CountDownLatch done = new CountDownLatch(1);
    int other = 1 - server.loops.get(0).index();
    server.registry.loops().get(other).execute(() -> assertThat(awaits(done)).isTrue());
    server.registry.loops().get(other).execute(() -> {}, FULL_INBOX);
    server.loops.get(0).execute(() -> postHere("one", 1));
    await().until(() -> server.heard.contains("held back"));

    server.loops.get(0).execute(() -> postHere("more", 15));
    server.loops.get(0).execute(() -> postHere("too many", 1));

    await().until(() -> server.heard.contains("TOO_MANY"));
    assertThat(server.heard).doesNotContain("one");
    done.countDown();
    await().until(() -> server.heard.stream().filter("more"::equals).count() == 15);
    assertThat(server.heard).contains("one").doesNotContain("too many");
  }

  private void postHere(String text, int times) {
    SseConnection connection = (SseConnection) server.wires.get(0);
    byte[] utf8 = text.getBytes(UTF_8);
    for (int i = 0; i < times; i++) {
      connection.post(
          new PostedFrame(utf8, utf8.length, outcome -> server.heard.add(outcome.toString())));
    }
  }

  private static boolean awaits(CountDownLatch latch) {
    try {
      return latch.await(Patience.MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Test
  void aPostBehindTheEndOfReadingIsNotCarriedOut() throws IOException {
    StreamPeer ann = stream("ann");
    ann.readTo("\n\n");
    server.registry.stopAccepting();
    await().until(() -> !server.registry.isAccepting());
    StreamPeer late = post("ann", "late");

    server.registry.closeAll(CloseReason.draining(Duration.ofMillis(7)));

    assertThat(ann.readToEnd())
        .contains(
            "retry: 7\nevent: close\ndata: {\"code\":1012,\"reason\":\"reconnect after 7 ms\"");
    assertThat(late.status()).isIn("503", "404");
    assertThat(server.heard).doesNotContain("late");
  }

  @Test
  void whereThereIsNoRoomNobodyComesIn() throws IOException {
    for (int i = 0; i < 10; i++) {
      stream("user" + i).readTo("\n\n");
    }

    StreamPeer late = StreamPeer.stream(server, "late");
    peers.add(late);

    assertThat(late.readTo("\r\n\r\n")).startsWith("HTTP/1.1 503 ").contains("Retry-After: 1");
  }
}
