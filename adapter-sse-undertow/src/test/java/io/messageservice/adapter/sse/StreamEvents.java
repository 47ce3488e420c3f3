package io.messageservice.adapter.sse;

import io.messageservice.transport.ClosedConnection;
import io.messageservice.transport.TransportEvents;
import java.util.List;

/** Writes down the ends of connections. */
record StreamEvents(List<String> heard) implements TransportEvents {

  @Override
  public void closed(ClosedConnection connection) {
    heard.add(connection.transport() + " " + connection.cause());
  }

  @Override
  public void vanished() {
    heard.add("vanished");
  }

  @Override
  public void tooSlow() {
    heard.add("too slow");
  }

  @Override
  public void heldBack() {
    heard.add("held back");
  }

  @Override
  public void fault(Throwable cause) {
    heard.add("fault " + cause.getMessage());
  }
}
