package io.messageservice.bootstrap.demo;

import io.messageservice.client.socket.ClientSocket;
import io.messageservice.client.socket.OpeningFailed;
import io.messageservice.client.socket.OpeningRequest;
import io.messageservice.client.socket.SocketEnd;
import io.messageservice.client.socket.SocketListener;
import io.messageservice.client.socket.SocketOpener;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Opens the connections of one client, each to another node than the one before, at random: what a
 * load balancer would do. Can cut the line for a while. Any thread may call.
 */
final class NodeSockets implements SocketOpener {

  private final int connection;
  private final List<URI> nodes;
  private final SocketOpener opener;
  private final ClientLog log;

  /** Guarded by this, as all below. The index of the node for the next connection. */
  private int next;

  private long cutUntilNanos = System.nanoTime();
  private @Nullable Line open;

  /**
   * @param connection its number in the log
   * @param first the index of the node to begin with
   */
  NodeSockets(int connection, List<URI> nodes, int first, SocketOpener opener, ClientLog log) {
    this.connection = connection;
    this.nodes = nodes;
    this.next = first % nodes.size();
    this.opener = opener;
    this.log = log;
  }

  @Override
  public CompletableFuture<ClientSocket> open(OpeningRequest request, SocketListener listener) {
    int node;
    synchronized (this) {
      if (System.nanoTime() - cutUntilNanos < 0) {
        return CompletableFuture.failedFuture(new OpeningFailed("the line is cut", null));
      }
      node = next;
      int others = Math.max(1, nodes.size() - 1);
      next = (node + 1 + ThreadLocalRandom.current().nextInt(others)) % nodes.size();
    }
    Line line = new Line(listener);
    CompletableFuture<ClientSocket> answer =
        opener.open(
            new OpeningRequest(nodes.get(node), request.headers(), request.subprotocols()), line);
    var unused = answer.thenAccept(socket -> opened(line, socket, node));
    return answer;
  }

  private synchronized void opened(Line line, ClientSocket socket, int node) {
    line.socket = socket;
    open = line;
    log.connected(connection, node + 1);
  }

  /** Ends the connection as a broken cable does, and lets none be opened for a while. */
  void cut(Duration time) {
    Line line;
    synchronized (this) {
      cutUntilNanos = System.nanoTime() + time.toNanos();
      line = open;
      open = null;
    }
    if (line != null && line.socket != null) {
      line.socket.abort();
      line.ended(new SocketEnd(SocketEnd.LOST, "the line is cut"));
    }
  }

  private synchronized void ended(Line line) {
    if (open == line) {
      open = null;
    }
    log.disconnected(connection);
  }

  /** One connection. */
  private final class Line implements SocketListener {

    private final SocketListener listener;
    private volatile @Nullable ClientSocket socket;

    Line(SocketListener listener) {
      this.listener = listener;
    }

    @Override
    public void text(String message) {
      listener.text(message);
    }

    @Override
    public void ping() {
      listener.ping();
    }

    @Override
    public void pong() {
      listener.pong();
    }

    @Override
    public void ended(SocketEnd end) {
      NodeSockets.this.ended(this);
      listener.ended(end);
    }
  }
}
