package io.messageservice.bootstrap;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.waiting.Patience;
import io.messageservice.blackbox.Tokens;
import io.messageservice.bootstrap.config.SettingReader;
import io.messageservice.bootstrap.config.Sources;
import io.messageservice.bootstrap.start.StartProblem;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the whole service holds for clients, as its own counter has it. */
class ClientMemoryTest {

  private static final String ESCAPED = "\\u0001".repeat(10_000);
  private static final int LIMIT_BYTES = 32 << 20;

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<WebSocket> sockets = new ArrayList<>();
  private Service service;

  @BeforeEach
  void start() throws StartProblem {
    Map<String, String> settings = new HashMap<>();
    settings.put("PORT", "0");
    settings.put("MANAGEMENT_PORT", "0");
    settings.put("HOST", "127.0.0.1");
    settings.put("STORE", "memory");
    settings.put("RATE_LIMIT", "off");
    settings.put("PRESENCE_AUDIENCE", "contacts");
    settings.put("JWT_SECRET", Tokens.SECRET);
    settings.put("CLIENT_MEMORY", LIMIT_BYTES + "");
    service =
        (Service)
            Service.start(
                SettingReader.of(Sources.of(settings, Map.of())).settings(), Optional.empty());
    Answers answers = new Answers();
    WebSocket sender = connect("ann", answers);
    for (int i = 0; i < 20; i++) {
      send(sender, "sendMessage", "'conversationId':'large','content':'" + ESCAPED + "'");
      answers.next();
    }
  }

  @AfterEach
  void stop() {
    service.stopNow();
  }

  @Test
  void nothingIsHeldAfterPagesReplaysAndCommandsThatNobodyTook() {
    MemoryBudget memory = service.clientMemory();
    AtomicLong most = new AtomicLong(); // the service may have ended all before the last begins
    for (int i = 0; i < 120; i++) {
      WebSocket socket = connect("user" + i % 4, new Deaf());
      for (int more = 0; more < 6; more++) { // more than the buffers of TCP take
        attempt(socket, "joinConversation", "'conversationId':'large'");
        attempt(socket, "fetchMessages", "'conversationId':'large','limit':200");
        attempt(socket, "joinConversation", "'conversationId':'large','afterSeq':0");
        attempt(socket, "fetchMessages", "'conversationId':'large','limit':200");
      }
      attempt(socket, "sendMessage", "'conversationId':'other','content':'" + ESCAPED + "'");
      most.accumulateAndGet(memory.heldBytes(), Math::max);
    }

    await().until(() -> most.accumulateAndGet(memory.heldBytes(), Math::max) > LIMIT_BYTES / 4);
    await().until(() -> memory.heldBytes() <= LIMIT_BYTES);
    sockets.forEach(WebSocket::abort);

    await().until(() -> memory.heldBytes() == 0);
  }

  @Test
  void nothingIsHeldOnceAllIsRead() throws Exception {
    Answers answers = new Answers();
    WebSocket socket = connect("ann", answers);
    for (int i = 0; i < 50; i++) {
      send(socket, "fetchMessages", "'conversationId':'large','limit':200");
      send(socket, "sendMessage", "'conversationId':'other','content':'" + ESCAPED + "'");
    }

    for (int i = 0; i < 100; i++) {
      assertThat(answers.next()).startsWith("{\"success\":true");
    }
    await().until(() -> service.clientMemory().heldBytes() == 0);
  }

  private WebSocket connect(String user, WebSocket.Listener listener) {
    URI address = URI.create("ws://127.0.0.1:" + service.port() + "/?token=" + Tokens.of(user));
    WebSocket socket = http.newWebSocketBuilder().buildAsync(address, listener).join();
    sockets.add(socket);
    return socket;
  }

  private static void send(WebSocket socket, String event, String payload) {
    String text = "{'event':'%s','payload':{%s}}".formatted(event, payload).replace('\'', '"');
    socket.sendText(text, true).join();
  }

  private static void attempt(WebSocket socket, String event, String payload) {
    try {
      send(socket, event, payload);
    } catch (CompletionException ended) {
      // the service ends those for which it holds most
    }
  }

  /** Takes nothing. */
  private static final class Deaf implements WebSocket.Listener {
    @Override
    public void onOpen(WebSocket socket) {}
  }

  /** Keeps whole texts in order. */
  private static final class Answers implements WebSocket.Listener {
    private final List<CompletableFuture<String>> texts = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int read;
    private int written;

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        at(written++).complete(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    String next() {
      return at(read++).orTimeout(Patience.MILLIS, TimeUnit.MILLISECONDS).join();
    }

    private synchronized CompletableFuture<String> at(int index) {
      while (texts.size() <= index) {
        texts.add(new CompletableFuture<>());
      }
      return texts.get(index);
    }
  }
}
