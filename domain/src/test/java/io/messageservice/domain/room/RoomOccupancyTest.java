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
    assertThat(attendance.sit(ROOM, ANN, "phone")).isTrue();
    assertThat(attendance.sit(ROOM, ANN, "phone")).isFalse();
    attendance.sit(ROOM, ANN, "laptop");

    attendance.rise(ROOM, ANN, "phone");
    attendance.rise(ROOM, ANN, "phone");
    assertThat(attendance.sits(ROOM, ANN)).isTrue();

    attendance.rise(ROOM, ANN, "laptop");
    assertThat(attendance.sits(ROOM, ANN)).isFalse();
    assertThat(attendance.size()).isZero();
  }

  @Test
  void roomIsAttendedUntilTheLastHasRisen() {
    UserId bob = new UserId("bob");
    attendance.sit(ROOM, ANN, "phone");
    attendance.sit(ROOM, bob, "laptop");

    attendance.rise(ROOM, ANN, "phone");
    assertThat(attendance.isAttended(ROOM)).isTrue();

    attendance.rise(ROOM, bob, "laptop");
    assertThat(attendance.isAttended(ROOM)).isFalse();
  }

  @Test
  void whoHasNoSeatTakesNobodysAway() {
    attendance.sit(ROOM, ANN, "phone");

    attendance.rise(ROOM, new UserId("bob"), "phone");
    attendance.rise(new ConversationId("d"), ANN, "phone");

    assertThat(attendance.sits(ROOM, ANN)).isTrue();
  }

  @Test
  void clearedRoomIsEmptyForAll() {
    attendance.sit(ROOM, ANN, "phone");

    attendance.clear(ROOM);

    assertThat(attendance.sits(ROOM, ANN)).isFalse();
    assertThat(attendance.size()).isZero();
  }
}
