package io.messageservice.application.memory;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.user.UserId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who is in which conversation. Guarded by its {@link Tables}. */
final class Contacts {

  private final Map<UserId, Set<ConversationId>> conversationsOf = new HashMap<>();

  void note(Optional<Conversation> before, Conversation after) {
    if (before.isPresent() && before.get().participants().equals(after.participants())) {
      return;
    }
    before.ifPresent(this::forget);
    for (UserId user : after.participants()) {
      conversationsOf.computeIfAbsent(user, id -> new HashSet<>()).add(after.id());
    }
  }

  Set<ConversationId> conversationsOf(UserId user) {
    return conversationsOf.getOrDefault(user, Set.of());
  }

  /** Who shares a direct conversation or a group with the user. */
  Set<UserId> of(UserId user, Map<ConversationId, Conversation> conversations) {
    Set<UserId> contacts = new HashSet<>();
    for (ConversationId id : conversationsOf(user)) {
      Conversation conversation = conversations.get(id);
      if (conversation != null && conversation.kind() != Kind.OPEN) {
        contacts.addAll(conversation.participants().asSet());
      }
    }
    contacts.remove(user);
    return contacts;
  }

  void forget(Conversation before) {
    for (UserId user : before.participants()) {
      Set<ConversationId> left = conversationsOf.getOrDefault(user, Set.of());
      left.remove(before.id());
      if (left.isEmpty()) {
        conversationsOf.remove(user);
      }
    }
  }
}
