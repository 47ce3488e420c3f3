package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.Partition;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.AccessChange;
import io.messageservice.application.port.out.History.Head;
import io.messageservice.application.port.out.History.Heads;
import io.messageservice.application.port.out.History.Mark;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Reads the logs of changes, one in each partition, numbered without holes. A mark is the number of
 * the last change of each. Any thread that may block may call.
 */
final class Changes {

  /** The most changes of a partition that are read at once. */
  private static final int MOST = 1_000;

  private final Reads reads;
  private final Runnable whenLost;
  private final RedisStoreEvents events;

  /**
   * Reads them.
   *
   * @param whenLost runs where Redis knows of fewer changes than it did
   */
  Changes(Reads reads, Runnable whenLost, RedisStoreEvents events) {
    this.reads = reads;
    this.whenLost = whenLost;
    this.events = events;
  }

  Mark mark() {
    return mark(ends(reads.ask(ends())));
  }

  Heads since(Mark mark) {
    long[] passed = parse(mark);
    List<Question> questions = ends();
    for (int i = 0; i < Partition.COUNT; i++) {
      questions.add(Question.changes(new Partition(i), passed[i], MOST));
    }
    Map<Question, Object> given = reads.ask(questions);
    long[] ends = ends(given);
    List<Change> all = new ArrayList<>();
    boolean missed = false;
    boolean lost = false;
    for (int i = 0; i < Partition.COUNT; i++) {
      Question question = questions.get(Partition.COUNT + i);
      List<Change> some = Change.parse(i, given.get(question));
      missed |= !some.isEmpty() && some.get(0).number() != passed[i] + 1;
      lost |= ends[i] < passed[i];
      passed[i] = Math.min(ends[i], passed[i]);
      all.addAll(some);
    }
    report(missed, lost);
    return pass(all, passed);
  }

  private void report(boolean missed, boolean lost) {
    if (lost) {
      whenLost.run();
    }
    if (missed || lost) {
      events.changesMissed();
    }
  }

  /** In about the order in which they happened, as many as one look passes. */
  private static Heads pass(List<Change> changes, long[] passed) {
    changes.sort(Comparator.comparingLong(Change::atMillis).thenComparingLong(Change::number));
    Map<ConversationId, Head> heads = new HashMap<>();
    Map<ConversationId, Set<UserId>> came = new HashMap<>();
    long count = 0;
    for (Change change : changes) {
      count += change.messages();
      if (count > History.MAX_PASSED && count > change.messages()) {
        break;
      }
      change.pass(heads, came);
      passed[change.partition()] = change.number();
    }
    List<AccessChange> accessChanged = new ArrayList<>();
    came.forEach((id, users) -> accessChanged.add(new AccessChange(id, users)));
    return new Heads(mark(passed), List.copyOf(heads.values()), accessChanged);
  }

  private static List<Question> ends() {
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < Partition.COUNT; i++) {
      questions.add(Question.end(new Partition(i)));
    }
    return questions;
  }

  private static long[] ends(Map<Question, Object> given) {
    return ends().stream()
        .mapToLong(question -> Change.number(Answers.text(given.get(question))))
        .toArray();
  }

  private static Mark mark(long[] numbers) {
    return new Mark(
        LongStream.of(numbers).mapToObj(Long::toString).collect(Collectors.joining(" ")));
  }

  private static long[] parse(Mark mark) {
    long[] numbers =
        List.of(mark.value().split(" ", -1)).stream().mapToLong(Long::parseLong).toArray();
    if (numbers.length != Partition.COUNT) {
      throw new IllegalArgumentException("not a mark of this store");
    }
    return numbers;
  }
}
