package io.messageservice.blackbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Heard.Closed;
import io.messageservice.blackbox.Heard.Frame;
import io.messageservice.blackbox.contract.SocketContract;
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
 * One connection, frame by frame: what is sent goes out as it is, what arrives is kept in order and
 * must be as {@code docs/asyncapi.yaml} says. One thread calls.
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
    Recorder recorder = new Recorder(kept, SocketContract.offering(request.subprotocols()));
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

  /** Sends a frame that the document has; the answer fails where the connection is over. */
  public CompletableFuture<Void> send(JsonNode frame) {
    recorder.contract.checkSent(frame);
    return sendText(frame.toString());
  }

  /** Sends any text; the answer fails where the connection is over. */
  public CompletableFuture<Void> sendText(String text) {
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
    recorder.check();
    return next;
  }

  /** What arrived and was not taken. */
  public BlockingQueue<Heard> rest() {
    recorder.check();
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
    recorder.isClosing = true;
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

    final SocketContract contract;
    volatile int pings;

    /** Whether this end has begun to close; what it sends comes back then. */
    volatile boolean isClosing;

    private final Predicate<Frame> kept;

    /** The first that was not as the document says. */
    private volatile @Nullable AssertionError broken;

    Recorder(Predicate<Frame> kept, SocketContract contract) {
      this.kept = kept;
      this.contract = contract;
    }

    /** Fails where something that arrived was not as the document says. */
    void check() {
      AssertionError first = broken;
      if (first != null) {
        throw new AssertionError(first.getMessage(), first);
      }
    }

    private void check(Runnable arrived) {
      try {
        arrived.run();
      } catch (AssertionError e) {
        broken = broken == null ? e : broken;
      }
    }

    @Override
    public void text(String message) {
      Frame frame = new Frame(Json.parse(message));
      check(() -> contract.checkReceived(frame.json()));
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
      if (!isClosing && end.code() != Closed.LOST) {
        check(() -> SocketContract.checkClosed(end.code(), end.reason()));
      }
      heard.add(new Closed(end.code(), end.reason()));
    }
  }
}
