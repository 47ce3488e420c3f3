package io.messageservice.adapter.redis.store;

import io.messageservice.domain.conversation.ConversationId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads conversations, with the participants that are not remembered. */
final class Conversations {

  private final Epoch epoch;
  private final Reads reads;
  private final Answers answers;

  Conversations(Epoch epoch, Reads reads) {
    this.epoch = epoch;
    this.reads = reads;
    this.answers = new Answers(epoch);
  }

  Optional<Stored> find(ConversationId id) {
    return Optional.ofNullable(find(List.of(id)).get(id));
  }

  /** Those of them that there are. */
  Map<ConversationId, Stored> find(Collection<ConversationId> ids) {
    Map<ConversationId, Question> questions = new HashMap<>();
    for (ConversationId id : ids) {
      questions.put(id, Question.conversation(id, epoch.participants().version(id).orElse("")));
    }
    Map<Question, Object> given = reads.ask(questions.values());
    Map<ConversationId, Stored> found = new HashMap<>();
    List<ConversationId> again = new ArrayList<>();
    questions.forEach(
        (id, question) -> {
          Object answer = given.get(question);
          if (answers.lacksParticipants(id, answer)) {
            again.add(id);
          } else {
            answers.conversation(id, answer).ifPresent(stored -> found.put(id, stored));
          }
        });
    again.forEach(id -> findWhole(id).ifPresent(stored -> found.put(id, stored)));
    return found;
  }

  /** Its participants were dropped from what is remembered meanwhile. */
  private Optional<Stored> findWhole(ConversationId id) {
    return answers.conversation(id, reads.ask(Question.conversation(id, "")));
  }
}
