package io.messageservice.adapter.redis;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One of the parts in which conversations, and topics, are kept. All keys of a partition carry its
 * tag, so that in a cluster they lie on one server and a script may touch any of them.
 *
 * @param number from 0
 */
public record KeyPartition(int number) {

  /**
   * How many there are. Part of the format: another number finds nothing of what was stored before.
   */
  public static final int COUNT = 16;

  public KeyPartition {
    if (number < 0 || number >= COUNT) {
      throw new IllegalArgumentException("there is no partition " + number);
    }
  }

  /** All of them, by their numbers. */
  public static Stream<KeyPartition> all() {
    return IntStream.range(0, COUNT).mapToObj(KeyPartition::new);
  }

  /** That in which the thing of this id is: by FNV-1a over its UTF-8. */
  public static KeyPartition of(String id) {
    int hash = 0x811c9dc5;
    for (byte octet : id.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (octet & 0xff)) * 0x01000193;
    }
    return new KeyPartition(Math.floorMod(hash ^ (hash >>> 16), COUNT));
  }

  /** What keys of this partition have between the prefix of all keys and their own names. */
  public String tag() {
    return "{p" + number + "}:";
  }
}
