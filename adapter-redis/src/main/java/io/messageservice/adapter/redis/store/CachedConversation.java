package io.messageservice.adapter.redis.store;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A conversation as it stood when this node last wrote or read it, with the marks seen there. Only
 * the lane may call.
 */
final class CachedConversation {

  /** The marks that are kept, those used last. */
  private static final int MAX_MARKS = 64;

  private final StoredConversation stored;
  private final Map<UserId, Long> marks = new LinkedHashMap<>(4, 0.75f, true);

  CachedConversation(StoredConversation stored) {
    this.stored = stored;
  }

  StoredConversation stored() {
    return stored;
  }

  Map<UserId, Long> marks() {
    return marks;
  }

  void put(UserId reader, long readUpTo) {
    marks.put(reader, readUpTo);
    if (marks.size() > MAX_MARKS) {
      marks.remove(marks.keySet().iterator().next());
    }
  }

  /** As it stands after a message; empty where that is not the next, or others come or go. */
  Optional<CachedConversation> after(long seq, long accessVersion, Instant createdAt) {
    Core core = stored.core();
    Conversation conversation = stored.conversation();
    if (core.accessVersion() != accessVersion
        || core.head() != seq - 1
        || createdAt.isBefore(conversation.lastAt())) {
      return Optional.empty();
    }
    Conversation next = conversation.after(seq, createdAt);
    CachedConversation after =
        new CachedConversation(new StoredConversation(Core.of(next, core.born()), next));
    after.marks.putAll(marks);
    return Optional.of(after);
  }

  int weight() {
    return stored.conversation().participants().size() + 4;
  }
}
