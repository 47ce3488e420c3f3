package io.messageservice.domain.message;

/** A change of a message that is stored, for a ledger to write. */
public sealed interface StoredChange permits MessageChange, ReactionChange {

  /** The message in its new state; of a changed reaction, without what the ledger counts. */
  Message after();
}
