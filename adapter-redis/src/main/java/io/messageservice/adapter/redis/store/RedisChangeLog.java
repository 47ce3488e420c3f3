package io.messageservice.adapter.redis.store;

import static io.messageservice.adapter.redis.store.log.LoggedChange.number;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.store.format.ConversationRecord;
import io.messageservice.adapter.redis.store.log.LogMark;
import io.messageservice.adapter.redis.store.log.LoggedChange;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.ChangeLog.AccessChange;
import io.messageservice.application.port.out.ChangeLog.Head;
import io.messageservice.application.port.out.ChangeLog.Heads;
import io.messageservice.application.port.out.ChangeLog.Mark;
import io.messageservice.application.port.out.change.Changes;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads the logs of changes, one in each partition, numbered without holes. A mark names the last
 * change of each by number and time, so that another log is recognized; earlier versions gave the
 * number alone. Any thread that may block may call.
 */
final class RedisChangeLog implements ChangeLog {

  /** The most changes of a partition that are read at once. */
  private static final int MOST = 1_000;

  /** The place before the first change of a partition. */
  private static final String BEFORE_ALL = "0-0";

  private static final Comparator<LoggedChange> OLDEST_FIRST =
      Comparator.comparingLong(LoggedChange::atMillis).thenComparingLong(LoggedChange::number);

  private final Reads reads;
  private final Epochs epochs;
  private final RedisHealth health;
  private final RedisStoreEvents events;
  private final SingleChanges single;

  /**
   * @param single reads the same logs
   */
  RedisChangeLog(
      RedisConnection connection,
      Epochs epochs,
      RedisHealth health,
      RedisStoreEvents events,
      SingleChanges single) {
    this.reads = new Reads(connection);
    this.single = single;
    this.epochs = epochs;
    this.health = health;
    this.events = events;
  }

  @Override
  public Mark end() {
    return epochs.in(health, epoch -> places(of(Question::end)));
  }

  @Override
  public Heads between(Mark from, Mark end) {
    return epochs.in(health, epoch -> read(from, end));
  }

  @Override
  public Place newest() {
    return single.newest();
  }

  @Override
  public Changes after(Place from, int limit) {
    return single.after(from, limit);
  }

  @Override
  public Optional<Place> noted(String mark) {
    return single.noted(mark);
  }

