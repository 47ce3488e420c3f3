package io.messageservice.adapter.redis.store;

import io.messageservice.application.port.out.History.Head;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change of one conversation by one batch.
 *
 * @param first the position of the first message; 0 where none was said
 * @param access whether kind or participants changed
 */
record Change(
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
