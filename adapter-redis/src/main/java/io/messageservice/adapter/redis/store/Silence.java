package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.Partition;
import io.messageservice.domain.conversation.ConversationId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Finds conversations in which nothing was said. */
final class Silence {

  private final Reads reads;

  Silence(Reads reads) {
    this.reads = reads;
  }

  /** Those last joined before that time, those joined longest ago first. */
  List<ConversationId> before(long millis, int limit) {
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < Partition.COUNT; i++) {
      questions.add(Question.silent(new Partition(i), millis, limit));
    }
    Map<Question, Object> given = reads.ask(questions);
    List<Silent> all = new ArrayList<>();
    for (Question question : questions) {
      List<?> found = Answers.list(given.get(question));
      for (int i = 0; i < found.size(); i += 2) {
        ConversationId id = new ConversationId(Answers.text(found.get(i)));
        all.add(new Silent(id, Answers.number(found.get(i + 1))));
      }
    }
    return all.stream()
        .sorted(Comparator.comparingLong(Silent::since))
        .limit(limit)
        .map(Silent::id)
        .toList();
  }

  private record Silent(ConversationId id, long since) {}
}
