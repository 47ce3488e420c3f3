package io.messageservice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TimerWheelTest {

  private static final long TICK = 10;

  private final TimerWheel wheel = new TimerWheel(TICK, 8, 1000);

  /** Writes down when it was visited and comes again after a period. */
  private final class Bell extends TimerWheel.Timed {
    private final List<Long> rung = new ArrayList<>();
    private final long period;

    Bell(long period) {
      this.period = period;
    }

    @Override
    long onTime(long now) {
      rung.add(now);
      if (period == 0) {
        wheel.cancel(this);
      }
      return now + period;
    }
  }

  @Test
  void anEntryIsVisitedOnceAndNotEarly() {
    Bell bell = new Bell(0);
    wheel.schedule(bell, 1035);

    advanceTo(1030);
    assertThat(bell.rung).isEmpty();
    advanceTo(1200);

    assertThat(bell.rung).containsExactly(1040L);
    assertThat(wheel.size()).isZero();
  }

  @Test
  void anEntryBeyondTheReachOfTheWheelIsVisitedInTime() {
    Bell bell = new Bell(0);
    wheel.schedule(bell, 1999);

    advanceTo(3000);

    assertThat(bell.rung).containsExactly(2000L);
  }

  @Test
  void anEntryComesAgainWhenItSays() {
    Bell bell = new Bell(30);
    wheel.schedule(bell, 1030);

    advanceTo(1150);

    assertThat(bell.rung).containsExactly(1040L, 1080L, 1120L);
  }

  @Test
  void aMovedEntryIsVisitedOnlyAtItsNewMoment() {
    Bell bell = new Bell(0);
    wheel.schedule(bell, 1020);
    wheel.schedule(bell, 1050);

    advanceTo(1200);

    assertThat(bell.rung).containsExactly(1060L);
  }

  @Test
  void aCancelledEntryIsNotVisited() {
    Bell bell = new Bell(0);
    wheel.schedule(bell, 1020);
    wheel.cancel(bell);
    wheel.cancel(bell);

    advanceTo(1200);

    assertThat(bell.rung).isEmpty();
    assertThat(wheel.size()).isZero();
  }

  @Test
  void whatAPauseMadeLateIsVisitedAfterIt() {
    Bell near = new Bell(0);
    Bell far = new Bell(0);
    wheel.schedule(near, 1020);
    wheel.schedule(far, 1060);

    wheel.advance(5000);

    assertThat(near.rung).containsExactly(5000L);
    assertThat(far.rung).containsExactly(5000L);
  }

  @Test
  void everyEntryIsShownOnceAlsoWhileItIsMoved() {
    List<Bell> bells = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      bells.add(new Bell(0));
      wheel.schedule(bells.get(i), 1000 + 7L * i);
    }
    List<TimerWheel.Timed> shown = new ArrayList<>();

    wheel.forEach(shown::add);

    assertThat(shown).containsExactlyInAnyOrderElementsOf(bells);
  }

  @Test
  void randomEntriesAreNeverEarlyAndATickLateAtMost() {
    Random random = new Random(7);
    for (int round = 0; round < 2000; round++) {
      TimerWheel fresh = new TimerWheel(TICK, 8, 0);
      long due = random.nextInt(400);
      List<Long> visits = new ArrayList<>();
      fresh.schedule(
          new TimerWheel.Timed() {
            @Override
            long onTime(long now) {
              visits.add(now);
              return Long.MAX_VALUE / 2;
            }
          },
          due);

      for (long now = 0; now <= 500; now += TICK) {
        fresh.advance(now);
      }

      assertThat(visits).hasSize(1);
      assertThat(visits.get(0) - due).isBetween(0L, 2 * TICK);
    }
  }

  private void advanceTo(long end) {
    for (long now = 1000; now <= end; now += TICK) {
      wheel.advance(now);
    }
  }
}
