package io.messageservice.cluster;

import io.messageservice.kill.SpokenLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is stored, read bit by bit, judged by itself and compared with what was acknowledged and
 * seen. One thread.
 */
final class Stored {

  /** Users who wait for each answer before they say more in that room. */
  private final Set<String> careful;

  private final Map<String, List<SpokenLine>> rooms = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  /** How much each user has said in each room. */
  private final Map<String, Integer> said = new HashMap<>();

  private final List<String> wrong = new ArrayList<>();
  private int lost;
  private int doubled;
  private int disordered;

  Stored(Set<String> careful) {
    this.careful = careful;
  }

  /** The newest position that was read of a room. */
  long head(String room) {
    return in(room).size();
  }

  private List<SpokenLine> in(String room) {
    return rooms.computeIfAbsent(room, id -> new ArrayList<>());
  }

  /** What follows in that room after its head. */
  void add(String room, List<SpokenLine> lines) {
    for (SpokenLine line : lines) {
      List<SpokenLine> before = in(room);
      if (line.seq() != before.size() + 1) {
        disordered++;
        wrong.add("position " + line.seq() + " follows " + before.size() + " in " + room);
      }
      before.add(line);
      if (!names.add(line.sender() + " " + line.key())) {
        doubled++;
        wrong.add("stored twice: " + line.sender() + " " + line.key());
      }
      requireInTurn(line);
    }
  }

  private void requireInTurn(SpokenLine line) {
    int number = said.merge(line.sender() + " " + line.room(), 1, Integer::sum);
    if (careful.contains(line.sender()) && !line.content().startsWith(number + " ")) {
      disordered++;
      wrong.add("not in the order said: " + line.sender() + " " + line.key());
    }
  }

  /** All of these must be stored, exactly so. */
  void require(String what, List<SpokenLine> lines) {
    for (SpokenLine line : lines) {
      List<SpokenLine> room = in(line.room());
      boolean there = line.seq() >= 1 && line.seq() <= room.size();
      if (!there || !room.get((int) line.seq() - 1).equals(line)) {
        lost++;
        wrong.add(what + " but not stored: " + line.room() + " " + line.seq() + " " + line.key());
      }
    }
  }

  /** So many messages of a user must be stored in a room. */
  void requireCount(String user, String room, int count) {
    int found = said.getOrDefault(user + " " + room, 0);
    if (found < count) {
      lost += count - found;
      wrong.add(found + " of " + count + " messages of " + user + " are stored in " + room);
    }
  }

  /** Another node must tell the same. */
  void requireSame(Node node, String room, List<SpokenLine> expected, List<SpokenLine> told) {
    if (!expected.equals(told)) {
      disordered++;
      wrong.add(node + " tells " + told.size() + " others of " + expected.size() + " in " + room);
    }
  }

  int count() {
    return rooms.values().stream().mapToInt(List::size).sum();
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

  /** What was wrong since this was asked last. */
  List<String> takeWrong() {
    List<String> taken = List.copyOf(wrong);
    wrong.clear();
    return taken;
  }
}