  private Heads read(Mark from, Mark end) {
    String[] passed = parse(from);
    String[] last = parse(end);
    List<Question> questions = of(Question::end);
    for (int i = 0; i < KeyPartition.COUNT; i++) {
      questions.add(
          Question.changes(new KeyPartition(i), number(passed[i]), number(last[i]), MOST));
    }
    Map<Question, Object> given = reads.ask(questions);
    String[] ends = places(questions.subList(0, KeyPartition.COUNT), given);
    List<LoggedChange> all = new ArrayList<>();
    boolean missed = false;
    boolean lost = false;
    for (int i = 0; i < KeyPartition.COUNT; i++) {
      List<?> found = RedisAnswers.list(given.get(questions.get(KeyPartition.COUNT + i)));
      List<LoggedChange> some = LoggedChange.parse(i, found);
      missed |= some.size() < found.size();
      lost |= number(ends[i]) < Math.max(number(passed[i]), number(last[i]));
      if (some.isEmpty()) {
        missed |= number(passed[i]) < number(last[i]);
        passed[i] = last[i];
      } else {
        missed |= some.get(0).number() != number(passed[i]) + 1;
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
  private Heads pass(List<LoggedChange> changes, String[] passed) {
    changes.sort(OLDEST_FIRST);
    List<LoggedChange> fitting = changes.subList(0, fitting(changes));
    Map<ConversationId, Head> heads = new HashMap<>();
    for (LoggedChange change : fitting) {
      change.stored().ifPresent(head -> heads.merge(head.conversation(), head, Head::and));
      passed[change.partition()] = change.entry();
    }
    return new Heads(mark(passed), List.copyOf(heads.values()), accessChanged(fitting, heads));
  }

  private static int fitting(List<LoggedChange> changes) {
    long passed = 0;
    for (int i = 0; i < changes.size(); i++) {
      passed += changes.get(i).count();
      if (passed > MAX_PASSED && i > 0) {
        return i;
      }
    }
    return changes.size();
  }

  private List<AccessChange> accessChanged(
      List<LoggedChange> changes, Map<ConversationId, Head> heads) {
    Map<ConversationId, Position> unnoted = unnotedPositions(changes, heads);
    Map<ConversationId, AccessChange> access = new HashMap<>();
    for (LoggedChange change : changes) {
      if (change.access()) {
        AccessChange one =
            change.accessChange(unnoted.getOrDefault(change.conversation(), Position.START));
        access.merge(change.conversation(), one, AccessChange::and);
      }
    }
    return List.copyOf(access.values());
  }

  /** For changes of access that a node of an earlier version stored, without their position. */
  private Map<ConversationId, Position> unnotedPositions(
      List<LoggedChange> changes, Map<ConversationId, Head> heads) {
    Map<ConversationId, Position> positions = new HashMap<>();
    List<LoggedChange> unknown = new ArrayList<>();
    for (LoggedChange change : changes) {
      Head head = heads.get(change.conversation());
      if (head != null) {
        positions.put(change.conversation(), head.after());
      } else if (change.access() && !change.hasAccessSeq()) {
        unknown.add(change);
      }
    }
    positions.putAll(unnotedPositions(unknown));
    return positions;
  }

  /**
   * Of each conversation from the first of its changes on: the position before its next message or,
   * where none was stored yet, its head.
   */
  private Map<ConversationId, Position> unnotedPositions(List<LoggedChange> changes) {
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
    Map<ConversationId, Position> positions = new HashMap<>();
    for (LoggedChange change : changes) {
      positions.put(change.conversation(), head(given, change.conversation()));
    }
    later.forEach(question -> note(given, question, positions));
    return positions;
  }

  private static Question after(int partition, long number) {
    return Question.changes(new KeyPartition(partition), number, Long.MAX_VALUE, MOST);
  }

  private static Position head(Map<Question, Object> given, ConversationId id) {
    String core = RedisAnswers.text(given.get(Question.core(id)));
    return core.isEmpty() ? Position.START : ConversationRecord.parse(core).position();
  }

  private static void note(
      Map<Question, Object> given, Question later, Map<ConversationId, Position> positions) {
    List<LoggedChange> changes =
        LoggedChange.parse(later.where().number(), RedisAnswers.list(given.get(later)));
    for (LoggedChange change : changes) {
      change
          .stored()
          .ifPresent(
              next ->
                  positions.computeIfPresent(
                      change.conversation(),
                      (id, head) -> head.compareTo(next.after()) < 0 ? head : next.after()));
    }
  }

  /** The same question to each partition. */
  private static List<Question> of(Function<KeyPartition, Question> question) {
    return KeyPartition.all().map(question).collect(Collectors.toCollection(ArrayList::new));
  }

  private Mark places(List<Question> asked) {
    return mark(places(asked, reads.ask(asked)));
  }

  /** The entry that each answer begins with. */
  private static String[] places(List<Question> asked, Map<Question, Object> given) {
    return asked.stream()
        .map(question -> RedisAnswers.text(given.get(question)).split(" ", -1)[0])
        .map(entry -> entry.isEmpty() ? BEFORE_ALL : entry)
        .toArray(String[]::new);
  }

  private static Mark mark(String[] entries) {
    return new Mark(String.join(" ", entries));
  }

  private static String[] parse(Mark mark) {
    return LogMark.parse(mark.value())
        .orElseThrow(() -> new IllegalArgumentException("not a mark of this store"))
        .entries()
        .toArray(String[]::new);
  }
}
