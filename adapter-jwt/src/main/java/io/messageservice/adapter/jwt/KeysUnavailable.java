package io.messageservice.adapter.jwt;

import java.time.Duration;

/** No keys can be had now, or no newer ones. */
final class KeysUnavailable extends RuntimeException {

  private final Duration retryAfter;

  KeysUnavailable(Duration retryAfter) {
    super("no keys can be had now", null, false, false);
    this.retryAfter = retryAfter;
  }

  Duration retryAfter() {
    return retryAfter;
  }
}
