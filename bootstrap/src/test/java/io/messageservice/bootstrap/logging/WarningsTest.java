package io.messageservice.bootstrap.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarningsTest {

  private static final long SECOND = 1_000_000_000L;

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private long now = -3 * SECOND;
  private final Warnings warnings = new Warnings(logger(), () -> now);

  private Logger logger() {
    Logger logger = new LoggerContext().getLogger("test");
    lines.start();
    logger.addAppender(lines);
    return logger;
  }

  private List<String> said() {
    List<String> said = lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    lines.list.clear();
    return said;
  }

  @Test
  void ofManyOneIsLoggedInTenSecondsAndTheOthersAreCounted() {
    for (int i = 1; i <= 1_000; i++) {
      warnings.warn("garbled", "bytes=" + i);
    }
    assertThat(said()).containsExactly("garbled bytes=1 suppressed=0");

    now += 10 * SECOND;
    warnings.warn("garbled", "bytes=7");
    warnings.warn("garbled", "bytes=8");

    assertThat(said()).containsExactly("garbled bytes=7 suppressed=999");
  }

  @Test
  void oneEventDoesNotSuppressAnother() {
    warnings.warn("garbled", "bytes=1");
    warnings.warn("dropped", "signals=1");

    assertThat(said())
        .containsExactly("garbled bytes=1 suppressed=0", "dropped signals=1 suppressed=0");
  }
}
