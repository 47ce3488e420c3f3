package io.messageservice.bootstrap.logging;

import io.messageservice.adapter.jwt.JwtEvents;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs fetches of the keys that tokens are verified by: a few lines a minute at most. */
public final class KeyLog implements JwtEvents {

  private static final Logger LOG = LoggerFactory.getLogger("io.messageservice.keys");

  private final AtomicLong failures = new AtomicLong();

  @Override
  public void keysFetched(int usable) {
    if (usable == 0) {
      LOG.warn("token_keys_fetched usable=0");
    } else {
      LOG.info("token_keys_fetched usable={}", usable);
    }
  }

  @Override
  public void fetchFailed(Failure cause) {
    LOG.warn(
        "token_keys_fetch_failed cause={} failures={}",
        cause.name().toLowerCase(Locale.ROOT),
        failures.incrementAndGet());
  }
}
