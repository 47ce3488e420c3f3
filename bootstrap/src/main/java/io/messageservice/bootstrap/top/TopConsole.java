package io.messageservice.bootstrap.top;

import io.messageservice.bootstrap.figure.MetricsPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Shows a node again each second, until the process is stopped. One thread. */
public final class TopConsole {

  private static final String HOME = "\u001b[H";
  private static final String CLEAR = "\u001b[2J";
  private static final String END_OF_LINE = "\u001b[K";
  private static final String BELOW = "\u001b[J";

  private static final long SECOND = 1_000_000_000;

  private final URI node;
  private final PrintWriter out;

  /**
   * Shows nothing yet.
   *
   * @param node its management port
   * @param out a terminal that understands escape sequences
   */
  public TopConsole(URI node, PrintWriter out) {
    this.node = node;
    this.out = out;
  }

  /**
   * Prints what there is once, without escape sequences; it takes a second.
   *
   * @throws IOException where the node does not answer
   */
  public void once() throws IOException, InterruptedException {
    MetricsPage before = MetricsPage.fetch(node);
    long begun = System.nanoTime();
    pauseUntil(begun + SECOND);
    MetricsPage now = MetricsPage.fetch(node);
    frame(now, before, System.nanoTime() - begun).forEach(out::println);
    out.flush();
  }

  /**
   * Goes on until the thread is interrupted.
   *
   * @throws IOException where the node does not answer at the beginning
   */
  public void run() throws IOException, InterruptedException {
    MetricsPage before = MetricsPage.fetch(node);
    long taken = System.nanoTime();
    out.print(CLEAR);
    while (true) {
      pauseUntil(taken + SECOND);
      try {
        MetricsPage now = MetricsPage.fetch(node);
        long at = System.nanoTime();
        paint(frame(now, before, at - taken));
        before = now;
        taken = at;
      } catch (IOException e) {
        paint(List.of(node + "  does not answer"));
        taken = System.nanoTime();
      }
    }
  }

  private List<String> frame(MetricsPage now, MetricsPage before, long nanos) {
    return TopFrame.lines(node.toString(), new TopSample(now, before, nanos / (double) SECOND));
  }

  private void paint(List<String> lines) {
    out.print(HOME);
    lines.forEach(line -> out.print(line + END_OF_LINE + "\n"));
    out.print(BELOW);
    out.flush();
  }

  private static void pauseUntil(long time) throws InterruptedException {
    for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
