package io.messageservice.adapter.webhook;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Events that one call brings to the receiver, with the same id and the same body as often as it is
 * tried. One thread at a time may call.
 */
final class PendingCall {

  /** The most bytes of several events; a single one may be larger. */
  static final int MAX_BYTES = 512 << 10;

  /** First what is due first, of what is due at the same time the oldest. */
  static final Comparator<PendingCall> BY_DUE_TIME =
      (one, other) ->
          one.dueNanos == other.dueNanos
              ? Long.compare(one.number(), other.number())
              : Long.signum(one.dueNanos - other.dueNanos);

  private static final Duration MAX_PAUSE = Duration.ofMinutes(5);

  private final List<PendingEvent> events;
  private final Set<String> conversations;
  private int attempts;
  private long dueNanos;

  /**
   * @param events at least one, in their order
   * @param conversations of the events
   */
  PendingCall(List<PendingEvent> events, Set<String> conversations) {
    this.events = List.copyOf(events);
    this.conversations = Set.copyOf(conversations);
  }

  List<PendingEvent> events() {
    return events;
  }

  Set<String> conversations() {
    return conversations;
  }

  private long number() {
    return events.get(0).number();
  }

  /** That of the last event. */
  String id() {
    return events.get(events.size() - 1).event().id();
  }

  /** That of its event; several may be of several traces. */
  Optional<String> traceparent() {
    return events.size() == 1 ? events.get(0).event().traceparent() : Optional.empty();
  }

  /** The one event, as it is. */
  byte[] body() {
    return events.get(0).event().json();
  }

  /** All events as {@code {"events":[…]}}. */
  byte[] batch() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String before = "{\"events\":[";
    for (PendingEvent event : events) {
      body.writeBytes(before.getBytes(StandardCharsets.UTF_8));
      body.writeBytes(event.event().json());
      before = ",";
    }
    body.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
    return body.toByteArray();
  }

  boolean isDue(long nowNanos) {
    return nowNanos - dueNanos >= 0;
  }

  void retryAt(long nanos) {
    dueNanos = nanos;
  }

  /**
   * An attempt failed; the next one is due after a pause.
   *
   * @return how many attempts that makes
   */
  int failed(long nowNanos, double chance) {
    attempts++;
    dueNanos = nowNanos + Backoff.nanos(attempts, MAX_PAUSE, chance);
    return attempts;
  }
}
