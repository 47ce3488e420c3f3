package io.messageservice.client;

import io.messageservice.client.socket.ClientSocket;
import io.messageservice.client.socket.OpeningFailed;
import io.messageservice.client.socket.OpeningRequest;
import io.messageservice.client.socket.SocketEnd;
import io.messageservice.client.socket.SocketListener;
import io.messageservice.client.socket.SocketOpener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** Connections whose other end is the test. */
final class ScriptedSockets implements SocketOpener {

  /** Attempts that the test has not looked at yet. */
  private final Deque<Attempt> attempts = new ArrayDeque<>();

  @Override
  public CompletableFuture<ClientSocket> open(OpeningRequest request, SocketListener listener) {
    Attempt attempt = new Attempt(request, listener);
    attempts.add(attempt);
    return attempt.answer;
  }

  boolean hasAttempt() {
    return !attempts.isEmpty();
  }

  /** The next attempt to connect. */
  Attempt attempt() {
    return attempts.remove();
  }

  /** One attempt, and the connection that comes of it. */
  static final class Attempt implements ClientSocket {

    final OpeningRequest request;
    private final SocketListener listener;
    private final CompletableFuture<ClientSocket> answer = new CompletableFuture<>();

    /** Frames that the test has not looked at yet. */
    private final Deque<String> sent = new ArrayDeque<>();

    private boolean broken;
    int probes;
    boolean closed;

    Attempt(OpeningRequest request, SocketListener listener) {
      this.request = request;
      this.listener = listener;
    }

    void succeed() {
      answer.complete(this);
    }

    void fail(String why) {
      answer.completeExceptionally(new OpeningFailed(why, null));
    }

    void push(String frame) {
      listener.text(frame);
    }

    void pong() {
      listener.pong();
    }

    void end(int code, String reason) {
      listener.ended(new SocketEnd(code, reason));
    }

    /** Nothing can be written any more, and nothing is reported. */
    void breakSilently() {
      broken = true;
    }

    boolean hasSent() {
      return !sent.isEmpty();
    }

    String frame() {
      return sent.remove();
    }

    @Override
    public CompletableFuture<Void> send(String text) {
      if (broken) {
        return CompletableFuture.failedFuture(new IOException("broken"));
      }
      sent.add(text);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void probe() {
      probes++;
    }

    @Override
    public CompletableFuture<Void> close(int code, String reason) {
      closed = true;
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void abort() {
      closed = true;
    }

    @Override
    public String subprotocol() {
      return "message-service.v1";
    }
  }
}
