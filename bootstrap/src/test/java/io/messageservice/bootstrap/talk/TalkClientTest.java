package io.messageservice.bootstrap.talk;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.Undertow;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.core.protocol.version13.Hybi13Handshake;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A talk over a real socket, against a peer that knows only what the test makes it answer. */
class TalkClientTest {

  private static final String BEFORE =
      """
      {"conversationId":"lobby","seq":1,"senderId":"bob","content":"before"}\
      """;

  private final Queue<String> received = new ConcurrentLinkedQueue<>();
  private final Queue<WebSocketChannel> channels = new ConcurrentLinkedQueue<>();
  private final Queue<String> offered = new ConcurrentLinkedQueue<>();
  private final StringWriter shown = new StringWriter();
  private final Undertow peer =
      Undertow.builder().addHttpListener(0, "127.0.0.1").setHandler(handshake()).build();

  @BeforeEach
  void listen() {
    peer.start();
  }

  @AfterEach
  void stop() {
    peer.stop();
  }

  @Test
  void tokenGoesAsSubprotocolAndWhatIsTypedArrives() throws Exception {
    int exit = client().run(typed("hello\n"));

    assertThat(exit).isZero();
    assertThat(offered).containsExactly("message-service.v1, bearer.a.b.c");
    assertThat(received).anyMatch(frame -> frame.contains("\"content\":\"hello\""));
    assertThat(shown.toString()).isEqualTo("bob: before" + System.lineSeparator());
  }

  @Test
  void anotherConversationIsJoinedOnceThisOneIsLeft() throws Exception {
    try (PipedInputStream typed = new PipedInputStream();
        PipedOutputStream keyboard = new PipedOutputStream(typed)) {
      CompletableFuture<Integer> exit = running(typed);
      await().until(this::isDelivered);

      keyboard.write("/join tea\nhello\n".getBytes(StandardCharsets.UTF_8));
      keyboard.flush();
      await()
          .until(
              () -> received.stream().anyMatch(frame -> frame.contains("\"content\":\"hello\"")));
      keyboard.write("/quit\n".getBytes(StandardCharsets.UTF_8));
      keyboard.flush();

      assertThat(exit.get()).isZero();
      assertThat(received)
          .containsSubsequence(
              "{\"event\":\"leaveConversation\",\"ref\":\"4\",\"payload\":{\"conversationId\":\"lobby\"}}",
              "{\"event\":\"joinConversation\",\"ref\":\"5\",\"payload\":{\"conversationId\":\"tea\"}}");
      assertThat(received)
          .anyMatch(frame -> frame.contains("\"tea\",\"content\":\"hello\""))
          .noneMatch(frame -> frame.contains("/join"));
      assertThat(shown.toString()).contains("* in tea" + System.lineSeparator());
    }
  }

  @Test
  void comesBackAfterTheServiceWentAway() throws Exception {
    try (PipedInputStream typed = new PipedInputStream();
        PipedOutputStream keyboard = new PipedOutputStream(typed)) {
      CompletableFuture<Integer> exit = running(typed);
      await().until(() -> joins() == 2 && isDelivered()); // it sends nothing more by itself

      WebSockets.sendClose(1012, "reconnect after 1 ms", channels.remove(), null);
      await().until(() -> joins() == 3);
      keyboard.write("/quit\n".getBytes(StandardCharsets.UTF_8));
      keyboard.flush();

      assertThat(exit.get()).isZero();
      assertThat(shown.toString()).contains("* connection closed (1012); trying again in");
    }
  }

  @Test
  void refusedTokenEndsIt() throws Exception {
    try (PipedInputStream typed = new PipedInputStream();
        PipedOutputStream keyboard = new PipedOutputStream(typed)) {
      CompletableFuture<Integer> exit = running(typed);
      await().until(() -> joins() == 2 && isDelivered()); // it sends nothing more by itself

      WebSockets.sendClose(1008, "token expired", channels.remove(), null);

      assertThat(exit.get()).isEqualTo(1);
      assertThat(shown.toString()).contains("* closed: token expired");
      keyboard.flush(); // still open
    }
  }

  /** Whether it has reported what it showed. */
  private boolean isDelivered() {
    return received.stream().anyMatch(frame -> frame.contains("markAsDelivered"));
  }

  private long joins() {
    return received.stream().filter(frame -> frame.contains("joinConversation")).count();
  }

  private CompletableFuture<Integer> running(InputStream typed) {
    TalkClient client = client();
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return client.run(typed);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private TalkClient client() {
    InetSocketAddress address = (InetSocketAddress) peer.getListenerInfo().get(0).getAddress();
    URI url = URI.create("ws://127.0.0.1:" + address.getPort() + "/");
    return new TalkClient(url, "a.b.c", "lobby", new PrintWriter(shown, true), false);
  }

  private static InputStream typed(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private WebSocketProtocolHandshakeHandler handshake() {
    return new WebSocketProtocolHandshakeHandler(
        List.of(new Hybi13Handshake(Set.of("message-service.v1"), false)),
        (WebSocketHttpExchange exchange, WebSocketChannel channel) -> {
          offered.add(exchange.getRequestHeader("Sec-WebSocket-Protocol"));
          channels.add(channel);
          channel.getReceiveSetter().set(new Answers());
          channel.resumeReceives();
        });
  }

  /** Says yes to everything. */
  private final class Answers extends AbstractReceiveListener {
    @Override
    protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
      String frame = message.getData();
      received.add(frame);
      answer(channel, frame);
    }

    @Override
    protected void onCloseMessage(CloseMessage message, WebSocketChannel channel) {}

    @Override
    protected void onError(WebSocketChannel channel, Throwable error) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /**
     * Bob said one thing before; a join that resumes or asks for it is sent it, if it is missing.
     */
    private void answer(WebSocketChannel channel, String frame) {
      String reply = "{\"success\":true," + frame.substring(1, frame.indexOf(",\"payload\""));
      if (frame.contains("joinConversation")) {
        boolean resumes = frame.contains("afterSeq");
        String head = ",\"seq\":1,\"firstSeq\":1,\"epoch\":\"e1\",\"recovered\":";
        WebSockets.sendText(reply + head + resumes + "}", channel, null);
        if (frame.contains("\"afterSeq\":0")) {
          WebSockets.sendText("{\"event\":\"newMessage\",\"data\":" + BEFORE + "}", channel, null);
        }
      } else {
        String payload = frame.substring(frame.indexOf("{", 1), frame.length() - 2);
        WebSockets.sendText(reply + ",\"message\":" + payload + ",\"seq\":2}}", channel, null);
      }
    }
  }
}
