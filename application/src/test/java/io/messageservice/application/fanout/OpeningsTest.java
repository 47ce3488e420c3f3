package io.messageservice.application.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.in.Connection;
import io.messageservice.application.world.World;
import org.junit.jupiter.api.Test;

/** Which messages are not for a connection that opened while they were on their way. */
class OpeningsTest {

  private final Connection connection = new World(1).person("ann");

  @Test
  void messagesOfEarlierOpeningsAreNotForIt() {
    Openings openings = new Openings(1);
    openings.open(connection, 5);

    openings.message(0, 4);
    assertThat(openings.isAfter(connection, 4)).isTrue();

    openings.message(0, 5);
    assertThat(openings.isAfter(connection, 5)).isFalse();
  }

  @Test
  void aLaterMessageOfAnotherLaneMayBeOfAnEarlierOpening() {
    Openings openings = new Openings(2);
    openings.open(connection, 5);

    openings.message(0, 7);
    openings.message(1, 4);

    assertThat(openings.isAfter(connection, 7)).isFalse();
    assertThat(openings.isAfter(connection, 4)).isTrue();
  }

  @Test
  void itIsForgottenOnceEveryLaneHasPassedIt() {
    Openings openings = new Openings(2);
    openings.open(connection, 5);

    openings.message(0, 7);
    openings.message(1, 6);

    assertThat(openings.isAfter(connection, 0)).isFalse();
  }
}
