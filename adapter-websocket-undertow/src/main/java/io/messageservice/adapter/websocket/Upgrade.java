package io.messageservice.adapter.websocket;

import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.protocol.Dialect;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.HttpUpgradeListener;
import io.undertow.util.AttachmentKey;
import java.util.Objects;
import org.xnio.StreamConnection;

/**
 * Hands an upgraded stream over to its event loop. One for all, so that no connection keeps its
 * exchange (and the token in it) alive.
 */
final class Upgrade implements HttpUpgradeListener {

  static final Upgrade LISTENER = new Upgrade();

  private static final AttachmentKey<Admission> ADMISSION = AttachmentKey.create(Admission.class);

  /** What the handshake found out for the connection. */
  private record Admission(UpgradedStreams streams, Verdict verdict, Dialect dialect) {

    void enter(StreamConnection channel) {
      streams.enter(channel, verdict, dialect);
    }
  }

  private Upgrade() {}

  static void prepare(
      HttpServerExchange exchange, UpgradedStreams streams, Verdict verdict, Dialect dialect) {
    exchange.putAttachment(ADMISSION, new Admission(streams, verdict, dialect));
  }

  @Override
  public void handleUpgrade(StreamConnection channel, HttpServerExchange exchange) {
    Admission admission = Objects.requireNonNull(exchange.removeAttachment(ADMISSION));
    HttpParser.forget(exchange.getConnection());
    if (Thread.currentThread() == channel.getIoThread()) {
      admission.enter(channel);
    } else {
      channel.getIoThread().execute(() -> admission.enter(channel));
    }
  }
}
