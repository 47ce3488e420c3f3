package io.messageservice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WriteCoalescingTest {

  private static final long WINDOW = 2_000_000;

  private final WriteCoalescing coalescing = new WriteCoalescing(WINDOW);
  private long now = WriteCoalescing.PERIOD_NANOS;

  @Test
  void aQuietEventLoopNeverWaits() {
    for (int period = 0; period < 10; period++) {
      assertThat(delayAfter(WriteCoalescing.BUSY_FRAMES - 1)).isZero();
    }
  }

  @Test
  void aBusyEventLoopWaitsUntilItIsQuietAgain() {
    delayAfter(0);

    assertThat(delayAfter(WriteCoalescing.BUSY_FRAMES)).isEqualTo(WINDOW);
    assertThat(coalescing.delayNanos(now + 1)).isEqualTo(WINDOW);
    assertThat(delayAfter(3)).isZero();
  }

  @Test
  void framesOfALongTimeAreNotABusyMoment() {
    coalescing.delayNanos(now);
    now += 9 * WriteCoalescing.PERIOD_NANOS;

    assertThat(delayAfter(WriteCoalescing.BUSY_FRAMES)).isZero();
  }

  @Test
  void withoutAWindowNobodyWaits() {
    WriteCoalescing none = new WriteCoalescing(0);
    for (int i = 0; i < 10 * WriteCoalescing.BUSY_FRAMES; i++) {
      none.count();
    }

    assertThat(none.delayNanos(now)).isZero();
  }

  /** What the event loop waits after so many frames within one more period. */
  private long delayAfter(int frames) {
    for (int i = 0; i < frames; i++) {
      coalescing.count();
    }
    now += WriteCoalescing.PERIOD_NANOS;
    return coalescing.delayNanos(now);
  }
}
