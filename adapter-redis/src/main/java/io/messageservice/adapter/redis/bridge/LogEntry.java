package io.messageservice.adapter.redis.bridge;

import io.messageservice.adapter.redis.RedisAnswers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An entry of a log. */
record LogEntry(String id, Map<String, String> fields) {

  LogEntry {
    fields = Map.copyOf(fields);
  }

  /**
   * As Redis answers it.
   *
   * @throws IllegalArgumentException where it is something else
   */
  static LogEntry of(Object answer) {
    List<?> parts = RedisAnswers.list(answer);
    List<?> words = RedisAnswers.list(parts.get(1));
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i + 1 < words.size(); i += 2) {
      fields.put(RedisAnswers.text(words.get(i)), RedisAnswers.text(words.get(i + 1)));
    }
    return new LogEntry(RedisAnswers.text(parts.get(0)), fields);
  }

  /**
   * The value of a field.
   *
   * @throws IllegalArgumentException where there is none
   */
  String get(String field) {
    String value = fields.get(field);
    if (value == null) {
      throw new IllegalArgumentException("no field " + field);
    }
    return value;
  }
}
