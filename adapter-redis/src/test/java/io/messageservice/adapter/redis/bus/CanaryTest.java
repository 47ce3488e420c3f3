package io.messageservice.adapter.redis.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.bus.Canary.News;
import org.junit.jupiter.api.Test;

class CanaryTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long LATE = Canary.PATIENCE.toNanos() + 1;

  private final Canary canary = new Canary();

  @Test
  void nothingIsProvenBeforeOneCameBack() {
    long first = canary.send(0);
    assertThat(canary.isProven()).isFalse();

    assertThat(canary.received(first)).isEqualTo(News.PROVEN);

    assertThat(canary.isProven()).isTrue();
    assertThat(canary.isSilent(10 * LATE)).isFalse();
  }

  @Test
  void delayIsKnownOfWhatComesBackForTheFirstTime() {
    long first = canary.send(10);
    long second = canary.send(20);

    assertThat(canary.delayNanos(second, 25)).hasValue(5);

    canary.received(second);
    assertThat(canary.delayNanos(first, 30)).isEmpty();
    assertThat(canary.delayNanos(second, 30)).isEmpty();
  }

  @Test
  void oneThatIsLateMakesThePathUnproven() {
    canary.received(canary.send(0));
    long late = canary.send(SECOND);

    assertThat(canary.isSilent(SECOND + Canary.PATIENCE.toNanos())).isFalse();
    assertThat(canary.isProven()).isTrue();
    assertThat(canary.isSilent(SECOND + LATE)).isTrue();
    assertThat(canary.isProven()).isFalse();

    assertThat(canary.received(late)).isEqualTo(News.PROVEN);
  }

  @Test
  void oneThatIsLostBeforeAnotherIsAHole() {
    canary.received(canary.send(0));
    canary.send(SECOND);

    assertThat(canary.received(canary.send(2 * SECOND))).isEqualTo(News.HOLE);

    assertThat(canary.isProven()).isTrue();
    assertThat(canary.isSilent(SECOND + LATE)).isFalse();
  }

  @Test
  void oneThatComesTwiceIsNoNews() {
    long first = canary.send(0);
    canary.received(first);

    assertThat(canary.received(first)).isEqualTo(News.NONE);
  }

  @Test
  void anotherPathNeedNotBringWhatTheOldOneLost() {
    canary.received(canary.send(0));
    canary.send(SECOND);
    assertThat(canary.isSilent(SECOND + LATE)).isTrue();

    canary.begin();

    assertThat(canary.isSilent(10 * LATE)).isFalse();
    assertThat(canary.isProven()).isFalse();
    assertThat(canary.received(canary.send(10 * LATE))).isEqualTo(News.PROVEN);
  }

  @Test
  void howeverLongNothingComesBackTheOldestDecides() {
    for (int i = 0; i < 1_000; i++) {
      canary.send(i * SECOND);
    }

    assertThat(canary.isSilent(LATE)).isTrue();
    assertThat(canary.received(1_000)).isEqualTo(News.PROVEN);
    assertThat(canary.isSilent(2_000 * SECOND)).isFalse();
  }
}
