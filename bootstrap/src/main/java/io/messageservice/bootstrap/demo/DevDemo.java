package io.messageservice.bootstrap.demo;

import io.messageservice.adapter.http.web.DemoHandler;
import io.messageservice.client.ScheduledClientThread;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The demo that {@code dev} offers: one at a time, which ends when its page asks for it, when
 * nobody has watched it for a minute, and with {@code dev}. Any thread may call.
 */
public final class DevDemo implements DemoHandler.Demo, AutoCloseable {

  private static final Duration UNWATCHED = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration END_TIME = Duration.ofSeconds(10);

  private static final String NOBODY_WATCHED =
      "The demo was stopped because nobody had watched it for a minute.";

  /** What the page asks for while a demo runs. */
  private static final Map<String, Consumer<DemoRun>> ACTIONS =
      Map.of(
          "stop", run -> run.stop(""),
          "killNode1", run -> run.killNode(1),
          "killNode2", run -> run.killNode(2),
          "killNode3", run -> run.killNode(3),
          "killRedis", DemoRun::killRedis,
          "cutSender", run -> run.cut(run.cluster().sender()),
          "cutReceiver", run -> run.cut(run.cluster().receiver()));

  private final Optional<Path> redisServer;
  private final ScheduledClientThread thread = new ScheduledClientThread("demo");

  /** For the page, as of the last look. */
  private volatile byte[] state;

  private volatile long watchedNanos = System.nanoTime();

  /** The last that was started. Only the thread may use it. */
  private @Nullable DemoRun run;

  /**
   * Starts nothing yet.
   *
   * @param variables the environment, whose PATH may have a {@code redis-server}
   */
  public DevDemo(Map<String, String> variables) {
    redisServer = DemoCluster.findRedis(variables.getOrDefault("PATH", ""));
    state = DemoState.idle(redisServer.isPresent(), "");
  }

  @Override
  public byte[] watch() {
    watchedNanos = System.nanoTime();
    return state.clone();
  }

  @Override
  public boolean carryOut(String action) {
    if (action.equals("start")) {
      thread.execute(this::start);
      return true;
    }
    Consumer<DemoRun> does = ACTIONS.get(action);
    if (does == null) {
      return false;
    }
    thread.execute(() -> act(does));
    return true;
  }

  private void start() {
    if (run != null && !run.isOver()) {
      return;
    }
    try {
      DemoRun begun = new DemoRun(redisServer);
      run = begun;
      look(begun);
    } catch (IOException e) {
      state = DemoState.idle(redisServer.isPresent(), "The demo cannot be started here.");
    }
  }

  private void act(Consumer<DemoRun> does) {
    DemoRun present = run;
    if (present != null && !present.isOver()) {
      does.accept(present);
      state = DemoState.of(present);
    }
  }

  private void look(DemoRun present) {
    if (present.isOver()) {
      return;
    }
    if (System.nanoTime() - watchedNanos > UNWATCHED.toNanos()) {
      present.end();
      run = null;
      state = DemoState.idle(redisServer.isPresent(), NOBODY_WATCHED);
      return;
    }
    try {
      present.look();
    } catch (IOException | RuntimeException fault) {
      present.fail("The demo cannot go on: " + fault.getMessage());
    }
    state = DemoState.of(present);
    thread.after(LOOK, () -> look(present));
  }

  /** Ends all processes of the demo; returns when they have ended. */
  @Override
  public void close() {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    thread.execute(
        () -> {
          if (run != null && !run.isOver()) {
            run.end();
          }
          ended.complete(null);
        });
    try {
      Void unused = ended.get(END_TIME.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // their input ends with this process, and they with it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.close();
  }
}
