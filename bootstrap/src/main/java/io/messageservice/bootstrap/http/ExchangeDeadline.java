package io.messageservice.bootstrap.http;

import io.messageservice.adapter.http.HttpApiAdapter;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.util.AttachmentKey;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * Ends the connection of a request whose body does not come, or whose answer is not taken, in time.
 * An upgrade is an answer taken: what follows is no longer HTTP. A stream has none. Runs on I/O
 * threads.
 */
final class ExchangeDeadline implements HttpHandler {

  private static final AttachmentKey<End> END = AttachmentKey.create(End.class);

  private final Duration time;
  private final HttpHandler next;

  ExchangeDeadline(Duration time, HttpHandler next) {
    this.time = time;
    this.next = next;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    End end = new End(exchange);
    exchange.putAttachment(HttpApiAdapter.DEADLINE, end);
    exchange.putAttachment(END, end);
    exchange.addExchangeCompleteListener(end);
    next.handleRequest(exchange);
  }

  /** The answer may take as long as it takes. */
  static void lift(HttpServerExchange exchange) {
    End end = exchange.getAttachment(END);
    if (end != null) {
      end.key.remove();
    }
  }

  /** Of one exchange. Only its I/O thread. */
  private final class End implements HttpApiAdapter.Deadline, ExchangeCompletionListener {
    private final HttpServerExchange exchange;
    private XnioExecutor.Key key;

    End(HttpServerExchange exchange) {
      this.exchange = exchange;
      this.key = after(time);
    }

    private XnioExecutor.Key after(Duration delay) {
      ServerConnection connection = exchange.getConnection();
      return exchange
          .getIoThread()
          .executeAfter(
              () -> IoUtils.safeClose(connection), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void extend(Duration more) {
      key.remove();
      key = after(time.plus(more));
    }

    @Override
    public void exchangeEvent(HttpServerExchange completed, NextListener proceeding) {
      key.remove();
      proceeding.proceed();
    }
  }
}
