package io.messageservice.application.memory;

import io.messageservice.application.port.out.History.NoLonger;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.user.UserId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** By which commit, counted, something was last changed that users see in lists. */
public final class ChangeTable {

  private final Map<ConversationId, Long> conversations = new HashMap<>();
  private final Map<Own, Long> own = new HashMap<>();
  private final Map<UserId, Map<ConversationId, NoLonger>> left = new HashMap<>();
  private long now;

  private record Own(ConversationId conversation, UserId user) {}

  /** The last commit. */
  public long now() {
    return now;
  }

  /** A commit. */
  public void next() {
    now++;
  }

  /** The conversation is stored. */
  public void changed(Optional<Conversation> before, Conversation after) {
    if (before.filter(had -> isListedAs(had, after)).isEmpty()) {
      conversations.put(after.id(), now);
    }
    Participants had = before.map(Conversation::participants).orElse(Participants.NONE);
    for (UserId user : after.participants().notIn(had)) {
      own.put(new Own(after.id(), user), now);
      left.getOrDefault(user, new HashMap<>()).remove(after.id());
    }
    for (UserId user : had.notIn(after.participants())) {
      left(after, user);
    }
  }

  private static boolean isListedAs(Conversation had, Conversation after) {
    return had.position().equals(after.position()) && had.lastAt().equals(after.lastAt());
  }

  private void left(Conversation conversation, UserId user) {
    own.put(new Own(conversation.id(), user), now);
    left.computeIfAbsent(user, id -> new HashMap<>())
        .put(
            conversation.id(),
            new NoLonger(conversation.id(), conversation.lastAt().toEpochMilli()));
  }

  /** The conversation is there no more: none of its participants take part in it. */
  public void forgotten(Conversation conversation) {
    conversation.participants().asSet().forEach(user -> left(conversation, user));
  }

  /** What the user has of it for themselves is stored. */
  public void changed(ConversationId conversation, UserId user) {
    own.put(new Own(conversation, user), now);
  }

  /** Whether the user sees something in a list that was stored after that commit. */
  public boolean isAfter(long point, ConversationId conversation, UserId user) {
    return conversations.getOrDefault(conversation, 0L) > point
        || own.getOrDefault(new Own(conversation, user), 0L) > point;
  }

  /** The conversations that the user has left after that commit. */
  public List<NoLonger> leftAfter(long point, UserId user) {
    return left.getOrDefault(user, Map.of()).values().stream()
        .filter(gone -> own.getOrDefault(new Own(gone.conversation(), user), 0L) > point)
        .toList();
  }
}
