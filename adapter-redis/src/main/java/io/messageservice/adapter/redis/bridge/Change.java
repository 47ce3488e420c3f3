package io.messageservice.adapter.redis.bridge;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.receipt.ReadMark;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one batch changed in one conversation, as the store logs it.
 *
 * @param first the position of the first message; 0 where none was said
 * @param head the position of the last one
 * @param access whether kind or participants changed
 * @param kind what it is now; empty where an older version logged it
 */
record Change(
    String entry,
    ConversationId conversation,
    long first,
    long head,
    boolean access,
    Optional<Kind> kind,
    Set<UserId> came,
    Set<UserId> went,
    List<ReadMark> marks) {

  private static final String BETWEEN = "\0";

  /**
   * The change of the entry.
   *
   * @throws IllegalArgumentException where it is none
   */
  static Change of(LogEntry entry) {
    ConversationId conversation = new ConversationId(entry.get("c"));
    return new Change(
        entry.id(),
        conversation,
        Long.parseLong(entry.get("f")),
        Long.parseLong(entry.get("h")),
        !entry.get("v").isEmpty(),
        Optional.ofNullable(entry.fields().get("k")).map(Kind::valueOf),
        users(entry.get("i")),
        users(entry.get("o")),
        marks(conversation, entry.get("r")));
  }

  boolean hasMessages() {
    return first > 0;
  }

  private static Set<UserId> users(String joined) {
    Set<UserId> users = new LinkedHashSet<>();
    parts(joined).forEach(user -> users.add(new UserId(user)));
    return users;
  }

  private static List<ReadMark> marks(ConversationId conversation, String joined) {
    List<String> parts = parts(joined);
    List<ReadMark> marks = new ArrayList<>();
    for (int i = 0; i + 1 < parts.size(); i += 2) {
      long upTo = Long.parseLong(parts.get(i + 1));
      marks.add(new ReadMark(conversation, new UserId(parts.get(i)), upTo));
    }
    return marks;
  }

  private static List<String> parts(String joined) {
    return joined.isEmpty() ? List.of() : List.of(joined.split(BETWEEN, -1));
  }
}
