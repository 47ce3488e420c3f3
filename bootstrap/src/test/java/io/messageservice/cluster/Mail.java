package io.messageservice.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.blackbox.Json;
import io.messageservice.kill.SpokenLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What a device has said and what of it is not answered yet. Guarded by itself. */
final class Mail {

  private static final int LONGEST = 200;

  private final String user;
  private final Random random;

  /** How many messages it has said, by room. */
  private final Map<String, Integer> said = new HashMap<>();

  /** By {@code clientMessageId}, in the order in which they were said. */
  private final Map<String, Letter> pending = new LinkedHashMap<>();

  /** A message to a room, before it has a position. */
  record Letter(Room room, SpokenLine line) {

    ObjectNode payload() {
      ObjectNode payload =
          Json.object(
              "conversationId", line.room(),
              "content", line.content(),
              "clientMessageId", line.key());
      room.receiver(line.sender()).ifPresent(reader -> payload.put("receiverId", reader));
      return payload;
    }
  }

  Mail(String user, Random random) {
    this.user = user;
    this.random = random;
  }

  /** Says one thing more; its content begins with how many it makes in that room. */
  synchronized Letter write(Room room) {
    int number = said.merge(room.id(), 1, Integer::sum);
    String key = room.id() + "/" + number;
    String content = number + " " + "x".repeat(random.nextInt(LONGEST));
    Letter letter = new Letter(room, new SpokenLine(room.id(), 0, user, key, content));
    pending.put(key, letter);
    return letter;
  }

  /** The letter of that name, which thereby counts as answered. */
  synchronized Letter answered(String key) {
    Letter letter = pending.remove(key);
    if (letter == null) {
      throw new IllegalStateException("nothing is asked under the name " + key);
    }
    return letter;
  }

  synchronized List<Letter> pending() {
    return new ArrayList<>(pending.values());
  }

  synchronized boolean waitsFor(Room room) {
    return pending.values().stream().anyMatch(letter -> letter.room().equals(room));
  }

  /** How many messages it has said there. */
  synchronized int saidIn(String room) {
    return said.getOrDefault(room, 0);
  }
}
