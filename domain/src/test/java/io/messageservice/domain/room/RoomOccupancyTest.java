package io.messageservice.domain.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import org.junit.jupiter.api.Test;

class RoomOccupancyTest {

  private static final ConversationId ROOM = new ConversationId("c");
  private static final UserId ANN = new UserId("ann");

  private final RoomOccupancy<String> attendance = new RoomOccupancy<>();

  @Test
  void userSitsWhileOneOfHisConnectionsDoes() {
    assertThat(attendance.occupy(ROOM, ANN, "phone")).isTrue();
    assertThat(attendance.occupy(ROOM, ANN, "phone")).isFalse();
    attendance.occupy(ROOM, ANN, "laptop");

    attendance.vacate(ROOM, ANN, "phone");
    attendance.vacate(ROOM, ANN, "phone");
    assertThat(attendance.isOccupiedBy(ROOM, ANN)).isTrue();

    attendance.vacate(ROOM, ANN, "laptop");
    assertThat(attendance.isOccupiedBy(ROOM, ANN)).isFalse();
    assertThat(attendance.size()).isZero();
  }

  @Test
  void roomIsAttendedUntilTheLastHasRisen() {
    UserId bob = new UserId("bob");
    attendance.occupy(ROOM, ANN, "phone");
    attendance.occupy(ROOM, bob, "laptop");

    attendance.vacate(ROOM, ANN, "phone");
    assertThat(attendance.isAttended(ROOM)).isTrue();

    attendance.vacate(ROOM, bob, "laptop");
    assertThat(attendance.isAttended(ROOM)).isFalse();
  }

  @Test
  void whoHasNoSeatTakesNobodysAway() {
    attendance.occupy(ROOM, ANN, "phone");

    attendance.vacate(ROOM, new UserId("bob"), "phone");
    attendance.vacate(new ConversationId("d"), ANN, "phone");

    assertThat(attendance.isOccupiedBy(ROOM, ANN)).isTrue();
  }

  @Test
  void clearedRoomIsEmptyForAll() {
    attendance.occupy(ROOM, ANN, "phone");

    attendance.clear(ROOM);

    assertThat(attendance.isOccupiedBy(ROOM, ANN)).isFalse();
    assertThat(attendance.size()).isZero();
  }
}
