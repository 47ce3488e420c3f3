package io.messageservice.blackbox;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a WebSocket of the JDK received, and finds the end of the connection where the JDK
 * does not report it.
 *
 * <p>The JDK (17 to 25) loses a TCP end without a close frame that arrives while its listener still
 * handles a frame: the transport acknowledges the end as if it had been requested, which throws,
 * and neither {@code onClose} nor {@code onError} is called. A killed process ends like that. Then
 * writes fail: the first ones are refused by the peer's kernel, the next one throws. So where
 * nothing arrives for a while, a ping is written.
 */
public final class Pulse {

  private static final long LOOK_MILLIS = 500;

  private Pulse() {}

  /**
   * The next thing received. One thread calls for each socket.
   *
   * @param received filled by the socket's listener
   * @param patience how long to wait
   * @param end is put behind what was received where the peer is gone and the listener was not told
   * @return null where nothing was received for so long and the peer is still there
   */
  public static <T> @Nullable T next(
      BlockingQueue<T> received, WebSocket socket, Duration patience, T end)
      throws InterruptedException {
    long start = System.nanoTime();
    long left = patience.toNanos();
    boolean failedBefore = false;
    T next = null;
    while (next == null && left > 0) {
      next = received.poll(Math.min(left, LOOK_MILLIS * 1_000_000), TimeUnit.NANOSECONDS);
      left = patience.toNanos() - (System.nanoTime() - start);
      if (next == null && left > 0) {
        boolean failed = failsToPing(socket);
        if (failed && failedBefore && received.isEmpty()) {
          received.add(end);
        }
        failedBefore = failed;
      }
    }
    return next;
  }

  /** After a close frame of ours nothing can be written, and the other's is still to come. */
  private static boolean failsToPing(WebSocket socket) throws InterruptedException {
    if (socket.isOutputClosed()) {
      return false;
    }
    try {
      socket.sendPing(ByteBuffer.allocate(0)).get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      return false;
    } catch (ExecutionException failed) {
      return failed.getCause() instanceof IOException;
    } catch (TimeoutException slow) {
      return false; // the peer does not read, and is there
    }
  }
}
