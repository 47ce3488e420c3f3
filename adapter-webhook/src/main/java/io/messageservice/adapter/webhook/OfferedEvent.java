package io.messageservice.adapter.webhook;

import java.time.Instant;
import java.util.Optional;

/** An event of the log, as it is sent. */
final class OfferedEvent {

  private final String id;
  private final String conversation;
  private final Instant time;
  private final Optional<String> traceparent;
  private final byte[] json;

  /**
   * Of these.
   *
   * @param conversation whose events wait for each other, or the user where it is of none
   * @param traceparent of the command that led to it
   * @param json its body, or its element in the body of a batch; never changed
   */
  OfferedEvent(
      String id, String conversation, Instant time, Optional<String> traceparent, byte[] json) {
    this.id = id;
    this.conversation = conversation;
    this.time = time;
    this.traceparent = traceparent;
    this.json = json;
  }

  String id() {
    return id;
  }

  String conversation() {
    return conversation;
  }

  Instant time() {
    return time;
  }

  Optional<String> traceparent() {
    return traceparent;
  }

  /** Not to be changed. */
  byte[] json() {
    return json;
  }
}
