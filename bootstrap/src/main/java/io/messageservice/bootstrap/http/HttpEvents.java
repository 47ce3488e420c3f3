package io.messageservice.bootstrap.http;

import io.messageservice.bootstrap.tls.Certificate;

/** Receives what happens to sockets and to the certificate. Any thread; must not block. */
public interface HttpEvents {

  /** Ignores all. */
  HttpEvents NONE = new HttpEvents() {};

  /** A request was answered with this status before anything else looked at it. */
  default void requestRefused(int status) {}

  /** A socket was ended to make room for others. */
  default void socketEnded() {}

  /** The public port uses this certificate. */
  default void tlsLoaded(Certificate certificate) {}

  /** The files changed, and new connections get what is in them. */
  default void tlsRenewed(Certificate certificate) {}

  /** The files changed and cannot be used; the certificate stays. */
  default void tlsKept(String problem) {}
}
