package io.messageservice.adapter.redis.store.log;

import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.application.port.out.ChangeLog.AccessChange;
import io.messageservice.application.port.out.ChangeLog.Head;
import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.LoggedEvent;
import io.messageservice.application.port.out.change.LoggedEvent.ConversationChanged;
import io.messageservice.application.port.out.change.LoggedEvent.ConversationCreated;
import io.messageservice.application.port.out.change.LoggedEvent.MessageChanged;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesAppended;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesDelivered;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesRead;
import io.messageservice.application.port.out.change.LoggedEvent.ParticipantsChanged;
import io.messageservice.application.port.out.change.LoggedEvent.UserNoted;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.application.store.batch.EventLines;
import io.messageservice.application.store.batch.EventTraces;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A change of one conversation by one batch, or what is noted of a user, as {@code commit.lua} logs
 * it.
 *
 * @param entry number and time: {@code 3-1795657462342}
 * @param atMillis by the clock of the node that wrote it, but not before the change before it in
 *     the log: clocks differ, and the order of a log is that of its numbers
 * @param conversation where it is of a user, their id stands there
 * @param first the position of the first message; 0 where there is none
 * @param head the position of the last message, or that of the conversation where there were only
 *     changes
 * @param values of its fields, in their order; earlier versions wrote fewer
 */
