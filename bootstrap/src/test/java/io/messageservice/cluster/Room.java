package io.messageservice.cluster;

import java.util.Optional;
import java.util.Set;

/**
 * A conversation of a run.
 *
 * @param members who speaks there and hears everything
 * @param joined whether each connection joins it; otherwise its messages come to whoever takes part
 */
record Room(String id, Set<String> members, boolean joined) {

  /** A conversation of two that nobody joins and that begins with a first message. */
  static Room direct(String id, String one, String other) {
    return new Room(id, Set.of(one, other), false);
  }

  /** Whom the speaker names as reader, where only one other is there. */
  Optional<String> receiver(String speaker) {
    if (joined || members.size() != 2) {
      return Optional.empty();
    }
    return members.stream().filter(member -> !member.equals(speaker)).findAny();
  }
}
