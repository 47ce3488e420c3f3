package io.messageservice.adapter.redis.bridge;

import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisScript;
import io.messageservice.adapter.redis.presence.StoredTransition;
import java.util.List;
import java.util.Optional;

/** Reads the log of the board of presence. Any thread that may block may call. */
final class BoardLog {

  /** The key of the log, behind the prefix of all keys. */
  static final String KEY = "{presence}:log";

  private static final int MOST = 128;
  private static final RedisScript READ = RedisScript.beside(BoardLog.class, "presence.lua");

  private final RedisConnection redis;

  BoardLog(RedisConnection redis) {
    this.redis = redis;
  }

  /**
   * What was read.
   *
   * @param position from which to go on; as it was where there is nothing
   * @param lost how many before the entries are gone
   * @param more whether there may be further ones
   */
  record Page(String position, long lost, List<Entry> entries, boolean more) {

    Page {
      entries = List.copyOf(entries);
    }
  }

  /**
   * An entry.
   *
   * @param text as the board wrote it
   * @param transition empty where this version does not understand it
   */
  record Entry(String id, String text, Optional<StoredTransition> transition) {

    private static Entry of(List<?> answer) {
      String id = RedisAnswers.text(answer.get(0));
      try {
        String text = RedisAnswers.text(RedisAnswers.list(answer.get(1)).get(1));
        return new Entry(id, text, Optional.of(StoredTransition.of(text)));
      } catch (IllegalArgumentException | IndexOutOfBoundsException garbage) {
        return new Entry(id, "", Optional.empty());
      }
    }
  }

  /**
   * Reads on.
   *
   * @param position up to where it was read; empty for the oldest
   */
  Page after(String position) {
    List<Object> answer =
        RedisAnswers.await(READ.list(redis, redis.prefix() + KEY, position, MOST));
    List<Entry> entries =
        RedisAnswers.list(answer.get(2)).stream()
            .map(entry -> Entry.of(RedisAnswers.list(entry)))
            .toList();
    return new Page(
        RedisAnswers.text(answer.get(0)),
        RedisAnswers.number(answer.get(1)),
        entries,
        entries.size() == MOST);
  }
}
