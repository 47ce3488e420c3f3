package io.messageservice.bootstrap.metrics;

import io.messageservice.application.port.out.DeliveryEvents;
import io.messageservice.application.port.out.Identities;
import io.messageservice.application.port.out.LaneEvents;
import io.messageservice.bootstrap.logging.ServiceLog;
import io.messageservice.protocol.CloseReason;
import io.messageservice.transport.ClosedConnection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Counts what happens to connections, requests and feeds, beside logging it. What happens often is
 * counted by the event loop that it happens on, on its own.
 */
public final class ServiceMeters extends ServiceLog implements DeliveryEvents, LaneEvents {

  private static final List<String> HANDSHAKE_STATUSES =
      List.of("400", "403", "404", "426", "429", "503");

  /** Of an answer that was not sent to its end. */
  private static final String NOT_SENT = "none";

  private static final List<String> REQUEST_STATUSES =
      List.of(
          "200", "201", "204", "400", "401", "403", "404", "405", "409", "413", "415", "422", "429",
          "500", "503", NOT_SENT);

  private static final List<String> REFUSAL_STATUSES =
      List.of("400", "401", "403", "404", "405", "413", "415", "429", "431", "503");

  /** Of an event loop. */
  private static final int READ = 0;

  private static final int WRITTEN = 1;
  private static final int DROPPED = 2;

  private final ByLabel handshakes;
  private final ByLabel closed;
  private final ByLabel requests;
  private final ByLabel refusals;
  private final ByLabel looks;
  private final ByLabel transitions;
  private final LongAdder socketsEnded;
  private final LongAdder faults;
  private final LongAdder reads;
  private final LongAdder replays;
  private final List<Counters> traffic;
  private final List<Histogram> latency;
  private volatile int online;

  /** Of each lane: feeds, and those that are quarantined. Arrays are never changed. */
  private final Map<Integer, int[]> feeds = new ConcurrentHashMap<>();

  /**
   * Nothing counted yet.
   *
   * @param loops how many event loops there are
   */
  public ServiceMeters(MetricsRegistry registry, int loops) {
    this.handshakes = new ByLabel(registry, Metric.HANDSHAKES, handshakeOutcomes());
    this.closed = ByLabel.of(registry, Metric.CONNECTIONS_CLOSED, CloseReason.Cause.values());
    this.requests = new ByLabel(registry, Metric.REQUESTS, REQUEST_STATUSES);
    this.refusals = new ByLabel(registry, Metric.REQUESTS_REFUSED, REFUSAL_STATUSES);
    this.looks = new ByLabel(registry, Metric.RECONCILIATIONS, List.of("ok", "failed"));
    this.transitions = new ByLabel(registry, Metric.PRESENCE, List.of("online", "offline"));
    this.socketsEnded = registry.counted(Metric.SOCKETS_ENDED);
    this.faults = registry.counted(Metric.FAULTS);
    this.reads = registry.counted(Metric.FEED_READS);
    this.replays = registry.counted(Metric.REPLAYS);
    this.traffic = Counters.each(loops, DROPPED + 1);
    this.latency = registry.histograms(Metric.DELIVERY, loops);
    registry.counter(Metric.RECEIVED, Counters.sum(traffic, READ));
    registry.counter(Metric.SENT, Counters.sum(traffic, WRITTEN));
    registry.counter(Metric.DROPPED, Counters.sum(traffic, DROPPED));
    registry.gauge(Metric.ONLINE, () -> online);
    registry.gauge(Metric.FEEDS, () -> feeds.values().stream().mapToInt(of -> of[0]).sum());
    registry.gauge(Metric.QUARANTINED, () -> feeds.values().stream().mapToInt(of -> of[1]).sum());
  }

  private static List<String> handshakeOutcomes() {
    return Stream.of(
            Stream.of("accepted"),
            Stream.of(Identities.Reason.values()).map(ServiceMeters::token),
            HANDSHAKE_STATUSES.stream().map(status -> "http_" + status))
        .flatMap(values -> values)
        .toList();
  }

  private static String token(Identities.Reason reason) {
    return "token_" + MetricsRegistry.label(reason);
  }

  @Override
  public void admitted() {
    handshakes.add("accepted");
  }

  @Override
  public void tokenRefused(Identities.Reason reason) {
    super.tokenRefused(reason);
    handshakes.add(token(reason));
  }

  @Override
  public void handshakeRefused(int status) {
    super.handshakeRefused(status);
    handshakes.add("http_" + status);
  }

  @Override
  public void closed(ClosedConnection connection) {
    super.closed(connection);
    closed.add(connection.cause());
  }

  @Override
  public void bytesRead(int loop, int bytes) {
    traffic.get(loop).add(READ, bytes);
  }

  @Override
  public void bytesWritten(int loop, int bytes) {
    traffic.get(loop).add(WRITTEN, bytes);
  }

  @Override
  public void framesDropped(int loop, int frames) {
    traffic.get(loop).add(DROPPED, frames);
  }

  @Override
  public void messageWritten(int loop, long nanos) {
    latency.get(loop).record(nanos);
  }

  @Override
  public void ended(OptionalInt status) {
    requests.add(status.isPresent() ? Integer.toString(status.getAsInt()) : NOT_SENT);
  }

  @Override
  public void requestRefused(int status) {
    super.requestRefused(status);
    refusals.add(Integer.toString(status));
  }

  @Override
  public void socketEnded() {
    super.socketEnded();
    socketsEnded.increment();
  }

  @Override
  public void broke(String where, Throwable fault) {
    super.broke(where, fault);
    if (isFault(fault)) {
      faults.increment();
    }
  }

  @Override
  public void lookEnded(int read, int changed) {
    looks.add("ok");
  }

  @Override
  public void lookFailed() {
    looks.add("failed");
  }

  @Override
  public void missing() {
    reads.increment();
  }

  @Override
  public void replaying() {
    replays.increment();
  }

  @Override
  public void feeds(int lane, int all, int quarantined) {
    feeds.put(lane, new int[] {all, quarantined});
  }

  @Override
  public void changed(boolean nowOnline, int users) {
    transitions.add(nowOnline ? "online" : "offline");
    online = users;
  }
}
