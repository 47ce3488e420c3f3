package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisScript;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks Redis questions, all at the same time; those of one partition are answered as of one moment.
 * Any thread that may block may call.
 */
final class Reads {

  static final RedisScript READ =
      RedisScript.beside(Reads.class, "forms.lua", "messages.lua", "read.lua");

  private final RedisConnection connection;

  Reads(RedisConnection connection) {
    this.connection = connection;
  }

  @Nullable Object ask(Question question) {
    return ask(List.of(question)).get(question);
  }

  /** The answer to each question; none, where the answer is null. */
  Map<Question, Object> ask(Collection<Question> questions) {
    Map<KeyPartition, List<Question>> byPlace = new HashMap<>();
    for (Question question : questions) {
      byPlace.computeIfAbsent(question.where(), where -> new ArrayList<>()).add(question);
    }
    List<Asked> asked = new ArrayList<>(byPlace.size());
    byPlace.forEach((where, some) -> asked.add(new Asked(some, send(where, some))));
    Map<Question, Object> answers = new HashMap<>();
    asked.forEach(some -> put(answers, some.questions, RedisAnswers.await(some.given)));
    return answers;
  }

  private static void put(Map<Question, Object> answers, List<Question> asked, List<Object> given) {
    for (int i = 0; i < asked.size(); i++) {
      Object answer = given.get(i);
      if (answer != null) {
        answers.put(asked.get(i), answer);
      }
    }
  }

  private CompletableFuture<List<Object>> send(KeyPartition where, List<Question> questions) {
    List<String> words = questions.stream().flatMap(Question::words).toList();
    return READ.list(connection, connection.key(where, "run"), words);
  }

  private record Asked(List<Question> questions, CompletableFuture<List<Object>> given) {}
}
