package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.Partition;
import io.messageservice.domain.conversation.ConversationId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the positions from which on access changed where the log does not note them, since a node
 * of an earlier version wrote it: the position before the next message of the conversation or,
 * where none came yet, its head. Any thread that may block may call.
 */
final class UnnotedPositions {

  /** The most later changes of a partition that are searched for the next message. */
  private static final int MOST = 1_000;

  private final Reads reads;

  UnnotedPositions(Reads reads) {
    this.reads = reads;
  }

  /** By conversation, from the first of its changes on. */
  Map<ConversationId, Long> of(List<LoggedChange> changes) {
    Map<Integer, Long> first = new HashMap<>();
    Set<Question> questions = new HashSet<>();
    for (LoggedChange change : changes) {
      first.merge(change.partition(), change.number(), Math::min);
      questions.add(Question.core(change.conversation()));
    }
    List<Question> later = new ArrayList<>();
    first.forEach((partition, number) -> later.add(after(partition, number)));
    questions.addAll(later);
    Map<Question, Object> given = reads.ask(questions);
    Map<ConversationId, Long> positions = new HashMap<>();
    for (LoggedChange change : changes) {
      positions.put(change.conversation(), head(given, change.conversation()));
    }
    later.forEach(question -> note(given, question, positions));
    return positions;
  }

  private static Question after(int partition, long number) {
    return Question.changes(new Partition(partition), number, Long.MAX_VALUE, MOST);
  }

  private static long head(Map<Question, Object> given, ConversationId id) {
    String core = RedisAnswers.text(given.get(Question.core(id)));
    return core.isEmpty() ? 0 : Core.parse(core).head();
  }

  private static void note(
      Map<Question, Object> given, Question later, Map<ConversationId, Long> positions) {
    List<LoggedChange> changes = LoggedChange.parse(later.where().number(), given.get(later));
    for (LoggedChange change : changes) {
      if (change.first() > 0) {
        positions.computeIfPresent(
            change.conversation(), (id, head) -> Math.min(head, change.first() - 1));
      }
    }
  }
}
