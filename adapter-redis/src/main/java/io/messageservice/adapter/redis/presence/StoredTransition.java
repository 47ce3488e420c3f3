package io.messageservice.adapter.redis.presence;

import io.messageservice.domain.presence.Transition;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A transition as the board numbered it.
 *
 * @param lastSeen of a user who goes offline
 */
public record StoredTransition(long number, Transition transition, Optional<Instant> lastSeen) {

  /** Between fields and between entries: ids and names have no control characters. */
  private static final String FIELDS = "\u001f";

  private static final String ENTRIES = "\u001e";
  private static final int MIN_FIELDS = 5;

  /** What is published: transitions that follow each other on a board. */
  record Published(String board, List<StoredTransition> transitions) {

    /**
     * @throws IllegalArgumentException where the bytes are something else
     */
    static Published of(byte[] bytes) {
      String[] parts = new String(bytes, StandardCharsets.UTF_8).split(ENTRIES, -1);
      List<StoredTransition> transitions = new ArrayList<>(parts.length - 1);
      for (int i = 1; i < parts.length; i++) {
        transitions.add(StoredTransition.of(parts[i]));
      }
      return new Published(parts[0], transitions);
    }
  }

  /** As the scripts write it; empty where the text is something else. */
  static Optional<StoredTransition> find(String entry) {
    try {
      return Optional.of(of(entry));
    } catch (IllegalArgumentException garbage) {
      return Optional.empty();
    }
  }

  /**
   * As the scripts write it; what later versions add behind is passed over.
   *
   * @throws IllegalArgumentException where the text is something else
   */
  public static StoredTransition of(String entry) {
    String[] fields = entry.split(FIELDS, -1);
    if (fields.length < MIN_FIELDS) {
      throw new IllegalArgumentException("no transition");
    }
    Transition transition =
        new Transition(new UserId(fields[2]), new DisplayName(fields[3]), fields[1].equals("1"));
    Optional<Instant> seen =
        fields[4].isEmpty()
            ? Optional.empty()
            : Optional.of(Instant.ofEpochMilli(Long.parseLong(fields[4])));
    return new StoredTransition(Long.parseLong(fields[0]), transition, seen);
  }
}
