package io.messageservice.adapter.sse;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.Identities;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.Identity;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.Session;
import io.messageservice.protocol.Wire;
import io.messageservice.transport.Clocks;
import io.messageservice.transport.LoopThread;
import io.messageservice.transport.SessionRegistry;
import io.messageservice.transport.TransportConfig;
import io.undertow.Handlers;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.ServerConnection;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/**
 * The adapter behind a real port, with clocks that stand still until they are told to go on. Users
 * are named by their tokens; {@code bad} is one of none. Sessions write down what they hear.
 */
final class StreamServer implements AutoCloseable {

  static final int SOFT = 64 << 10;
  static final int HARD = 256 << 10;
  static final int MAX_BODY = 1_000;
  static final Duration MAX_WAIT = Duration.ofSeconds(10);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** What was opened, said and closed, in order, by all threads. */
  final List<String> heard = new CopyOnWriteArrayList<>();

  final List<Wire> wires = new CopyOnWriteArrayList<>();
  final List<EventLoop> loops = new CopyOnWriteArrayList<>();
  final List<Integer> refused = new CopyOnWriteArrayList<>();

  /** The connection of each request. */
  final List<ServerConnection> requests = new CopyOnWriteArrayList<>();

  /** Verdicts about tokens that begin with {@code late}. */
  final List<Runnable> verdicts = new CopyOnWriteArrayList<>();

  final SessionRegistry registry;
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger ids = new AtomicInteger();
  private final XnioWorker worker;
  private final AcceptingChannel<StreamConnection> accepting;

  StreamServer() {
    try {
      worker =
          Xnio.getInstance()
              .createWorker(
                  OptionMap.builder()
                      .set(Options.WORKER_IO_THREADS, 2)
                      .set(Options.WORKER_TASK_CORE_THREADS, 1)
                      .set(Options.WORKER_TASK_MAX_THREADS, 1)
                      .getMap());
      registry =
          new SessionRegistry(
              threads(),
              config(),
              this::open,
              MemoryBudget.unlimited(),
              new Clocks(nanos::get, () -> START.plusNanos(nanos.get())),
              new StreamEvents(heard));
      SseAdapter adapter =
          new SseAdapter(
              registry,
              new SseConfig(Set.of("https://app.example"), true, MAX_BODY, Duration.ofSeconds(30)),
              new Users(),
              () -> "session-" + ids.incrementAndGet(),
              new SseEvents() {
                @Override
                public void requestRefused(int status) {
                  refused.add(status);
                }

                @Override
                public void handshakeRefused(int status) {
                  refused.add(-status);
                }
              });
      HttpOpenListener listener =
          new HttpOpenListener(new DefaultByteBufferPool(true, 16 << 10), OptionMap.EMPTY);
      HttpHandler paths = Handlers.path().addPrefixPath(SseAdapter.PREFIX, adapter.handler());
      listener.setRootHandler(
          exchange -> {
            requests.add(exchange.getConnection());
            paths.handleRequest(exchange);
          });
      accepting =
          worker.createStreamConnectionServer(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              ChannelListeners.openListenerAdapter(listener),
              OptionMap.create(Options.SEND_BUFFER, 64 << 10));
      accepting.resumeAccepts();
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  private static TransportConfig config() {
    return new TransportConfig(
        true,
        Duration.ofSeconds(30),
        SOFT,
        HARD,
        MAX_WAIT,
        Duration.ofSeconds(20),
        10,
        Duration.ZERO,
        Optional.empty());
  }

  private List<IoLoopThread> threads() {
    return IntStream.range(0, worker.getIoThreadCount())
        .mapToObj(worker::getIoThread)
        .map(IoLoopThread::new)
        .sorted(Comparator.comparingInt(IoLoopThread::index))
        .toList();
  }

  private Session open(Wire wire, EventLoop loop, Identity identity, Dialect dialect) {
    heard.add("open " + identity.user() + " " + dialect);
    loops.add(loop);
    wires.add(wire);
    return new Session() {
      @Override
      public void text(byte[] buffer, int offset, int length) {
        String said = new String(buffer, offset, length, StandardCharsets.UTF_8);
        heard.add(said);
        if (said.equals("fault")) {
          throw new IllegalStateException("a bug");
        }
      }

      @Override
      public void closed() {
        heard.add("closed");
      }
    };
  }

  void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  int port() {
    return accepting.getLocalAddress(InetSocketAddress.class).getPort();
  }

  @Override
  public void close() {
    IoUtils.safeClose(accepting);
    worker.shutdownNow();
  }

  private final class Users implements Identities {
    @Override
    public void identify(Credential credential, Consumer<Verdict> verdict) {
      String token = credential.token();
      if (token.isEmpty()) {
        verdict.accept(new Verdict.Refused(Reason.MISSING));
      } else if (token.equals("bad")) {
        verdict.accept(new Verdict.Refused(Reason.INVALID));
      } else if (token.equals("soon")) {
        verdict.accept(Verdict.Refused.until(Duration.ofSeconds(3)));
      } else if (token.startsWith("late")) {
        verdicts.add(() -> verdict.accept(known(token)));
      } else {
        verdict.accept(known(token));
      }
    }

    private Verdict known(String token) {
      String name = token.replaceFirst("-.*", "");
      Optional<Instant> end =
          token.endsWith("-short") ? Optional.of(START.plusSeconds(60)) : Optional.empty();
      return new Verdict.Known(new Identity(new UserId(name), new DisplayName(name), end));
    }
  }

  private record IoLoopThread(XnioIoThread thread) implements LoopThread {

    @Override
    public int index() {
      return thread.getNumber();
    }

    @Override
    public void execute(Runnable task) {
      thread.execute(task);
    }

    @Override
    public void executeAfter(Runnable task, long delayNanos) {
      thread.executeAfter(task, delayNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public boolean isCurrent() {
      return Thread.currentThread() == thread;
    }
  }
}
