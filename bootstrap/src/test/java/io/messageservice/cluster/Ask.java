package io.messageservice.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.blackbox.Json;
import java.util.function.Supplier;

/** A command of one connection that is to be answered. One thread at a time. */
final class Ask {

  private final String ref;
  private final String event;
  private final Supplier<ObjectNode> payload;
  private boolean sent;
  private long at;
  private long firstSentAt;

  /**
   * To be sent at once.
   *
   * @param ref by which the answer is known
   * @param payload as it is when it is sent
   */
  Ask(String ref, String event, Supplier<ObjectNode> payload) {
    this.ref = ref;
    this.event = event;
    this.payload = payload;
    this.at = System.nanoTime();
  }

  String ref() {
    return ref;
  }

  boolean isSent() {
    return sent;
  }

  /** Whether it is time to send it. */
  boolean isDue(long now) {
    return !sent && now - at >= 0;
  }

  /** Nanoseconds since it was sent, the last time. */
  long unanswered(long now) {
    return sent ? now - at : 0;
  }

  /** Nanoseconds since it was sent, the first time, refusals included. */
  long waiting(long now) {
    return firstSentAt == 0 ? 0 : now - firstSentAt;
  }

  /** The frame; it counts as sent from now. */
  ObjectNode send(long now) {
    sent = true;
    at = now;
    firstSentAt = firstSentAt == 0 ? now : firstSentAt;
    ObjectNode frame = Json.object("event", event, "ref", ref);
    frame.set("payload", payload.get());
    return frame;
  }

  /** To be sent again at that time. */
  void again(long when) {
    sent = false;
    at = when;
  }
}
