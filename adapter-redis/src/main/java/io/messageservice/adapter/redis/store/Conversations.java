package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.store.format.ConversationRecord;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Details;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.conversation.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads conversations. Any thread that may block may call. */
final class Conversations {

  /** The most heads that are asked for at once: Redis is not busy for long. */
  private static final int MOST_HEADS = 5_000;

  private final Epoch epoch;
  private final Reads reads;
  private final StoreAnswers answers;

  Conversations(Epoch epoch, Reads reads) {
    this.epoch = epoch;
    this.reads = reads;
    this.answers = new StoreAnswers(epoch);
  }

  /** The conversation; what is remembered of it is not read. */
  Optional<StoredConversation> find(ConversationId id) {
    return Optional.ofNullable(find(List.of(id)).get(id));
  }

  /** Those of them that there are. */
  Map<ConversationId, StoredConversation> find(Collection<ConversationId> ids) {
    Map<ConversationId, Question> questions = new HashMap<>();
    for (ConversationId id : ids) {
      questions.put(id, Question.conversation(id, epoch.knownVersion(id)));
    }
    Map<Question, Object> given = reads.ask(questions.values());
    Map<ConversationId, StoredConversation> found = new HashMap<>();
    List<ConversationId> again = new ArrayList<>();
    questions.forEach(
        (id, question) -> {
          Object answer = given.get(question);
          if (answers.isIncomplete(id, answer)) {
            again.add(id);
          } else {
            answers.conversation(id, answer).ifPresent(stored -> found.put(id, stored));
          }
        });
    again.forEach(id -> findWhole(id).ifPresent(stored -> found.put(id, stored)));
    return found;
  }

  /** What was left out was dropped from what is remembered meanwhile. */
  private Optional<StoredConversation> findWhole(ConversationId id) {
    return answers.conversation(id, reads.ask(Question.conversation(id, "")));
  }

  /** How far each of them that there is has come. */
  Map<ConversationId, Position> heads(Collection<ConversationId> conversations) {
    List<ConversationId> all = List.copyOf(conversations);
    Map<ConversationId, Position> heads = new HashMap<>();
    for (int from = 0; from < all.size(); from += MOST_HEADS) {
      readHeads(all.subList(from, Math.min(all.size(), from + MOST_HEADS)), heads);
    }
    return heads;
  }

  private void readHeads(List<ConversationId> some, Map<ConversationId, Position> heads) {
    Map<Question, Object> given = reads.ask(some.stream().map(Question::core).toList());
    for (ConversationId id : some) {
      String core = RedisAnswers.text(given.get(Question.core(id)));
      if (!core.isEmpty()) {
        heads.put(id, ConversationRecord.parse(core).position());
      }
    }
  }

  /**
   * Those without messages that were last joined before that time, those joined longest ago first.
   */
  List<ConversationId> silent(long joinedBeforeMillis, int limit) {
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < KeyPartition.COUNT; i++) {
      questions.add(Question.silent(new KeyPartition(i), joinedBeforeMillis, limit));
    }
    Map<Question, Object> given = reads.ask(questions);
    List<Silent> all = new ArrayList<>();
    for (Question question : questions) {
      List<?> found = RedisAnswers.list(given.get(question));
      for (int i = 0; i < found.size(); i += 2) {
        ConversationId id = new ConversationId(RedisAnswers.text(found.get(i)));
        all.add(new Silent(id, RedisAnswers.number(found.get(i + 1))));
      }
    }
    return all.stream()
        .sorted(Comparator.comparingLong(Silent::since))
        .limit(limit)
        .map(Silent::id)
        .toList();
  }

  private record Silent(ConversationId id, long since) {}

  /** A conversation as Redis has it. */
  record StoredConversation(ConversationRecord core, Conversation conversation) {

    static StoredConversation of(
        ConversationId id, ConversationRecord core, Participants participants, Details details) {
      return new StoredConversation(core, core.with(id, participants, details));
    }
  }
}
