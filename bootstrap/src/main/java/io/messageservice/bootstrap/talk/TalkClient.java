package io.messageservice.bootstrap.talk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;

/**
 * A talk put together: the thread that it runs on, the thread that reads what is typed, the socket.
 */
public final class TalkClient {

  /** One thread. What is handed over after the end is dropped: nobody is left to see it. */
  private final ScheduledThreadPoolExecutor talk =
      new ScheduledThreadPoolExecutor(1, task -> daemon(task, "talk"), new DiscardPolicy());

  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private final TalkSession session;

  /**
   * @param dims whether the terminal understands escape sequences
   */
  public TalkClient(URI url, String token, String conversation, PrintWriter out, boolean dims) {
    TalkSocket socket = new TalkSocket(url, token, talk);
    session =
        new TalkSession(
            socket,
            new Terminal(out, dims),
            this::after,
            new Backoff(() -> ThreadLocalRandom.current().nextDouble()),
            new Frames(conversation),
            () -> UUID.randomUUID().toString(),
            ended::complete);
    socket.tell(session);
  }

  /**
   * Talks until the user quits, the input ends or the service refuses for good.
   *
   * @return the exit code
   */
  public int run(InputStream typed) throws InterruptedException {
    run(session::start);
    daemon(() -> read(typed), "typed").start();
    try {
      return ended.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      talk.shutdown();
    }
  }

  private void read(InputStream typed) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(typed, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String said = line;
        run(() -> session.typed(said));
      }
    } catch (IOException e) {
      // an input that cannot be read has ended
    }
    run(session::inputEnded);
  }

  private void after(Duration delay, Runnable task) {
    var unused = talk.schedule(guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void run(Runnable task) {
    talk.execute(guarded(task));
  }

  /** A fault ends the talk instead of leaving it silent. */
  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        ended.completeExceptionally(e);
      }
    };
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
