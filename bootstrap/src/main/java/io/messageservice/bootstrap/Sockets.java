package io.messageservice.bootstrap;

import io.undertow.server.HttpHandler;
import io.undertow.util.StatusCodes;
import java.util.concurrent.atomic.AtomicInteger;
import org.xnio.ChannelListener;
import org.xnio.StreamConnection;

/**
 * The sockets that are open on one port, upgraded or not. Any thread may call. Past {@code served}
 * requests are answered with 503, so that it can be read; at {@code accepted}, somewhat above, the
 * port accepts nothing more until one ends, so that descriptors never do.
 */
final class Sockets {

  private final int served;
  private final int accepted;
  private final AtomicInteger open = new AtomicInteger();

  Sockets(int served, int accepted) {
    this.served = served;
    this.accepted = accepted;
  }

  /** How many are answered. */
  int served() {
    return served;
  }

  /** How many there can be. */
  int accepted() {
    return accepted;
  }

  /** How many there are. */
  int open() {
    return open.get();
  }

  /** Counts what is opened before it goes on. */
  ChannelListener<StreamConnection> counting(ChannelListener<? super StreamConnection> next) {
    return socket -> {
      open.incrementAndGet();
      socket.setCloseListener(closed -> open.decrementAndGet());
      next.handleEvent(socket);
    };
  }

  /** Answers with 503, and ends the connection, where there are too many. */
  HttpHandler guarding(HttpHandler next) {
    return exchange -> {
      if (open.get() <= served) {
        next.handleRequest(exchange);
      } else {
        exchange.setStatusCode(StatusCodes.SERVICE_UNAVAILABLE);
        exchange.setPersistent(false);
        exchange.endExchange();
      }
    };
  }
}
