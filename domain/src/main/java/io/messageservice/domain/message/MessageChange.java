package io.messageservice.domain.message;

import java.util.Objects;
import java.util.Optional;

/**
 * A message that is stored and changes, for a ledger to write. What the message was before leaves
 * the store.
 *
 * @param after the message in its new state
 * @param firstContent the content as it was sent, in a form in which equal contents are equal
 *     texts; present where this is the first change of a message that its sender may send again.
 *     The ledger keeps a keyed digest of it, never the text
 */
public record MessageChange(Message after, Optional<String> firstContent) implements StoredChange {

  public MessageChange {
    Objects.requireNonNull(after, "after");
    Objects.requireNonNull(firstContent, "firstContent");
  }
}
