package io.messageservice.load;

import static io.messageservice.load.Waiting.await;
import static io.messageservice.load.Waiting.pause;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Users on one node, each in rooms of their own, and a speaker on another who is in some of these.
 * One thread has them do things; any may ask how they are.
 */
final class People {

  static final int USERS = 20;
  static final int ROOMS_OF_A_USER = 500;
  static final int ALL_ROOMS = USERS * ROOMS_OF_A_USER;

  private static final int SHARED_OF_A_USER = 10;

  private final List<LoadClient> users;
  private final LoadClient speaker;

  /** Rooms in which the speaker is, and who else is there. */
  private final Map<String, LoadClient> shared = new HashMap<>();

  private int round;

  /** All are in no room yet. */
  People(LoadNode first, LoadNode second) {
    users = come(first);
    speaker = new LoadClient(second, "speaker");
  }

  /** The users, always the same, with a connection to that node. */
  static List<LoadClient> come(LoadNode node) {
    return IntStream.range(0, USERS).mapToObj(user -> new LoadClient(node, "user" + user)).toList();
  }

  /** Each user joins some more of their rooms, and waits for the answers. */
  void join(int from, int to) {
    for (int user = 0; user < USERS; user++) {
      users.get(user).join(RoomIds.of("room" + user, from, to));
    }
    await("all to join", () -> users.stream().allMatch(LoadClient::isThere));
  }

  /** The speaker joins some rooms of each user, and waits for the answers. */
  void share() {
    for (int user = 0; user < USERS; user++) {
      for (String room : RoomIds.of("room" + user, 0, SHARED_OF_A_USER)) {
        shared.put(room, users.get(user));
      }
    }
    speaker.join(shared.keySet());
    await("the speaker to join", speaker::isThere);
  }

  /** In how many rooms the speaker is. */
  int shared() {
    return shared.size();
  }

  /** Whether all are in all of their rooms. */
  boolean areThere() {
    return speaker.isThere() && users.stream().allMatch(LoadClient::isThere);
  }

  int timesClosed() {
    return users.stream().mapToInt(LoadClient::timesClosed).sum() + speaker.timesClosed();
  }

  /** Sends something to each shared room; returns after how many seconds all was received. */
  double send(long begin) {
    String text = "round" + ++round;
    while (!isReceived(text)) {
      speaker.sendWhereNotSent(shared.keySet(), text);
      pause(5);
      Figures.require(
          Figures.secondsSince(begin) < Waiting.PATIENCE.toSeconds(), "not all was received");
    }
    return Figures.secondsSince(begin);
  }

  private boolean isReceived(String text) {
    return shared.entrySet().stream()
        .allMatch(each -> each.getValue().hasReceived(each.getKey(), text));
  }
}
