package io.messageservice.adapter.redis.store;

import io.messageservice.application.port.out.History.AccessChange;
import io.messageservice.application.port.out.History.Head;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change of one conversation by one batch.
 *
 * @param atMillis by the clock of whoever wrote it, but not before the change before it in the log:
 *     clocks differ, and the order of a log is that of its numbers
 * @param first the position of the first message; 0 where none was said
 * @param access whether kind or participants changed
 * @param accessSeq the position from which on they did; earlier versions did not note it
 */
record LoggedChange(
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
