package io.messageservice.bootstrap.logging;

import io.messageservice.adapter.http.HttpApiEvents;
import io.messageservice.adapter.http.web.ConsoleEvents;
import io.messageservice.adapter.sse.SseEvents;
import io.messageservice.adapter.websocket.WebSocketEvents;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.Identities;
import io.messageservice.application.port.out.PresenceLoad;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.bootstrap.http.HttpEvents;
import io.messageservice.bootstrap.recording.Recordings;
import io.messageservice.bootstrap.tls.Certificate;
import io.messageservice.transport.ClosedConnection;
import io.messageservice.transport.TransportEvents;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what breaks, and has connections recorded. Never a body, a token or an address. */
public class ServiceLog
    implements TransportEvents,
        WebSocketEvents,
        SseEvents,
        HttpEvents,
        HttpApiEvents,
        ConsoleEvents,
        Faults,
        PresenceLoad {

  private static final Logger LOG = LoggerFactory.getLogger("io.messageservice");

  private final Recordings recordings = new Recordings();
  private final Refusals refusals = new Refusals(LOG, System::nanoTime);

  @Override
  public void broke(String where, Throwable fault) {
    if (!isFault(fault)) {
      LOG.debug("refused_by_store where={}", where); // its failure was logged once
      return;
    }
    LOG.error("fault where={}", where, fault);
  }

  /** Whether it is a fault of the service, and not a store that is away. */
  protected static boolean isFault(Throwable cause) {
    return !(cause instanceof StoreUnavailable);
  }

  @Override
  public void closed(ClosedConnection connection) {
    recordings.closed(connection);
  }

  @Override
  public void fault(Throwable cause) {
    broke("connection", cause);
  }

  @Override
  public void tooSlow() {
    refusals.add("too_slow");
  }

  @Override
  public void evicted() {
    refusals.add("evicted");
  }

  @Override
  public void handshakeRefused(int status) {
    refusals.add("http_" + status);
  }

  @Override
  public void requestRefused(int status) {
    refusals.add("http_" + status);
  }

  @Override
  public void socketEnded() {
    refusals.add("unfinished_request");
  }

  @Override
  public void tokenRefused(Identities.Reason reason) {
    refusals.add("token_" + reason.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public void becameCostly(int online) {
    LOG.warn("presence_costly online={} advice=PRESENCE_AUDIENCE=contacts", online);
  }

  @Override
  public void tlsLoaded(Certificate certificate) {
    LOG.info("tls_loaded not_after={}", certificate.notAfter());
  }

  @Override
  public void tlsRenewed(Certificate certificate) {
    LOG.info("tls_renewed not_after={}", certificate.notAfter());
  }

  @Override
  public void tlsKept(String problem) {
    LOG.warn("tls_not_renewed problem=\"{}\"", problem);
  }

  @Override
  public void heldBack() {
    LOG.debug("connection_held_back");
  }

  @Override
  public void unfinished() {
    LOG.debug("connection_message_unfinished");
  }

  /** What records connections that ended. */
  public Recordings recordings() {
    return recordings;
  }

  /** The public port is served. */
  public void started(int port, int managementPort, String store) {
    LOG.info("started port={} management_port={} store={}", port, managementPort, store);
  }

  /** Files that may change were looked at. */
  public void reloaded() {
    LOG.info("reloaded");
  }

  /** The shared store has another history. */
  public void epochChanged() {
    LOG.error("store_epoch_changed advice=\"acknowledged messages may be gone\"");
  }

  @Override
  public void operatorCommanded(String command, int connections) {
    LOG.warn("operator_commanded command={} connections={}", command, connections);
  }

  @Override
  public void consoleFailed(Throwable cause) {
    broke("console", cause);
  }

  /** A stop began. */
  public void draining(int connections) {
    LOG.info("draining connections={}", connections);
  }

  /**
   * All is closed.
   *
   * @param heldBytes what is still held for clients: with no connection left it is 0
   */
  public void stopped(long heldBytes) {
    refusals.flush();
    LOG.info("stopped client_memory_held={}", heldBytes);
  }
}
