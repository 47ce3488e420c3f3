package io.messageservice.bootstrap.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalsTest {

  private static final long SECOND = 1_000_000_000L;

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private long now = -3 * SECOND;
  private final Refusals refusals = new Refusals(logger(), () -> now);

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
  void theFirstIsToldAtOnceAndTheOthersOfItsSecondTogether() {
    refusals.add("http_403");
    assertThat(said()).containsExactly("refused reason=http_403 count=1");

    for (int i = 0; i < 1_000; i++) {
      refusals.add("http_403");
    }
    assertThat(said()).isEmpty();

    now += SECOND;
    refusals.add("http_403");
    assertThat(said()).containsExactly("refused reason=http_403 count=1001");
  }

  @Test
  void eachReasonHasItsOwnSecond() {
    refusals.add("http_403");
    refusals.add("token_expired");

    assertThat(said())
        .containsExactly("refused reason=http_403 count=1", "refused reason=token_expired count=1");
  }

  @Test
  void whatIsLeftIsToldAtTheEnd() {
    refusals.add("http_403");
    refusals.add("http_403");
    said();

    refusals.flush();
    refusals.flush();

    assertThat(said()).containsExactly("refused reason=http_403 count=1");
  }
}
