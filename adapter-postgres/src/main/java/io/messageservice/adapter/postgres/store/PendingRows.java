package io.messageservice.adapter.postgres.store;

import io.messageservice.adapter.postgres.PostgresEpoch;
import io.messageservice.adapter.postgres.store.ConversationReads.StoredConversation;
import io.messageservice.application.store.PositionIds.StoredPosition;
import io.messageservice.application.store.batch.PendingConversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.MessageId;
import java.sql.SQLException;
import java.util.Optional;

/** A conversation as a batch makes it, with its key in the tables. Only the lane may call. */
final class PendingRows extends PendingConversation {

  private final Optional<StoredConversation> stored;
  private final PostgresEpoch epoch;
  private final Numbers numbers;

  /** That which it has where it begins; 0 as long as it was not asked for. */
  private long own;

  /**
   * As it is stored.
   *
   * @param numbers gives numbers that were never used
   */
  PendingRows(
      ConversationId id,
      Optional<StoredConversation> stored,
      PostgresEpoch epoch,
      Numbers numbers) {
    super(id, stored.map(StoredConversation::conversation));
    this.stored = stored;
    this.epoch = epoch;
    this.numbers = numbers;
  }

  /** Its key; where it is forgotten and begins again, another one than before. */
  long number() {
    if (!isNew()) {
      return stored.orElseThrow().number();
    }
    if (own == 0) {
      own = numbers.next();
    }
    return own;
  }

  /** The key under which it is stored. */
  long storedNumber() {
    return stored.orElseThrow().number();
  }

  @Override
  protected MessageId idOf(long seq, int era) {
    return epoch.ids().of(number(), new StoredPosition(seq, era));
  }

  @Override
  protected MessageId nextId(long seq) {
    return idOf(seq, epoch.era());
  }

  /** Numbers of conversations that were never used. */
  interface Numbers {

    /** The next; a failure of the database comes as {@link Unnumbered}. */
    long next();
  }

  /** No number could be had. */
  static final class Unnumbered extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final SQLException reason;

    Unnumbered(SQLException reason) {
      super(reason);
      this.reason = reason;
    }

    SQLException reason() {
      return reason;
    }
  }
}
