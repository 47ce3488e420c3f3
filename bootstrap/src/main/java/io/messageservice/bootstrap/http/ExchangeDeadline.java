package io.messageservice.bootstrap.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * Ends the connection of a request whose body does not come, or whose answer is not taken, in time.
 * An upgrade is an answer taken: what follows is no longer HTTP. Runs on I/O threads.
 */
final class ExchangeDeadline implements HttpHandler {

  private final Duration time;
  private final HttpHandler next;

  ExchangeDeadline(Duration time, HttpHandler next) {
    this.time = time;
    this.next = next;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    ServerConnection connection = exchange.getConnection();
    XnioExecutor.Key end =
        exchange
            .getIoThread()
            .executeAfter(
                () -> IoUtils.safeClose(connection), time.toMillis(), TimeUnit.MILLISECONDS);
    exchange.addExchangeCompleteListener(
        (completed, proceeding) -> {
          end.remove();
          proceeding.proceed();
        });
    next.handleRequest(exchange);
  }
}
