package io.messageservice.kill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares what is stored with what was acknowledged, seen and said. */
final class Judge {

  private final List<String> wrong = new ArrayList<>();
  private final Map<String, Map<Long, SpokenLine>> stored = new HashMap<>();
  private int lost;
  private int doubled;
  private int disordered;

  /**
   * Judges what is stored by itself.
   *
   * @param lines by room, in the order of rows
   */
  Judge(List<SpokenLine> lines) {
    Map<String, Integer> numbers = new HashMap<>();
    Set<String> keys = new HashSet<>();
    for (SpokenLine line : lines) {
      Map<Long, SpokenLine> room = stored.computeIfAbsent(line.room(), id -> new HashMap<>());
      if (line.seq() != room.size() + 1) {
        disordered++;
        wrong.add("position " + line.seq() + " follows " + room.size() + " in " + line.room());
      }
      room.put(line.seq(), line);
      if (!keys.add(line.sender() + " " + line.key())) {
        doubled++;
        wrong.add("stored twice: " + line.sender() + " " + line.key());
      }
      requireInTurn(line, numbers);
    }
  }

  /** A client's messages in a room are stored as it said them, none left out. */
  private void requireInTurn(SpokenLine line, Map<String, Integer> numbers) {
    int expected = numbers.merge(line.sender() + " " + line.room(), 1, Integer::sum);
    if (!line.content().startsWith(expected + " ")) {
      disordered++;
      wrong.add("not in the order said: " + line.sender() + " " + line.key());
    }
  }

  int stored() {
    return stored.values().stream().mapToInt(Map::size).sum();
  }

  /** How many are stored there. */
  int storedIn(String room) {
    return stored.getOrDefault(room, Map.of()).size();
  }

  /** How many are stored that this user said there. */
  long storedOf(String user, String room) {
    return stored.getOrDefault(room, Map.of()).values().stream()
        .filter(line -> line.sender().equals(user))
        .count();
  }

  /** All of these must be stored, exactly so. */
  void requireStored(String what, List<SpokenLine> lines) {
    for (SpokenLine line : lines) {
      if (!line.equals(stored.getOrDefault(line.room(), Map.of()).get(line.seq()))) {
        lost++;
        wrong.add(what + " but not stored: " + line.room() + " " + line.seq() + " " + line.key());
      }
    }
  }

  /** The service must tell exactly what is stored in that room. */
  void requireTold(String room, List<SpokenLine> told) {
    requireStored("told", told);
    if (told.size() != stored.getOrDefault(room, Map.of()).size()) {
      lost++;
      wrong.add(told.size() + " messages told of " + room);
    }
    for (int i = 0; i < told.size(); i++) {
      if (told.get(i).seq() != i + 1) {
        disordered++;
        wrong.add("told out of order: " + room + " " + told.get(i).seq());
      }
    }
  }

  /** What was noted has been taken. */
  void forget() {
    lost = 0;
    doubled = 0;
    disordered = 0;
    wrong.clear();
  }

  int lost() {
    return lost;
  }

  int doubled() {
    return doubled;
  }

  int disordered() {
    return disordered;
  }

  List<String> wrong() {
    return wrong;
  }
}
