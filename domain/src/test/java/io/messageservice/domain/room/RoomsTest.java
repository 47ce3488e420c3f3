package io.messageservice.domain.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.user.UserId;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomsTest {

  private static final ConversationId ROOM = new ConversationId("c");
  private static final ConversationId OTHER = new ConversationId("d");

  private record Socket(String user, int number) {}

  private static final Socket ANN = new Socket("ann", 1);
  private static final Socket ANN_TOO = new Socket("ann", 2);
  private static final Socket BOB = new Socket("bob", 3);

  private final Rooms<Socket> rooms = new Rooms<>(socket -> new UserId(socket.user()));

  @Test
  void roomIsThereWhileSomebodyIsInIt() {
    rooms.open(ANN);
    rooms.enter(ROOM, ANN);
    assertThat(rooms.size()).isEqualTo(1);

    rooms.leave(ROOM, ANN);
    assertThat(rooms.size()).isZero();
    assertThat(rooms.inRoom(ROOM)).isEmpty();
  }

  @Test
  void closingTellsWhatWasClaimedOrEntered() {
    rooms.open(ANN);
    rooms.enter(ROOM, ANN);
    rooms.claim(OTHER, ANN, 5);

    assertThat(rooms.close(ANN)).containsExactlyInAnyOrder(ROOM, OTHER);
    assertThat(rooms.close(ANN)).isEmpty();
    assertThat(rooms.everyone()).isEmpty();
  }

  @Test
  void placesAreBoundedAndCountedOnce() {
    rooms.open(ANN);

    assertThat(rooms.claim(ROOM, ANN, 1)).isTrue();
    assertThat(rooms.claim(ROOM, ANN, 1)).isTrue();
    assertThat(rooms.claim(OTHER, ANN, 1)).isFalse();
    assertThat(rooms.claim(OTHER, BOB, 1)).isTrue();

    assertThat(rooms.release(ROOM, ANN)).isFalse();
    assertThat(rooms.claim(OTHER, ANN, 1)).isFalse();
    assertThat(rooms.release(ROOM, ANN)).isTrue();
    assertThat(rooms.claim(OTHER, ANN, 1)).isTrue();
  }

  @Test
  void releaseKeepsThePlaceOfWhoIsIn() {
    rooms.open(ANN);
    rooms.enter(ROOM, ANN);
    rooms.claim(ROOM, ANN, 1);

    assertThat(rooms.release(ROOM, ANN)).isFalse();

    assertThat(rooms.isIn(ROOM, ANN)).isTrue();
    assertThat(rooms.claim(OTHER, ANN, 1)).isFalse();
  }

  @Test
  void leavingFreesThePlace() {
    rooms.open(ANN);
    rooms.enter(ROOM, ANN);
    rooms.leave(ROOM, ANN);

    assertThat(rooms.claim(OTHER, ANN, 1)).isTrue();
  }

  @Test
  void leavingKeepsThePlaceOfJoinsUnderWay() {
    rooms.open(ANN);
    rooms.enter(ROOM, ANN);
    rooms.claim(ROOM, ANN, 1);
    rooms.leave(ROOM, ANN);

    assertThat(rooms.isIn(ROOM, ANN)).isFalse();
    assertThat(rooms.claim(OTHER, ANN, 1)).isFalse();
    assertThat(rooms.release(ROOM, ANN)).isTrue();
    assertThat(rooms.claim(OTHER, ANN, 1)).isTrue();
  }

  @Test
  void whoIsGoneDoesNotEnterAndKeepsNothing() {
    rooms.open(ANN);
    rooms.claim(ROOM, ANN, 1);
    rooms.close(ANN);

    assertThat(rooms.release(ROOM, ANN)).isTrue();
    assertThat(rooms.enter(ROOM, ANN)).isFalse();
    assertThat(rooms.size()).isZero();
    assertThat(rooms.close(ANN)).isEmpty();
  }

  @Test
  void evictTakesOutUsersWhoDoNotTakePart() {
    List.of(ANN, ANN_TOO, BOB).forEach(rooms::open);
    List.of(ANN, ANN_TOO, BOB).forEach(socket -> rooms.enter(ROOM, socket));
    rooms.enter(OTHER, BOB);

    rooms.evict(ROOM, Participants.of(List.of(new UserId("ann"))));

    assertThat(rooms.inRoom(ROOM)).containsExactly(ANN, ANN_TOO);
    assertThat(rooms.isIn(OTHER, BOB)).isTrue();
  }

  @Test
  void receiverIsNamedOnceWhoeverHeIs() {
    List.of(ANN, ANN_TOO, BOB).forEach(rooms::open);
    rooms.enter(ROOM, ANN);
    rooms.enter(ROOM, BOB);
    Conversation conversation =
        Conversation.begin(ROOM, Kind.OPEN, Participants.of(List.of(new UserId("ann"))));

    assertThat(rooms.receivers(conversation)).containsExactlyInAnyOrder(ANN, ANN_TOO, BOB);
  }
}
