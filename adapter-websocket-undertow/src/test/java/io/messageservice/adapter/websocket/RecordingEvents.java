package io.messageservice.adapter.websocket;

import io.messageservice.application.port.out.Identities;
import io.messageservice.transport.ClosedConnection;
import io.messageservice.transport.TransportEvents;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what the adapter reports. */
final class RecordingEvents implements TransportEvents, WebSocketEvents {

  final List<String> heard = new CopyOnWriteArrayList<>();

  @Override
  public void opened() {
    heard.add("opened");
  }

  @Override
  public void closed(ClosedConnection connection) {
    heard.add("closed " + connection.cause());
  }

  @Override
  public void handshakeRefused(int status) {
    heard.add("refused " + status);
  }

  @Override
  public void tokenRefused(Identities.Reason reason) {
    heard.add("token " + reason);
  }

  @Override
  public void vanished() {
    heard.add("vanished");
  }

  @Override
  public void evicted() {
    heard.add("evicted");
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
  public void unfinished() {
    heard.add("unfinished");
  }

  @Override
  public void fault(Throwable cause) {
    heard.add("fault " + cause.getMessage());
  }
}
