package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.store.Conversations.StoredConversation;
import io.messageservice.adapter.redis.store.format.ConversationRecord;
import io.messageservice.application.store.PositionIds.StoredPosition;
import io.messageservice.application.store.batch.PendingConversation;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.MessageId;
import java.util.Optional;

/** A conversation as a batch makes it, and as Redis is to have it. Only the lane may call. */
final class PendingRecord extends PendingConversation {

  private final Optional<StoredConversation> seen;
  private final String born;
  private final Epoch epoch;

  /** 0 as long as it was not asked for. */
  private long hash;

  /**
   * As it was seen.
   *
   * @param born for where it begins
   */
  PendingRecord(ConversationId id, Optional<StoredConversation> seen, String born, Epoch epoch) {
    super(id, seen.map(StoredConversation::conversation));
    this.seen = seen;
    this.born = born;
    this.epoch = epoch;
  }

  /** As ids of its messages have it. */
  long hash() {
    if (hash == 0) {
      hash = epoch.ids().hash(id());
    }
    return hash;
  }

  @Override
  protected MessageId idOf(long seq, int era) {
    return epoch.ids().of(hash(), new StoredPosition(seq, era));
  }

  @Override
  protected MessageId nextId(long seq) {
    return idOf(seq, epoch.era());
  }

  /** As Redis is to have had it before the batch; empty where it was not there. */
  Optional<StoredConversation> seen() {
    return seen;
  }

  /** As Redis is to have it. */
  Optional<ConversationRecord> core() {
    return now().map(conversation -> ConversationRecord.of(conversation, bornOf(conversation)));
  }

  /** As Redis has it once it is written. */
  Optional<StoredConversation> stored() {
    return now().map(to -> new StoredConversation(ConversationRecord.of(to, bornOf(to)), to));
  }

  /** What is replaced under a version that it had is another one. */
  private String bornOf(Conversation conversation) {
    Optional<ConversationRecord> was =
        isNew() ? Optional.empty() : seen.map(StoredConversation::core);
    boolean goesOn =
        was.isPresent()
            && (conversation.accessVersion() > was.get().accessVersion() || !isAccessChanged());
    return goesOn ? was.get().born() : ConversationRecord.born(born, conversation.creator());
  }
}
