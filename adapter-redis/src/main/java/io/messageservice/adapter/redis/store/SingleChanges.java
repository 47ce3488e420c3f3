package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.Partition;
import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.application.port.out.ChangeLog.Change;
import io.messageservice.application.port.out.ChangeLog.Changes;
import io.messageservice.application.port.out.ChangeLog.Lost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads on in the logs of changes for those who pass on every change. Each log is read from the
 * entry of the mark on, which shows whether it is still that log. One read; one thread may call.
 */
final class SingleChanges {

  private final Reads reads;
  private final int limit;
  private final List<Change> changes = new ArrayList<>();
  private final List<Lost> lost = new ArrayList<>();
  private boolean more;

  /**
   * @param limit how many changes of each partition at most
   */
  SingleChanges(Reads reads, int limit) {
    this.reads = reads;
    this.limit = limit;
  }

  /** What follows those entries, one of each partition. */
  Changes after(String[] entries) {
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < Partition.COUNT; i++) {
      questions.add(from(i, LoggedChange.number(entries[i])));
    }
    Map<Question, Object> given = reads.ask(questions);
    String[] reached = entries.clone();
    for (int i = 0; i < Partition.COUNT; i++) {
      reached[i] = read(i, reached[i], RedisAnswers.list(given.get(questions.get(i))));
    }
    return new Changes(RedisChangeLog.mark(reached), changes, lost, more);
  }

  private Question from(int partition, long number) {
    return Question.changes(
        new Partition(partition), Math.max(0, number - 1), Long.MAX_VALUE, limit + 1);
  }

  /** Returns the last entry that was passed. */
  private String read(int partition, String after, List<?> found) {
    long number = LoggedChange.number(after);
    if (number == 0) {
      return pass(partition, after, found);
    }
    String first = found.isEmpty() ? "" : entry(found.get(0));
    if (first.equals(after)) {
      return pass(partition, after, found.subList(1, found.size()));
    }
    if (first.isEmpty() || LoggedChange.number(first) == number) { // another log
      return pass(partition, after, RedisAnswers.list(reads.ask(from(partition, 0))));
    }
    long gone = LoggedChange.number(first) - number - 1;
    if (gone > 0) {
      lost.add(new Lost("p" + partition + "-before-" + first, "p" + partition, gone));
    }
    return pass(partition, after, found);
  }

  private String pass(int partition, String after, List<?> found) {
    List<?> some = found.subList(0, Math.min(limit, found.size()));
    for (Object each : some) {
      add(partition, RedisAnswers.list(each));
    }
    more |= some.size() == limit;
    return some.isEmpty() ? after : entry(some.get(some.size() - 1));
  }

  private void add(int partition, List<?> entry) {
    try {
      changes.add(LoggedChange.parse(partition, entry, 0).change());
    } catch (IllegalArgumentException | IndexOutOfBoundsException garbage) {
      lost.add(new Lost("p" + partition + "-" + entry(entry), "p" + partition, 1));
    }
  }

  private static String entry(Object found) {
    return RedisAnswers.text(RedisAnswers.list(found).get(0));
  }
}
