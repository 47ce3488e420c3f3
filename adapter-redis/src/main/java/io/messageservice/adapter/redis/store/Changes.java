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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

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

  /**
   * A change of one conversation by one batch.
   *
   * @param first the position of the first message; 0 where none was said
   * @param access whether kind or participants changed
   */
  private record Change(
      int partition,
      long number,
      long atMillis,
      ConversationId conversation,
      long first,
      long head,
      boolean access,
      Set<UserId> came) {

    static List<Change> parse(int partition, @Nullable Object answer) {
      List<Change> changes = new ArrayList<>();
      for (Object entry : Answers.list(answer)) {
        changes.add(parse(partition, Answers.list(entry)));
      }
      return changes;
    }

    private static Change parse(int partition, List<?> entry) {
      String id = Answers.text(entry.get(0));
      List<?> fields = Answers.list(entry.get(1));
      return new Change(
          partition,
          number(id),
          Long.parseLong(id, id.indexOf('-') + 1, id.length(), 10),
          new ConversationId(Answers.text(fields.get(1))),
          Long.parseLong(Answers.text(fields.get(3))),
          Long.parseLong(Answers.text(fields.get(5))),
          !Answers.text(fields.get(7)).isEmpty(),
          users(Answers.text(fields.get(9))));
    }

    static long number(String entryId) {
      return Long.parseLong(entryId, 0, entryId.indexOf('-'), 10);
    }

    long messages() {
      return first == 0 ? 0 : head - first + 1;
    }

    void pass(Map<ConversationId, Head> heads, Map<ConversationId, Set<UserId>> cameTo) {
      if (first > 0) {
        Head now = new Head(conversation, first - 1, head);
        heads.merge(conversation, now, (old, last) -> joined(old, last));
      }
      if (access) {
        cameTo.computeIfAbsent(conversation, id -> new HashSet<>()).addAll(came);
      }
    }

    private static Head joined(Head old, Head last) {
      return new Head(last.conversation(), old.afterSeq(), last.head());
    }

    private static Set<UserId> users(String joined) {
      Set<UserId> users = new HashSet<>();
      for (String user : joined.split("\0", -1)) {
        if (!user.isEmpty()) {
          users.add(new UserId(user));
        }
      }
      return users;
    }
  }
}
