package io.messageservice.adapter.redis.store;

import io.messageservice.domain.conversation.ConversationId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the heads of many conversations, by few scripts. Any thread that may block may call. */
final class CurrentHeads {

  /** The most that are asked at once: Redis is not busy for long. */
  private static final int MOST = 5_000;

  private final Reads reads;

  CurrentHeads(Reads reads) {
    this.reads = reads;
  }

  /** The position of the newest message of each of them that there is. */
  Map<ConversationId, Long> of(Collection<ConversationId> conversations) {
    List<ConversationId> all = List.copyOf(conversations);
    Map<ConversationId, Long> heads = new HashMap<>();
    for (int from = 0; from < all.size(); from += MOST) {
      read(all.subList(from, Math.min(all.size(), from + MOST)), heads);
    }
    return heads;
  }

  private void read(List<ConversationId> some, Map<ConversationId, Long> heads) {
    Map<Question, Object> given = reads.ask(some.stream().map(Question::core).toList());
    for (ConversationId id : some) {
      String core = Answers.text(given.get(Question.core(id)));
      if (!core.isEmpty()) {
        heads.put(id, Core.parse(core).head());
      }
    }
  }
}
