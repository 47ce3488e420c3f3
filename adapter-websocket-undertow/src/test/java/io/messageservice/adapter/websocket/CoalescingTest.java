package io.messageservice.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CoalescingTest {

  private static final long WINDOW = 2_000_000;

  private final Coalescing coalescing = new Coalescing(WINDOW);
  private long now = Coalescing.PERIOD_NANOS;

  @Test
  void aQuietShardNeverWaits() {
    for (int period = 0; period < 10; period++) {
      assertThat(delayAfter(Coalescing.BUSY_FRAMES - 1)).isZero();
    }
  }

  @Test
  void aBusyShardWaitsUntilItIsQuietAgain() {
    delayAfter(0);

    assertThat(delayAfter(Coalescing.BUSY_FRAMES)).isEqualTo(WINDOW);
    assertThat(coalescing.delayNanos(now + 1)).isEqualTo(WINDOW);
    assertThat(delayAfter(3)).isZero();
  }

  @Test
  void framesOfALongTimeAreNotABusyMoment() {
    coalescing.delayNanos(now);
    now += 9 * Coalescing.PERIOD_NANOS;

    assertThat(delayAfter(Coalescing.BUSY_FRAMES)).isZero();
  }

  @Test
  void withoutAWindowNobodyWaits() {
    Coalescing none = new Coalescing(0);
    for (int i = 0; i < 10 * Coalescing.BUSY_FRAMES; i++) {
      none.count();
    }

    assertThat(none.delayNanos(now)).isZero();
  }

  /** What the shard waits after so many frames within one more period. */
  private long delayAfter(int frames) {
    for (int i = 0; i < frames; i++) {
      coalescing.count();
    }
    now += Coalescing.PERIOD_NANOS;
    return coalescing.delayNanos(now);
  }
}