public record LoggedChange(
    int partition,
    String entry,
    long atMillis,
    ConversationId conversation,
    long first,
    long head,
    List<String> values) {

  private static final String BETWEEN = "\0";

  private static final int CONVERSATION = 0;
  private static final int FIRST = 1;
  private static final int HEAD = 2;
  private static final int ACCESS_VERSION = 3;
  private static final int JOINED = 4;
  private static final int LEFT = 5;
  private static final int MARKS = 6;
  private static final int KIND = 7;
  private static final int ACCESS_SEQ = 8;
  private static final int CHANGE_COUNTS = 9;

  /** Positions of messages that changed, where an earlier version did not note how. */
  private static final int CHANGED = 10;

  private static final int EVENTS = 11;
  private static final int TRACES = 12;

  public LoggedChange {
    values = List.copyOf(values);
  }

  /** The changes that these entries hold, without entries that hold something else. */
  public static List<LoggedChange> parse(int partition, List<?> entries) {
    List<LoggedChange> changes = new ArrayList<>();
    long atMillis = 0;
    for (Object entry : entries) {
      try {
        LoggedChange change = parse(partition, RedisAnswers.list(entry), atMillis);
        AccessChange unused = change.accessChange(Position.START); // its users are read later
        Optional<Head> unusedHead = change.stored();
        changes.add(change);
        atMillis = change.atMillis();
      } catch (IllegalArgumentException | IndexOutOfBoundsException garbage) {
        // the caller finds fewer changes than entries, and reports the rest
      }
    }
    return changes;
  }

  /**
   * The change that an entry holds.
   *
   * @throws RuntimeException where it holds something else
   */
  public static LoggedChange parse(int partition, List<?> entry, long notBeforeMillis) {
    String id = RedisAnswers.text(entry.get(0));
    List<?> fields = RedisAnswers.list(entry.get(1));
    List<String> values = new ArrayList<>();
    for (int i = 1; i < fields.size(); i += 2) {
      values.add(RedisAnswers.text(fields.get(i)));
    }
    return new LoggedChange(
        partition,
        id,
        Math.max(notBeforeMillis, Long.parseLong(id, id.indexOf('-') + 1, id.length(), 10)),
        new ConversationId(values.get(CONVERSATION)),
        Long.parseLong(values.get(FIRST)),
        Long.parseLong(values.get(HEAD)),
        values);
  }

  /** The number of an entry, which may stand there without the time. */
  public static long number(String entry) {
    int end = entry.indexOf('-');
    return Long.parseLong(end < 0 ? entry : entry.substring(0, end));
  }

  public long number() {
    return number(entry);
  }

  /** How many messages and changes it stored. */
  public long count() {
    return stored().map(head -> head.end().rev() - head.after().rev()).orElse(0L);
  }

  /** What it stored, where it did: messages, changes of them, and of a group itself. */
  public Optional<Head> stored() {
    long before = changes(0);
    long after = changes(1);
    if (first == 0 && before == after) {
      return Optional.empty();
    }
    long from = first == 0 ? head : first - 1;
    return Optional.of(
        new Head(
            conversation, new Position(from, from + before), new Position(head, head + after)));
  }

  /**
   * How many changes the conversation had had.
   *
   * @param when 0 before this, 1 after it, 2 when access changed
   */
  private long changes(int when) {
    String counts = value(CHANGE_COUNTS);
    return counts.isEmpty() ? 0 : Long.parseLong(counts.split(" ", -1)[when]);
  }

  /** Whether kind, participants, roles or a block between the two changed. */
  public boolean access() {
    return !value(ACCESS_VERSION).isEmpty();
  }

  /** Whether it is noted from which position on access changed; earlier versions did not. */
  public boolean hasAccessSeq() {
    return !value(ACCESS_SEQ).isEmpty();
  }

  /** That access changed, from that position on where it is not noted otherwise. */
  public AccessChange accessChange(Position otherwise) {
    return new AccessChange(
        conversation, users(JOINED), hasAccessSeq() ? accessPosition() : otherwise);
  }

  private Position accessPosition() {
    long seq = Long.parseLong(value(ACCESS_SEQ));
    return new Position(seq, seq + changes(2));
  }

  /**
   * As readers of single changes have it.
   *
   * @throws RuntimeException where it cannot be read
   */
  public Change change(Place place) {
    List<LoggedEvent> events = events();
    boolean isOfUser = events.stream().anyMatch(UserNoted.class::isInstance);
    return EventTraces.parse(value(TRACES))
        .in(
            new Change(
                place,
                "p" + partition + "-" + entry,
                Instant.ofEpochMilli(atMillis),
                isOfUser ? Optional.empty() : Optional.of(conversation),
                events));
  }

  private List<LoggedEvent> events() {
    List<LoggedEvent> lines = EventLines.parse(value(EVENTS));
    List<LoggedEvent> all = new ArrayList<>();
    take(lines, ConversationCreated.class::isInstance, all);
    participation().ifPresent(all::add);
    take(lines, ConversationChanged.class::isInstance, all);
    if (first > 0) {
      all.add(new MessagesAppended(first - 1, head));
    }
    take(lines, LoggedChange::isOfAMessage, all);
    changed(all);
    marks(all);
    take(lines, MessagesDelivered.class::isInstance, all);
    return all;
  }

  private static void take(
      List<LoggedEvent> from, Predicate<LoggedEvent> which, List<LoggedEvent> to) {
    from.stream().filter(which).forEach(to::add);
  }

  private static boolean isOfAMessage(LoggedEvent event) {
    return !(event instanceof ConversationCreated
        || event instanceof ConversationChanged
        || event instanceof MessagesDelivered);
  }

  /** Empty where nobody came or went and the kind stayed. */
  private Optional<ParticipantsChanged> participation() {
    Optional<Kind> kind =
        Optional.of(value(KIND)).filter(name -> !name.isEmpty()).map(Kind::valueOf);
    Set<UserId> joined = users(JOINED);
    Set<UserId> left = users(LEFT);
    boolean isOther = joined.isEmpty() && left.isEmpty() && kind.equals(Optional.of(Kind.GROUP));
    return isOther || !access()
        ? Optional.empty()
        : Optional.of(new ParticipantsChanged(joined, left, kind));
  }

  private void changed(List<LoggedEvent> to) {
    String positions = value(CHANGED);
    if (!positions.isEmpty()) {
      Arrays.stream(positions.split(" ", -1))
          .map(seq -> new MessageChanged(Long.parseLong(seq)))
          .forEach(to::add);
    }
  }

  private void marks(List<LoggedEvent> to) {
    List<String> parts = parts(MARKS);
    for (int i = 0; i + 1 < parts.size(); i += 2) {
      to.add(new MessagesRead(new UserId(parts.get(i)), Long.parseLong(parts.get(i + 1))));
    }
  }

  private Set<UserId> users(int place) {
    Set<UserId> users = new LinkedHashSet<>();
    parts(place).forEach(user -> users.add(new UserId(user)));
    return users;
  }

  private List<String> parts(int place) {
    String joined = value(place);
    return joined.isEmpty() ? List.of() : List.of(joined.split(BETWEEN, -1));
  }

  private String value(int place) {
    return place < values.size() ? values.get(place) : "";
  }
}
