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

  /** Their number, and they. */
  Words addCounted(Words others) {
    add(others.words.size());
    words.addAll(others.words);
    return this;
  }

  Object[] toArray() {
    return words.toArray();
  }
}
