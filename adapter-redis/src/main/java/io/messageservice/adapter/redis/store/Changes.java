package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.Partition;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.AccessChange;
import io.messageservice.application.port.out.History.Head;
import io.messageservice.application.port.out.History.Heads;
import io.messageservice.application.port.out.History.Mark;
import io.messageservice.domain.conversation.ConversationId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Reads the logs of changes, one in each partition, numbered without holes. A mark is the number of
 * the last change of each. Any thread that may block may call.
 */
final class Changes {

  /** The most changes of a partition that are read at once. */
  private static final int MOST = 1_000;

  private static final Comparator<LoggedChange> OLDEST_FIRST =
      Comparator.comparingLong(LoggedChange::atMillis).thenComparingLong(LoggedChange::number);

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

  /** What changed after one mark and up to another. */
  Heads between(Mark from, Mark end) {
    long[] passed = parse(from);
    long[] last = parse(end);
    List<Question> questions = ends();
    for (int i = 0; i < Partition.COUNT; i++) {
      questions.add(Question.changes(new Partition(i), passed[i], last[i], MOST));
    }
    Map<Question, Object> given = reads.ask(questions);
    long[] ends = ends(given);
    List<LoggedChange> all = new ArrayList<>();
    boolean missed = false;
    boolean lost = false;
    for (int i = 0; i < Partition.COUNT; i++) {
      List<LoggedChange> some =
          LoggedChange.parse(i, given.get(questions.get(Partition.COUNT + i)));
      lost |= ends[i] < Math.max(passed[i], last[i]);
      if (some.isEmpty()) {
        missed |= passed[i] < last[i];
        passed[i] = last[i];
      } else {
        missed |= some.get(0).number() != passed[i] + 1;
      }
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
  private Heads pass(List<LoggedChange> changes, long[] passed) {
    changes.sort(OLDEST_FIRST);
    List<LoggedChange> fitting = changes.subList(0, fitting(changes));
    Map<ConversationId, Head> heads = new HashMap<>();
    for (LoggedChange change : fitting) {
      change.appended().ifPresent(head -> heads.merge(head.conversation(), head, Head::and));
      passed[change.partition()] = change.number();
    }
    return new Heads(mark(passed), List.copyOf(heads.values()), accessChanged(fitting, heads));
  }

  private static int fitting(List<LoggedChange> changes) {
    long messages = 0;
    for (int i = 0; i < changes.size(); i++) {
      messages += changes.get(i).messages();
      if (messages > History.MAX_PASSED && i > 0) {
        return i;
      }
    }
    return changes.size();
  }

  private List<AccessChange> accessChanged(
      List<LoggedChange> changes, Map<ConversationId, Head> heads) {
    Map<ConversationId, Long> unnoted = unnotedPositions(changes, heads);
    Map<ConversationId, AccessChange> access = new HashMap<>();
    for (LoggedChange change : changes) {
      if (change.access()) {
        AccessChange one = change.accessChange(unnoted.getOrDefault(change.conversation(), 0L));
        access.merge(change.conversation(), one, AccessChange::and);
      }
    }
    return List.copyOf(access.values());
  }

  /** For changes of access that a node of an earlier version stored, without their position. */
  private Map<ConversationId, Long> unnotedPositions(
      List<LoggedChange> changes, Map<ConversationId, Head> heads) {
    Map<ConversationId, Long> positions = new HashMap<>();
    List<LoggedChange> unknown = new ArrayList<>();
    for (LoggedChange change : changes) {
      Head head = heads.get(change.conversation());
      if (head != null) {
        positions.put(change.conversation(), head.afterSeq());
      } else if (change.access() && change.accessSeq().isEmpty()) {
        unknown.add(change);
      }
    }
    positions.putAll(new UnnotedPositions(reads).of(unknown));
    return positions;
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
        .mapToLong(question -> LoggedChange.number(RedisAnswers.text(given.get(question))))
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
