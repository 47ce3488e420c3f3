package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.Partition;
import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.ChangeLog.AccessChange;
import io.messageservice.application.port.out.ChangeLog.Head;
import io.messageservice.application.port.out.ChangeLog.Heads;
import io.messageservice.application.port.out.ChangeLog.Mark;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the logs of changes, one in each partition, numbered without holes. A mark is the number of
 * the last change of each. Any thread that may block may call.
 */
final class RedisChangeLog implements ChangeLog {

  /** The most changes of a partition that are read at once. */
  private static final int MOST = 1_000;

  private static final Comparator<LoggedChange> OLDEST_FIRST =
      Comparator.comparingLong(LoggedChange::atMillis).thenComparingLong(LoggedChange::number);

  private final Reads reads;
  private final Epochs epochs;
  private final RedisHealth health;
  private final RedisStoreEvents events;

  RedisChangeLog(
      RedisConnection connection, Epochs epochs, RedisHealth health, RedisStoreEvents events) {
    this.reads = new Reads(connection);
    this.epochs = epochs;
    this.health = health;
    this.events = events;
  }

  @Override
  public Mark end() {
    return epochs.in(health, epoch -> mark(ends(reads.ask(ends()))));
  }

  @Override
  public Heads between(Mark from, Mark end) {
    return epochs.in(health, epoch -> read(from, end));
  }

  private Heads read(Mark from, Mark end) {
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
      epochs.look(null);
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
      if (messages > MAX_PASSED && i > 0) {
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
    positions.putAll(unnotedPositions(unknown));
    return positions;
  }

  /**
   * Of each conversation from the first of its changes on: the position before its next message or,
   * where none came yet, its head.
   */
  private Map<ConversationId, Long> unnotedPositions(List<LoggedChange> changes) {
    Map<Integer, Long> first = new HashMap<>();
    Set<Question> questions = new HashSet<>();
    for (LoggedChange change : changes) {
      first.merge(change.partition(), change.number(), Math::min);
      questions.add(Question.core(change.conversation()));
    }
    List<Question> later = new ArrayList<>();
    first.forEach((partition, number) -> later.add(after(partition, number)));
    questions.addAll(later);
    Map<Question, Object> given = reads.ask(questions);
    Map<ConversationId, Long> positions = new HashMap<>();
    for (LoggedChange change : changes) {
      positions.put(change.conversation(), head(given, change.conversation()));
    }
    later.forEach(question -> note(given, question, positions));
    return positions;
  }

  private static Question after(int partition, long number) {
    return Question.changes(new Partition(partition), number, Long.MAX_VALUE, MOST);
  }

  private static long head(Map<Question, Object> given, ConversationId id) {
    String core = RedisAnswers.text(given.get(Question.core(id)));
    return core.isEmpty() ? 0 : Core.parse(core).head();
  }

  private static void note(
      Map<Question, Object> given, Question later, Map<ConversationId, Long> positions) {
    List<LoggedChange> changes = LoggedChange.parse(later.where().number(), given.get(later));
    for (LoggedChange change : changes) {
      if (change.first() > 0) {
        positions.computeIfPresent(
            change.conversation(), (id, head) -> Math.min(head, change.first() - 1));
      }
    }
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

  /**
   * A change of one conversation by one batch.
   *
   * @param atMillis by the clock of the node that wrote it, but not before the change before it in
   *     the log: clocks differ, and the order of a log is that of its numbers
   * @param first the position of the first message; 0 where none was said
   * @param access whether kind or participants changed
   * @param accessSeq the position from which on they did; earlier versions did not note it
   */
  private record LoggedChange(
      int partition,
      long number,
      long atMillis,
      ConversationId conversation,
      long first,
      long head,
      boolean access,
      Set<UserId> came,
      OptionalLong accessSeq) {

    /** Where the position stands from which on access changed. */
    private static final int ACCESS_SEQ = 17;

    static List<LoggedChange> parse(int partition, @Nullable Object answer) {
      List<LoggedChange> changes = new ArrayList<>();
      long atMillis = 0;
      for (Object entry : RedisAnswers.list(answer)) {
        LoggedChange change = parse(partition, RedisAnswers.list(entry), atMillis);
        atMillis = change.atMillis();
        changes.add(change);
      }
      return changes;
    }

    private static LoggedChange parse(int partition, List<?> entry, long notBeforeMillis) {
      String id = RedisAnswers.text(entry.get(0));
      List<?> fields = RedisAnswers.list(entry.get(1));
      return new LoggedChange(
          partition,
          number(id),
          Math.max(notBeforeMillis, Long.parseLong(id, id.indexOf('-') + 1, id.length(), 10)),
          new ConversationId(RedisAnswers.text(fields.get(1))),
          Long.parseLong(RedisAnswers.text(fields.get(3))),
          Long.parseLong(RedisAnswers.text(fields.get(5))),
          !RedisAnswers.text(fields.get(7)).isEmpty(),
          users(RedisAnswers.text(fields.get(9))),
          number(fields, ACCESS_SEQ));
    }

    static long number(String entryId) {
      return Long.parseLong(entryId, 0, entryId.indexOf('-'), 10);
    }

    long messages() {
      return first == 0 ? 0 : head - first + 1;
    }

    /** What it appended, where it did. */
    Optional<Head> appended() {
      return first == 0 ? Optional.empty() : Optional.of(new Head(conversation, first - 1, head));
    }

    /** That access changed, from that position on where it is not noted otherwise. */
    AccessChange accessChange(long otherwise) {
      return new AccessChange(conversation, came, accessSeq.orElse(otherwise));
    }

    private static OptionalLong number(List<?> fields, int place) {
      String text = place < fields.size() ? RedisAnswers.text(fields.get(place)) : "";
      return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
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
