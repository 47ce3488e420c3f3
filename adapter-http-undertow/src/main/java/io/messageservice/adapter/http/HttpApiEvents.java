package io.messageservice.adapter.http;

import java.util.OptionalInt;

/** Observes requests, to count or log what happens to them. On I/O threads: must not block. */
public interface HttpApiEvents {

  /** Observes nothing. */
  HttpApiEvents NONE = new HttpApiEvents() {};

  /** A request was answered with this status before a use case saw it. */
  default void requestRefused(int status) {}

  /**
   * A request has ended, with an answer of a use case or with a refusal.
   *
   * @param status of the answer; empty where it was not sent to its end
   */
  default void ended(OptionalInt status) {}

  /** A bug; the request was answered with 500. */
  default void fault(Throwable cause) {}
}
