package io.messageservice.kill;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where one client stands in the rooms that it joined, across all its connections. One thread at a
 * time.
 */
public final class Views {

  private final Map<String, Position> positions = new HashMap<>();
  private int recovered;
  private int begunAnew;

  /**
   * All up to here was seen since the view began.
   *
   * @param seq of the message seen last, or where the view began
   * @param epoch in which that counts
   */
  public record Position(long seq, String epoch) {}

  /** Where the client stands; empty where it never joined. */
  public Optional<Position> of(String room) {
    return Optional.ofNullable(positions.get(room));
  }

  /** A view goes on after the position that the client had named. */
  public void recover(String room, Position from) {
    recovered++;
    positions.put(room, from);
  }

  /** A view begins at this position, although the client had named another. */
  public void beginAnew(String room, Position from) {
    begunAnew++;
    positions.put(room, from);
  }

  /** A first view begins. */
  public void begin(String room, Position from) {
    positions.put(room, from);
  }

  public void see(SpokenLine line) {
    positions.computeIfPresent(line.room(), (room, was) -> new Position(line.seq(), was.epoch()));
  }

  public int recovered() {
    return recovered;
  }

  public int begunAnew() {
    return begunAnew;
  }
}
