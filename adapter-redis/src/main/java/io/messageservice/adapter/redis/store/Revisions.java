package io.messageservice.adapter.redis.store;

import io.messageservice.domain.message.Deletion;
import io.messageservice.domain.message.Revision;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of a message, as text: its {@code rev} and, where it was changed, {@code e} for edited,
 * {@code d} for deleted by its sender or {@code m} for deleted by somebody else, and when, in
 * milliseconds.
 */
final class Revisions {

  private static final String EDITED = "e";
  private static final String DELETED = "d";
  private static final String DELETED_BY_OTHERS = "m";

  private Revisions() {}

  /** Of a message that was changed. */
  static String text(Revision revision) {
    Optional<Deletion> deletion = revision.deletion();
    String how =
        deletion.map(deleted -> deleted.bySender() ? DELETED : DELETED_BY_OTHERS).orElse(EDITED);
    Instant at = deletion.map(Deletion::at).or(revision::editedAt).orElseThrow();
    return revision.rev() + " " + how + " " + at.toEpochMilli();
  }

  static Revision parse(String text) {
    String[] words = text.split(" ", -1);
    long rev = Long.parseLong(words[0]);
    if (words.length == 1) {
      return Revision.first(rev);
    }
    Instant at = Instant.ofEpochMilli(Long.parseLong(words[2]));
    return switch (words[1]) {
      case EDITED -> new Revision(rev, Optional.of(at), Optional.empty());
      case DELETED, DELETED_BY_OTHERS ->
          new Revision(
              rev, Optional.empty(), Optional.of(new Deletion(at, words[1].equals(DELETED))));
      default -> throw new IllegalStateException("not a change as this version writes it");
    };
  }
}
