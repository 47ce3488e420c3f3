package io.messageservice.adapter.http;

import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Methods;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Reports the end of the request that a connection is busy with: its answer is sent, or the
 * connection is closed before. Undertow does not complete an exchange whose client leaves while it
 * still sends the body, and completes one whose answer could not be written. Each listener is
 * called once, on an I/O thread or on the thread that closes the connection.
 */
final class RequestEnds implements ExchangeCompletionListener, ServerConnection.CloseListener {

  private static final AttachmentKey<RequestEnds> KEY = AttachmentKey.create(RequestEnds.class);

  private final Queue<Consumer<OptionalInt>> waiting = new ConcurrentLinkedQueue<>();

  private RequestEnds() {}

  /**
   * Calls with the status of the answer, or with nothing where it was not sent to its end. To be
   * called on the exchange's I/O thread.
   */
  static void add(HttpServerExchange exchange, Consumer<OptionalInt> ended) {
    ServerConnection connection = exchange.getConnection();
    RequestEnds ends = connection.getAttachment(KEY);
    if (ends == null) {
      ends = new RequestEnds();
      connection.putAttachment(KEY, ends);
      connection.addCloseListener(ends);
    }
    if (ends.waiting.isEmpty()) {
      exchange.addExchangeCompleteListener(ends);
    }
    ends.waiting.add(ended);
  }

  @Override
  public void exchangeEvent(HttpServerExchange exchange, NextListener next) {
    end(isSent(exchange) ? OptionalInt.of(exchange.getStatusCode()) : OptionalInt.empty());
    next.proceed();
  }

  /** An answer that breaks off counts as complete, too. */
  private static boolean isSent(HttpServerExchange exchange) {
    return exchange.isResponseComplete()
        && (exchange.getRequestMethod().equals(Methods.HEAD)
            || exchange.getResponseBytesSent() >= exchange.getResponseContentLength());
  }

  @Override
  public void closed(ServerConnection connection) {
    end(OptionalInt.empty());
  }

  private void end(OptionalInt status) {
    for (var ended = waiting.poll(); ended != null; ended = waiting.poll()) {
      ended.accept(status);
    }
  }
}
