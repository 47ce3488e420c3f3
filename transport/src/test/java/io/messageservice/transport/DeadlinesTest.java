package io.messageservice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.protocol.TextFrame;
import io.messageservice.transport.Deadlines.Due;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** With a heartbeat each 30 s, 10 s for a frame to be written and 20 s for a message to come. */
final class DeadlinesTest {

  private static final TransportConfig CONFIG =
      new TransportConfig(
          true,
          Duration.ofSeconds(30),
          1_000,
          2_000,
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          1,
          Duration.ZERO,
          Optional.empty());

  private final Outbox outbox =
      new PlainOutbox(new RingPool(), MemoryBudget.unlimited().open(() -> {}), 1_000, 2_000);
  private final Deadlines deadlines = new Deadlines(CONFIG, outbox, seconds(0));

  @Test
  void heartbeatsAreDueAnIntervalApart() {
    assertThat(deadlines.whatIsDue(seconds(29))).isEqualTo(Due.NOTHING);
    assertThat(deadlines.whatIsDue(seconds(30))).isEqualTo(Due.HEARTBEAT);

    deadlines.heartbeatSent(seconds(31));

    assertThat(deadlines.whatIsDue(seconds(59))).isEqualTo(Due.NOTHING);
    assertThat(deadlines.whatIsDue(seconds(61))).isEqualTo(Due.SILENCE);
  }

  @Test
  void onlyReceivedBytesEndTheSilence() {
    deadlines.heartbeatSent(seconds(30));
    deadlines.received(seconds(31));
    assertThat(deadlines.whatIsDue(seconds(61))).isEqualTo(Due.HEARTBEAT);

    assertThat(deadlines.whatIsDue(seconds(91))).isEqualTo(Due.SILENCE);
  }

  @Test
  void theEndOfTheTokenMovesBothWays() {
    deadlines.expireAt(seconds(5));
    assertThat(deadlines.whatIsDue(seconds(5))).isEqualTo(Due.EXPIRY);
    assertThat(deadlines.nextNanos(seconds(1))).isEqualTo(seconds(5));

    deadlines.expireAt(Deadlines.NEVER);

    assertThat(deadlines.whatIsDue(seconds(6))).isEqualTo(Due.NOTHING);
  }

  @Test
  void aMessageIsToBeEndedInItsTime() {
    deadlines.messageBegan(seconds(1));
    assertThat(deadlines.whatIsDue(seconds(21))).isEqualTo(Due.MESSAGE);
    assertThat(deadlines.nextNanos(seconds(20))).isEqualTo(seconds(21));

    deadlines.messageEnded();

    assertThat(deadlines.whatIsDue(seconds(22))).isEqualTo(Due.NOTHING);
  }

  @Test
  void noLimitEndsAConnectionThatIsHeldBack() {
    deadlines.messageBegan(seconds(0));
    deadlines.pause();
    assertThat(deadlines.whatIsDue(seconds(100))).isEqualTo(Due.HEARTBEAT);

    deadlines.messageEnded();
    deadlines.heartbeatSent(seconds(100));
    deadlines.resume(seconds(100));

    assertThat(deadlines.whatIsDue(seconds(129))).isEqualTo(Due.NOTHING);
    assertThat(deadlines.whatIsDue(seconds(160))).isEqualTo(Due.SILENCE);
  }

  @Test
  void aFrameThatIsNotTakenWaitsOnlySoLong() {
    outbox.offer(TextFrame.kept(new byte[100]));
    outbox.fill(ByteBuffer.allocate(10));
    outbox.wrote(10);
    outbox.stalled();
    assertThat(deadlines.nextNanos(seconds(1))).isEqualTo(seconds(11));

    assertThat(deadlines.whatIsDue(seconds(10))).isEqualTo(Due.NOTHING);
    assertThat(deadlines.whatIsDue(seconds(11))).isEqualTo(Due.WAIT);
  }

  private static long seconds(long count) {
    return TimeUnit.SECONDS.toNanos(count);
  }
}
