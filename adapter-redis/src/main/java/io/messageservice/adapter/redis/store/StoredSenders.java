package io.messageservice.adapter.redis.store;

import io.messageservice.application.store.KnownSenders;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * In which direct conversations both have written. That is stored nowhere: it is derived from the
 * messages, so that it holds for stores of every age. A conversation is read from its first message
 * on until somebody else has written, and what was found is kept: no message is read twice. Any
 * thread that may block may call.
 */
final class MutualConversations {

  private final Reads reads;
  private final KnownSenders<ConversationId> known;

  MutualConversations(Reads reads, KnownSenders<ConversationId> known) {
    this.reads = reads;
    this.known = known;
  }

  /** Whether it is a direct conversation in which both have written. */
  boolean isMutual(StoredConversation conversation) {
    return !mutual(List.of(conversation)).isEmpty();
  }

  /** Those of them that are direct and in which both have written. */
  Set<ConversationId> mutual(Collection<StoredConversation> conversations) {
    Set<ConversationId> mutual = new HashSet<>();
    Map<ConversationId, Long> heads = new HashMap<>();
    for (StoredConversation stored : conversations) {
      if (stored.core().kind() == Kind.DIRECT) {
        heads.put(stored.conversation().id(), stored.core().head());
      }
    }
    while (!heads.isEmpty()) {
      heads.entrySet().removeIf(each -> isSettled(each.getKey(), each.getValue(), mutual));
      readOn(heads.keySet());
    }
    return mutual;
  }

  private boolean isSettled(ConversationId id, long head, Set<ConversationId> mutual) {
    long sole = known.soleUpTo(id);
    if (sole == KnownSenders.SEVERAL) {
      mutual.add(id);
    }
    return head <= Math.max(1, sole);
  }

  /** A step further in each of them, so that no script runs for long. */
  private void readOn(Set<ConversationId> ids) {
    Map<ConversationId, Question> questions = new HashMap<>();
    ids.forEach(id -> questions.put(id, Question.sole(id, known.soleUpTo(id))));
    Map<Question, Object> given = reads.ask(questions.values());
    questions.forEach((id, question) -> note(id, question, given.get(question)));
  }

  /**
   * Notes the answer.
   *
   * @param answer up to where one alone has written, negative where somebody else has
   */
  private void note(ConversationId id, Question asked, @Nullable Object answer) {
    long from = Long.parseLong(asked.a());
    long upTo = answer == null ? from : (Long) answer;
    if (upTo == from) {
      throw new IllegalStateException("messages are missing after position " + upTo);
    }
    known.putSole(id, upTo < 0 ? KnownSenders.SEVERAL : upTo);
  }
}
