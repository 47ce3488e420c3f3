package io.messageservice.adapter.http;

/** Observes requests, to count or log what happens to them. On I/O threads: must not block. */
public interface HttpApiEvents {

  /** Observes nothing. */
  HttpApiEvents NONE = new HttpApiEvents() {};

  /** A request was answered with this status before a use case saw it. */
  default void requestRefused(int status) {}

  /** A request was answered with this status, whoever answered it; also where it was refused. */
  default void answered(int status) {}

  /** A bug; the request was answered with 500. */
  default void fault(Throwable cause) {}
}
