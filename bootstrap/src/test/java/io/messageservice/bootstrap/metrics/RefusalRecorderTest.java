package io.messageservice.bootstrap.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.bootstrap.metrics.RefusalRecorder.Entry;
import io.messageservice.domain.outcome.Refusal.Code;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefusalRecorderTest {

  private final RefusalRecorder recorder = new RefusalRecorder(() -> Instant.EPOCH);

  @Test
  void theLatestAreKeptAndComeFirst() {
    for (int i = 0; i < RefusalRecorder.MOST + 3; i++) {
      recorder.add("ping", Code.RATE_LIMITED, new UserId("user-" + i));
    }

    assertThat(recorder.latest()).hasSize(RefusalRecorder.MOST);
    assertThat(recorder.latest().get(0))
        .isEqualTo(
            new Entry(
                RefusalRecorder.MOST + 2,
                Instant.EPOCH,
                "ping",
                Code.RATE_LIMITED,
                new UserId("user-" + (RefusalRecorder.MOST + 2))));
    assertThat(recorder.latest().get(RefusalRecorder.MOST - 1).user())
        .isEqualTo(new UserId("user-3"));
  }

  @Test
  void aCommandThatNobodyKnowsIsNotKeptByWhatTheClientWrote() {
    SessionMeters meters = new SessionMeters(new MetricsRegistry(), 1);

    meters.ended(0, new UserId("ann"), "secret", Code.UNKNOWN_EVENT);
    meters.ended(0, new UserId("ann"), null, Code.INVALID_FORMAT);
    meters.ended(0, new UserId("ann"), "ping", null);

    assertThat(meters.refusals().latest())
        .extracting(Entry::command)
        .containsExactly("unknown", "unknown");
  }
}
