package io.messageservice.adapter.redis.store;

import static io.messageservice.adapter.redis.RedisScript.word;

import java.util.ArrayList;
import java.util.List;

/** Words for a script, in their order. Only the lane may call. */
final class Words {

  private final List<Object> words = new ArrayList<>();

  Words add(String text) {
    words.add(word(text));
    return this;
  }

  Words add(long number) {
    return add(Long.toString(number));
  }

  Words add(byte[] bytes) {
    words.add(bytes);
    return this;
  }

  Words addAll(Words others) {
    words.addAll(others.words);
    return this;
  }

  /** Their number, and they. */
  Words addCounted(Words others) {
    return add(others.words.size()).addAll(others);
  }

  Object[] toArray() {
    return words.toArray();
  }
}
