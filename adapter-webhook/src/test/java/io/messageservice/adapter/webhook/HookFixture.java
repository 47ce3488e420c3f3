package io.messageservice.adapter.webhook;

import static io.messageservice.application.waiting.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.messageservice.adapter.webhook.BeforeSendEvents.Outcome;
import io.messageservice.application.port.out.BeforeSend.Answer;
import io.messageservice.application.port.out.BeforeSend.Question;
import io.messageservice.application.port.out.Trace;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Mentions;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A hook that is a real server, and the adapter that asks it. */
final class HookFixture implements AutoCloseable {

  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  /** So long that no answer of a test is too late. */
  static final Duration LONG = Duration.ofMinutes(2);

  final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
  final List<Boolean> circuit = new CopyOnWriteArrayList<>();
  final List<String> paths = new CopyOnWriteArrayList<>();

  /** Ends what servers of tests still do. */
  final CountDownLatch over = new CountDownLatch(1);

  private final ExecutorService hooks = threads(2);
  private final ExecutorService sender = threads(1);
  private final ExecutorService serverThreads = Executors.newCachedThreadPool();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger ids = new AtomicInteger();
  private final HttpServer server;

  HookFixture() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2_000);
    server.setExecutor(serverThreads);
    server.start();
  }

  private static ExecutorService threads(int count) {
    return new ThreadPoolExecutor(
        count,
        count,
        1,
        TimeUnit.MINUTES,
        new LinkedBlockingQueue<>(),
        new ThreadPoolExecutor.DiscardPolicy());
  }

  /** What a hook does with a request. */
  interface Handler {
    void handle(HttpExchange exchange) throws IOException, InterruptedException;
  }

  /** The hook does this, and then ends the exchange. */
  HookFixture serve(String path, Handler handler) {
    server.createContext(
        path,
        exchange -> {
          paths.add(exchange.getRequestURI().getPath());
          try {
            handler.handle(exchange);
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          } finally {
            exchange.close();
          }
        });
    return this;
  }

  static Handler answering(int status, String body) {
    return exchange -> {
      byte[] bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  BeforeSendAdapter adapter(String url, Duration timeout) {
    return adapter(config(url, timeout, false, true), Duration.ofMinutes(10));
  }

  static BeforeSendConfig config(
      String url, Duration timeout, boolean acceptsOnFailure, boolean privateAddresses) {
    return new BeforeSendConfig(
        WebhookUrl.of(url),
        WebhookSecret.of(SECRET),
        timeout,
        acceptsOnFailure,
        privateAddresses,
        Limits.DEFAULT);
  }

  /** Sends the events of a log, with this time for each answer. */
  WebhookAdapter webhooks(WebhookConfig config, EventLogFixture log, Duration timeout) {
    return new WebhookAdapter(
        config,
        new WebhookAdapter.Source(log, log, EventLogFixture::json),
        new WebhookAdapter.Environment(
            sender, hooks, this::after, InstantSource.system(), System::nanoTime, () -> 0.0, log),
        timeout);
  }

  private void after(Duration delay, Runnable task) {
    if (!timer.isShutdown()) {
      Future<?> unused = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  BeforeSendAdapter adapter(BeforeSendConfig config, Duration pause) {
    return adapter(config, BeforeSendAdapter.FAILURES, pause);
  }

  BeforeSendAdapter adapter(BeforeSendConfig config, int failures, Duration pause) {
    return new BeforeSendAdapter(
        config,
        new BeforeSendAdapter.Environment(
            hooks,
            this::after,
            () -> "msg_" + ids.incrementAndGet(),
            InstantSource.system(),
            System::nanoTime,
            new BeforeSendEvents() {
              @Override
              public void ended(Outcome outcome, long nanos) {
                outcomes.add(outcome);
              }

              @Override
              public void circuit(boolean open) {
                circuit.add(open);
              }
            }),
        failures,
        pause);
  }

  static Question question(String text) {
    return question(text, Trace.NONE);
  }

  static Question question(String text, Trace trace) {
    return new Question(
        new ConversationId("c"),
        new UserId("ann"),
        Optional.empty(),
        MessageContent.of(text),
        Optional.empty(),
        Optional.empty(),
        Mentions.NONE,
        Optional.of(new ClientMessageId("k")),
        trace);
  }

  /** What the hook says of a message. */
  static Answer asked(BeforeSendAdapter adapter, Question question) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    adapter.ask(question, answer::complete);
    await().until(answer::isDone);
    return answer.join();
  }

  @Override
  public void close() {
    over.countDown();
    server.stop(0);
    sender.shutdownNow();
    hooks.shutdownNow();
    timer.shutdownNow();
    serverThreads.shutdownNow();
  }
}
