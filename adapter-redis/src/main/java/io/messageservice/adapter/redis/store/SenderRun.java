package io.messageservice.adapter.redis.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages in a row that one user said.
 *
 * @param from the position of the first
 * @param to the position of the last
 * @param era in which all of them were said
 */
record SenderRun(String sender, int era, long from, long to) {

  /** The most messages that one {@link Question#senders} is answered for. */
  static final int MAX_MESSAGES = 4_096;

  /** What {@link Question#senders} asks, from that position on. */
  static List<SenderRun> parse(long from, @Nullable Object answer) {
    List<?> words = RedisAnswers.list(answer);
    List<SenderRun> runs = new ArrayList<>(words.size() / 3);
    long next = from;
    for (int i = 0; i < words.size(); i += 3) {
      int era = Integer.parseInt(RedisAnswers.text(words.get(i + 1)));
      long end = next + Long.parseLong(RedisAnswers.text(words.get(i + 2)));
      runs.add(new SenderRun(RedisAnswers.text(words.get(i)), era, next, end - 1));
      next = end;
    }
    return runs;
  }
}
