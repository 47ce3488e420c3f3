package io.messageservice.adapter.redis.bridge;

import io.messageservice.adapter.redis.RedisAnswers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command as it stands in the stream.
 *
 * @param id of the entry
 * @param tries how often it was taken, this time included
 * @param words names and values of its fields, as received
 */
record CommandEntry(String id, int tries, List<byte[]> words) {

  /** Of one with more fields than this no more are looked at. */
  static final int MAX_FIELDS = 64;

  CommandEntry {
    words = List.copyOf(words);
  }

  /** As Redis answers it. */
  static CommandEntry of(Object answer) {
    List<?> parts = RedisAnswers.list(answer);
    List<byte[]> words = new ArrayList<>();
    RedisAnswers.list(parts.get(2)).stream()
        .limit(2L * MAX_FIELDS)
        .forEach(word -> words.add(RedisAnswers.bytes(word)));
    int tries = (int) RedisAnswers.number(parts.get(1));
    return new CommandEntry(RedisAnswers.text(parts.get(0)), tries, words);
  }

  /** Its fields; empty where a text of them is not UTF-8. */
  Optional<Map<String, String>> fields() {
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i + 1 < words.size(); i += 2) {
      Optional<String> name = RedisAnswers.strictText(words.get(i));
      Optional<String> value = RedisAnswers.strictText(words.get(i + 1));
      if (name.isEmpty() || value.isEmpty()) {
        return Optional.empty();
      }
      fields.put(name.get(), value.get());
    }
    return Optional.of(fields);
  }
}
