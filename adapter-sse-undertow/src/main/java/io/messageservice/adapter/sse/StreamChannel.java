package io.messageservice.adapter.sse;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * The connection of an exchange whose answer is a stream. Only its I/O thread may call.
 *
 * <p>The exchange lives as long as the stream. What a client told it, the token among it, is
 * forgotten once the answer has begun.
 */
final class StreamChannel {

  private final HttpServerConnection connection;
  private final StreamSinkChannel sink;

  /** Begins the answer, whose head is written with its first bytes. */
  StreamChannel(HttpServerExchange exchange) {
    this.connection = (HttpServerConnection) exchange.getConnection();
    this.sink = exchange.getResponseChannel();
    exchange.getRequestHeaders().clear();
    exchange.getQueryParameters().clear();
    exchange.setQueryString("");
    exchange.setRequestURI(exchange.getRequestPath());
  }

  /** What happens to a stream. */
  interface Listener {

    /** The socket takes more. */
    void writable();

    /** The client closed its side, or sent what nobody reads. */
    void inputEnded();

    /** The connection is closed; may come from another thread. */
    void closed();
  }

  /** Reports what happens from now on. */
  void listen(Listener listener) {
    sink.getWriteSetter().set(channel -> listener.writable());
    connection.addCloseListener(closed -> listener.closed());
    ConduitStreamSourceChannel source = source();
    source.setReadListener(channel -> read(listener));
    source.resumeReads();
  }

  /** A client sends nothing more on this connection. TLS may have something for itself. */
  private void read(Listener listener) {
    try {
      if (source().read(ByteBuffer.allocate(1)) == 0) {
        return;
      }
    } catch (IOException broken) {
      // it ends as well
    }
    source().suspendReads();
    listener.inputEnded();
  }

  /** Whether the connection is not closed. */
  boolean isOpen() {
    return connection.isOpen();
  }

  /** Writes as much as the socket takes. */
  int write(ByteBuffer bytes) throws IOException {
    return sink.write(bytes);
  }

  /** Whether all that was written has left. */
  boolean flush() throws IOException {
    return sink.flush();
  }

  void resumeWrites() {
    sink.resumeWrites();
  }

  void suspendWrites() {
    if (sink.isWriteResumed()) {
      sink.suspendWrites();
    }
  }

  /** Ends the answer, and the connection once that has left. */
  void end() throws IOException {
    sink.shutdownWrites();
  }

  /** Closes the connection at once. */
  void close() {
    IoUtils.safeClose(connection);
  }

  private ConduitStreamSourceChannel source() {
    return connection.getChannel().getSourceChannel();
  }
}
