package io.messageservice.bootstrap.logging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarningsTest {

  private static final long SECOND = 1_000_000_000L;

  private final LogLines lines = new LogLines();
  private long now = -3 * SECOND;
  private final Warnings warnings = new Warnings(lines.logger(), () -> now);

  @Test
  void ofManyOneIsLoggedInTenSecondsAndTheOthersAreCounted() {
    for (int i = 1; i <= 1_000; i++) {
      warnings.warn("garbled", "bytes=" + i);
    }
    assertThat(lines.take()).containsExactly("garbled bytes=1 suppressed=0");

    now += 10 * SECOND;
    warnings.warn("garbled", "bytes=7");
    warnings.warn("garbled", "bytes=8");

    assertThat(lines.take()).containsExactly("garbled bytes=7 suppressed=999");
  }

  @Test
  void oneEventDoesNotSuppressAnother() {
    warnings.warn("garbled", "bytes=1");
    warnings.warn("dropped", "signals=1");

    assertThat(lines.take())
        .containsExactly("garbled bytes=1 suppressed=0", "dropped signals=1 suppressed=0");
  }
}
