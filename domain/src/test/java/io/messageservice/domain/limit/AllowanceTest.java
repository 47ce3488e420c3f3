package io.messageservice.domain.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowanceTest {

  private static final long SECOND = 1_000_000_000L;
  private static final Rate RATE = new Rate(100, SECOND, 500);

  @ParameterizedTest
  @ValueSource(longs = {0, -5, Long.MAX_VALUE, Long.MAX_VALUE - SECOND, Long.MIN_VALUE})
  void burstIsGivenAtOnceAndRefilledWithTime(long start) {
    Allowance allowance = new Allowance(start);

    assertThat(taken(allowance, start)).isEqualTo(500);
    assertThat(taken(allowance, start + SECOND / 100 - 1)).isZero();
    assertThat(taken(allowance, start + SECOND / 100)).isEqualTo(1);
    assertThat(taken(allowance, start + SECOND)).isEqualTo(99);
    assertThat(taken(allowance, start + 3600 * SECOND)).isEqualTo(500);
  }

  @Test
  void refusalsCostNothing() {
    Allowance allowance = new Allowance(0);
    taken(allowance, 0);

    for (int i = 0; i < 10_000; i++) {
      assertThat(allowance.take(RATE, 0)).isFalse();
    }

    assertThat(taken(allowance, SECOND)).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -5, Long.MAX_VALUE, Long.MIN_VALUE})
  void thePermitIsThereWhenTheTimeToldIsOverAndNoEarlier(long start) {
    Allowance allowance = new Allowance(start);
    assertThat(allowance.nanosUntilPermit(RATE, start)).isZero();
    taken(allowance, start);

    long wait = allowance.nanosUntilPermit(RATE, start);

    assertThat(wait).isEqualTo(SECOND / 100);
    assertThat(taken(allowance, start + wait - 1)).isZero();
    assertThat(allowance.nanosUntilPermit(RATE, start + wait)).isZero();
    assertThat(taken(allowance, start + wait)).isEqualTo(1);
  }

  @Test
  void rateThatCouldNotBeCountedIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Rate(0, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Rate(1, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Rate(1, 1, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rate(1, 3600 * SECOND, Long.MAX_VALUE / SECOND));
  }

  private static int taken(Allowance allowance, long now) {
    int taken = 0;
    while (allowance.take(RATE, now)) {
      taken++;
    }
    return taken;
  }
}
