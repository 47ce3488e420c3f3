package io.messageservice.adapter.redis.store;

import static io.messageservice.adapter.redis.RedisAnswers.list;
import static io.messageservice.adapter.redis.RedisAnswers.number;

import io.messageservice.adapter.redis.store.StoredSenders.Standing;
import io.messageservice.application.port.out.History;
import io.messageservice.application.store.batch.Personal;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.personal.Unread;
import io.messageservice.domain.personal.UnreadTotal;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What is unread by users. Any thread that may block may call. */
record UnreadCounts(Epoch epoch, Reads reads) {

  private static final int MENTIONS = 3;

  /** As many conversations are asked for at once: a script does not run for long. */
  private static final int MAX_AT_ONCE = 4_000;

  /** What is unread of each in which the user takes part. */
  Map<ConversationId, Unread> of(UserId user, Collection<ConversationId> ids) {
    Map<ConversationId, Question> questions = new HashMap<>();
    ids.forEach(id -> questions.put(id, Question.unread(id, user, Optional.empty())));
    Map<Question, Object> given = reads.ask(questions.values());
    Map<ConversationId, List<?>> answers = new HashMap<>();
    questions.forEach((id, question) -> answers.put(id, list(given.get(question))));
    answers.values().removeIf(List::isEmpty);
    Map<ConversationId, Unread> unread = new HashMap<>();
    counted(user, answers).forEach((id, counted) -> unread.put(id, counted.unread()));
    return unread;
  }

  /** What a user has of a conversation, with what is unread of it. */
  record Counted(Personal own, Unread unread) {}

  /** By what each {@link Question#unread} was answered. */
  Map<ConversationId, Counted> counted(UserId user, Map<ConversationId, List<?>> answers) {
    Map<ConversationId, Standing> standings = new HashMap<>();
    answers.forEach((id, answer) -> standings.put(id, Standing.parse(answer)));
    Map<ConversationId, Integer> messages = senders().unread(user, standings);
    Map<ConversationId, Counted> counted = new HashMap<>();
    standings.forEach(
        (id, standing) -> {
          int mentions = mentions(Objects.requireNonNull(answers.get(id)));
          Unread unread = new Unread(messages.getOrDefault(id, 0), mentions);
          counted.put(id, new Counted(standing.own(), unread));
        });
    return counted;
  }

  /**
   * What is unread of those that the user has not hidden.
   *
   * @param ids in which the user may take part; any number of them
   */
  UnreadTotal total(Collection<ConversationId> ids, UserId user, Instant now) {
    List<ConversationId> all = List.copyOf(ids);
    UnreadTotal total = UnreadTotal.NONE;
    for (int from = 0; from < all.size(); from += MAX_AT_ONCE) {
      List<ConversationId> some = all.subList(from, Math.min(all.size(), from + MAX_AT_ONCE));
      total = add(total, some, user, now);
    }
    return total;
  }

  private UnreadTotal add(UnreadTotal before, List<ConversationId> ids, UserId user, Instant now) {
    Map<ConversationId, Question> questions = new HashMap<>();
    ids.forEach(id -> questions.put(id, Question.unread(id, user, Optional.of(now))));
    Map<Question, Object> given = reads.ask(questions.values());
    Map<ConversationId, Standing> counted = new HashMap<>();
    UnreadTotal total = before;
    for (Map.Entry<ConversationId, Question> each : questions.entrySet()) {
      List<?> answer = list(given.get(each.getValue()));
      if (!answer.isEmpty()) {
        Standing standing = Standing.parse(answer);
        total = total.and(new Unread(0, mentions(answer)), false);
        if (!standing.own().preferences().isMutedAt(now)) {
          counted.put(each.getKey(), standing);
        }
      }
    }
    for (int messages : senders().unread(user, counted).values()) {
      total = total.and(new Unread(messages, 0), false);
    }
    return total;
  }

  private StoredSenders senders() {
    return new StoredSenders(reads, epoch.senders());
  }

  private static int mentions(List<?> answer) {
    return (int) Math.min(History.MAX_UNREAD, number(answer.get(MENTIONS)));
  }
}
