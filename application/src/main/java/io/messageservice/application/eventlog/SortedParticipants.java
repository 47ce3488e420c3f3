package io.messageservice.application.eventlog;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The participants of large conversations by their ids, kept until others take part. Any thread.
 */
final class SortedParticipants {

  /** Fewer are sorted each time. */
  private static final int MANY = 64;

  /** The most users of all conversations that are kept. */
  private static final int MAX_USERS = 50_000;

  private final Map<ConversationId, Sorted> kept = new HashMap<>();
  private int users;

  private record Sorted(Participants participants, List<UserId> users) {}

  synchronized List<UserId> of(Conversation in) {
    Sorted known = kept.get(in.id());
    if (known != null && known.participants.equals(in.participants())) {
      return known.users;
    }
    List<UserId> sorted = new ArrayList<>(in.participants().asSet());
    sorted.sort(Comparator.comparing(UserId::value));
    if (sorted.size() >= MANY) {
      keep(in, sorted);
    }
    return sorted;
  }

  private void keep(Conversation in, List<UserId> sorted) {
    if (users + sorted.size() > MAX_USERS) {
      kept.clear();
      users = 0;
    }
    Sorted before = kept.put(in.id(), new Sorted(in.participants(), sorted));
    users += sorted.size() - (before == null ? 0 : before.users.size());
  }
}
