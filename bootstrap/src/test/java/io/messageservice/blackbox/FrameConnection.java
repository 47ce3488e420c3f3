package io.messageservice.blackbox;

import io.messageservice.blackbox.Heard.Closed;
import io.messageservice.blackbox.Heard.Frame;
import io.messageservice.client.socket.ClientSocket;
import io.messageservice.client.socket.OpeningRequest;
import io.messageservice.client.socket.SocketEnd;
import io.messageservice.client.socket.SocketListener;
import io.messageservice.client.socket.SocketOpener;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One connection, frame by frame: what is sent goes out as it is, what arrives is kept in order.
 * One thread calls.
 */
public final class FrameConnection {

  /** Where nothing arrives for so long, the end of the connection is looked for. */
  private static final long PROBE_MILLIS = 500;

  private final ClientSocket socket;
  private final Recorder recorder;

  private FrameConnection(ClientSocket socket, Recorder recorder) {
    this.socket = socket;
    this.recorder = recorder;
  }

  /**
   * Opens a connection, which the server may already have ended.
   *
   * @return cancelled, it leaves no connection behind
   */
  public static CompletableFuture<FrameConnection> open(
      SocketOpener opener, OpeningRequest request) {
    return open(opener, request, frame -> true);
  }

  /**
   * As {@link #open(SocketOpener, OpeningRequest)}.
   *
   * @param kept which frames are kept; called by the threads of the socket
   */
  public static CompletableFuture<FrameConnection> open(
      SocketOpener opener, OpeningRequest request, Predicate<Frame> kept) {
    Recorder recorder = new Recorder(kept);
    CompletableFuture<ClientSocket> opening = opener.open(request, recorder);
    CompletableFuture<FrameConnection> answer = new CompletableFuture<>();
    var unused =
        opening.whenComplete(
            (socket, fault) -> {
              if (fault != null) {
                answer.completeExceptionally(fault);
              } else if (!answer.complete(new FrameConnection(socket, recorder))) {
                socket.abort();
              }
            });
    return answer;
  }

  /** Sends a text; the answer fails where the connection is over. */
  public CompletableFuture<Void> send(String text) {
    return socket.send(text);
  }

  /** What arrives next; null where that is nothing for so long and the peer is still there. */
  public @Nullable Heard next(Duration patience) throws InterruptedException {
    long start = System.nanoTime();
    long left = patience.toNanos();
    Heard next = null;
    while (next == null && left > 0) {
      long wait = Math.min(left, TimeUnit.MILLISECONDS.toNanos(PROBE_MILLIS));
      next = recorder.heard.poll(wait, TimeUnit.NANOSECONDS);
      left = patience.toNanos() - (System.nanoTime() - start);
      if (next == null && left > 0) {
        socket.probe();
      }
    }
    return next;
  }

  /** What arrived and was not taken. */
  public BlockingQueue<Heard> rest() {
    return recorder.heard;
  }

  /** How many pings the server has sent so far. */
  public int pings() {
    return recorder.pings;
  }

  public String subprotocol() {
    return socket.subprotocol();
  }

  /** Sends a close frame; the server's arrives as {@link Closed}. */
  public CompletableFuture<Void> close() {
    return socket.close(SocketEnd.NORMAL, "");
  }

  /** Ends the connection without a close frame. */
  public void abort() {
    socket.abort();
  }

  /** Called by the threads of the socket. */
  private static final class Recorder implements SocketListener {

    /** Unbounded: what the test has not looked at yet. */
    final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

    volatile int pings;
    private final Predicate<Frame> kept;

    Recorder(Predicate<Frame> kept) {
      this.kept = kept;
    }

    @Override
    public void text(String message) {
      Frame frame = new Frame(Json.parse(message));
      if (kept.test(frame)) {
        heard.add(frame);
      }
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void ping() {
      pings++;
    }

    @Override
    public void ended(SocketEnd end) {
      heard.add(new Closed(end.code(), end.reason()));
    }
  }
}
