package io.messageservice.client.socket;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A connection over the JDK's WebSocket. Any thread may call.
 *
 * <p>What the JDK (17 to 25) leaves open and is closed here:
 *
 * <ul>
 *   <li>It loses a TCP end without a close frame that arrives while its listener still handles a
 *       frame: the transport acknowledges the end as if it had been requested, which throws, and
 *       neither {@code onClose} nor {@code onError} is called. A killed process ends like that.
 *       Then writes fail: the first ones are refused by the peer's kernel, the next one throws.
 *       {@link #probe} finds it. One failed write is not enough: a close frame may still wait to be
 *       read.
 *   <li>A second message while one is being written is refused: messages are sent one after
 *       another.
 *   <li>Messages arrive in parts: the listener receives whole ones.
 * </ul>
 */
final class JdkSocket implements ClientSocket {

  private final WebSocket socket;
  private final Incoming incoming;

  /** Of the last message. Guarded by this. */
  private CompletableFuture<?> written = CompletableFuture.completedFuture(null);

  private final AtomicBoolean probing = new AtomicBoolean();

  JdkSocket(WebSocket socket, Incoming incoming) {
    this.socket = socket;
    this.incoming = incoming;
  }

  @Override
  public synchronized CompletableFuture<Void> send(String text) {
    CompletableFuture<WebSocket> sent = written.thenCompose(before -> socket.sendText(text, true));
    written = sent;
    return sent.thenAccept(done -> {});
  }

  /** After a close frame of ours nothing can be written, and the other's is still to come. */
  @Override
  public void probe() {
    if (!socket.isOutputClosed() && probing.compareAndSet(false, true)) {
      var unused =
          socket
              .sendPing(ByteBuffer.allocate(0))
              .whenComplete(
                  (done, fault) -> {
                    probing.set(false);
                    incoming.probed(isBroken(fault));
                  });
    }
  }

  /** Any other fault means only that the peer does not read at the moment. */
  private static boolean isBroken(@Nullable Throwable fault) {
    Throwable cause = fault instanceof CompletionException ? fault.getCause() : fault;
    return cause instanceof IOException;
  }

  @Override
  public synchronized CompletableFuture<Void> close(int code, String reason) {
    return written
        .handle((before, fault) -> before)
        .thenCompose(before -> socket.sendClose(code, reason))
        .thenAccept(done -> {});
  }

  @Override
  public void abort() {
    incoming.finish();
    socket.abort();
  }

  @Override
  public String subprotocol() {
    return socket.getSubprotocol();
  }

  /** What the JDK reports of one connection; on its threads, one call at a time. */
  static final class Incoming implements WebSocket.Listener {

    private final SocketListener listener;
    private final StringBuilder parts = new StringBuilder();

    /** Guarded by this, as is {@code failedBefore}. */
    private boolean over;

    /** A ping could not be written, and nothing arrived since. */
    private boolean failedBefore;

    Incoming(SocketListener listener) {
      this.listener = listener;
    }

    /** The opener asks for the first frame. */
    @Override
    public void onOpen(WebSocket opened) {}

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      parts.append(part);
      if (last) {
        String message = parts.toString();
        parts.setLength(0);
        arrived(() -> listener.text(message));
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
      arrived(listener::ping);
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
      arrived(listener::pong);
      from.request(1);
      return null;
    }

    /** Also called where the connection ended without a close frame. */
    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      end(code == SocketEnd.LOST ? SocketEnd.lost() : new SocketEnd(code, reason));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable fault) {
      end(SocketEnd.lost());
    }

    private void arrived(Runnable delivery) {
      synchronized (this) {
        failedBefore = false;
        if (over) {
          return;
        }
      }
      delivery.run();
    }

    private void probed(boolean broken) {
      boolean lost;
      synchronized (this) {
        lost = broken && failedBefore;
        failedBefore = broken;
      }
      if (lost) {
        end(SocketEnd.lost());
      }
    }

    private void end(SocketEnd how) {
      if (finish()) {
        listener.ended(how);
      }
    }

    /** Returns whether it was not over yet. */
    private synchronized boolean finish() {
      boolean first = !over;
      over = true;
      return first;
    }
  }
}
