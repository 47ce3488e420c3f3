package io.messageservice.adapter.redis.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LivingTest {

  private static final Duration LEASE = Duration.ofSeconds(10);

  private final AtomicLong now = new AtomicLong();
  private final Living living = new Living(LEASE, now::get);

  @Test
  void whileNothingIsKnownAllMayLive() {
    assertThat(living.test("a")).isTrue();
    now.addAndGet(10 * LEASE.toNanos());
    assertThat(living.test("a")).isTrue();
  }

  @Test
  void whoHasNoLeaseIsTakenForGoneOnlyAfterALease() {
    living.are(Set.of("b"));

    assertThat(living.test("a")).isTrue();
    now.addAndGet(LEASE.toNanos());
    assertThat(living.test("a")).isTrue();
    now.addAndGet(1);
    assertThat(living.test("a")).isFalse();
    assertThat(living.test("b")).isTrue();
  }

  @Test
  void whoHasOneAgainLives() {
    living.are(Set.of("b"));
    living.test("a");
    now.addAndGet(2 * LEASE.toNanos());
    assertThat(living.test("a")).isFalse();

    living.are(Set.of("a", "b"));
    assertThat(living.test("a")).isTrue();

    living.are(Set.of("b"));
    assertThat(living.test("a")).isTrue();
  }
}
