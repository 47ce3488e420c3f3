package io.messageservice.application.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.in.GetPresence.Status;
import io.messageservice.domain.presence.Transition;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OnlineTest {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");
  private static final UserId EVE = new UserId("eve");

  private final Online online = new Online(2);

  @Test
  void nobodyIsOnlineOrWasSeenBeforeAnythingIsReported() {
    assertThat(online.status(ANN)).isEqualTo(new Status(ANN, false, Optional.empty()));
  }

  @Test
  void whoIsOnlineWasNotSeenLast() {
    come(ANN);
    online.seen(ANN, at(1)); // one of two connections

    assertThat(online.isOnline(ANN)).isTrue();
    assertThat(online.status(ANN)).isEqualTo(new Status(ANN, true, Optional.empty()));
  }

  @Test
  void whoIsOfflineWasSeenLastWhenHisLastConnectionClosed() {
    come(ANN);
    online.seen(ANN, at(1));
    leave(ANN, 2);

    assertThat(online.isOnline(ANN)).isFalse();
    assertThat(online.status(ANN)).isEqualTo(new Status(ANN, false, Optional.of(at(2))));
  }

  @Test
  void theOneSeenLongestAgoIsForgotten() {
    leave(ANN, 1);
    leave(BOB, 2);
    leave(ANN, 3);
    leave(EVE, 4);

    assertThat(online.status(BOB).lastSeen()).isEmpty();
    assertThat(online.status(ANN).lastSeen()).contains(at(3));
    assertThat(online.status(EVE).lastSeen()).contains(at(4));
  }

  private void come(UserId user) {
    online.changed(new Transition(user, new DisplayName("U"), true));
  }

  private void leave(UserId user, long second) {
    online.seen(user, at(second));
    online.changed(new Transition(user, new DisplayName("U"), false));
  }

  private static Instant at(long second) {
    return Instant.ofEpochSecond(second);
  }
}
