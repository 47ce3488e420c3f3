package io.messageservice.domain.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresenceTest {

  private static final UserId ANN = new UserId("ann");
  private static final DisplayName NAME = new DisplayName("A");
  private static final long GRACE = 500;

  private final Presence presence = new Presence(Duration.ofMillis(GRACE));

  @Test
  void onlyTheFirstConnectionAndTheEndOfGraceAreNews() {
    assertThat(presence.opened(ANN, NAME)).contains(new Transition(ANN, NAME, true));
    assertThat(presence.opened(ANN, NAME)).isEmpty();

    presence.closed(ANN, NAME, at(0));
    assertThat(presence.nextExpiry()).isEmpty();
    presence.closed(ANN, NAME, at(10));

    assertThat(presence.nextExpiry()).contains(at(510));
    assertThat(presence.expire(at(509))).isEmpty();
    assertThat(presence.isOnline(ANN)).isTrue();
    assertThat(presence.expire(at(510))).containsExactly(new Transition(ANN, NAME, false));
    assertThat(presence.isOnline(ANN)).isFalse();
  }

  @Test
  void comingBackWithinTheGraceIsNoNews() {
    presence.opened(ANN, NAME);
    presence.closed(ANN, NAME, at(0));

    assertThat(presence.opened(ANN, NAME)).isEmpty();
    assertThat(presence.expire(at(10_000))).isEmpty();
    assertThat(presence.isOnline(ANN)).isTrue();
  }

  @Test
  void withoutGraceTheLastCloseIsTheEnd() {
    Presence strict = new Presence(Duration.ZERO);
    strict.opened(ANN, NAME);

    strict.closed(ANN, NAME, at(7));

    assertThat(strict.expire(at(7))).hasSize(1);
  }

  /** A user is online while he has a connection, and until the grace after the last is over. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void transitionsAgreeWithANaiveModel(long seed) {
    Random random = new Random(seed);
    Map<UserId, Integer> connections = new HashMap<>();
    Map<UserId, Long> offlineAt = new HashMap<>();
    Map<UserId, Boolean> told = new HashMap<>();
    long now = 0;
    for (int step = 0; step < 5_000; step++) {
      UserId user = new UserId("u" + random.nextInt(8));
      int open = connections.getOrDefault(user, 0);
      List<Transition> news = new ArrayList<>();
      if (random.nextBoolean()) {
        presence.opened(user, NAME).ifPresent(news::add);
        connections.put(user, open + 1);
        offlineAt.remove(user);
      } else if (open > 0) {
        presence.closed(user, NAME, at(now));
        connections.put(user, open - 1);
        if (open == 1) {
          offlineAt.put(user, now + GRACE);
        }
      }
      now += random.nextInt(200);
      news.addAll(presence.expire(at(now)));

      long time = now;
      offlineAt.values().removeIf(end -> end <= time);
      for (Transition transition : news) {
        assertThat(told.put(transition.user(), transition.online()))
            .as("seed %d step %d", seed, step)
            .isNotEqualTo(transition.online());
      }
      for (UserId each : connections.keySet()) {
        boolean online = connections.get(each) > 0 || offlineAt.containsKey(each);
        assertThat(told.getOrDefault(each, false)).as("seed %d", seed).isEqualTo(online);
        assertThat(presence.isOnline(each)).as("seed %d", seed).isEqualTo(online);
      }
    }
  }

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }
}
