package io.messageservice.application.memory;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.user.UserId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who is in which conversation, and who is whose contact. Guarded by its {@link Tables}. */
final class Contacts {

  private final Map<UserId, Set<ConversationId>> conversationsOf = new HashMap<>();

  /** In which several users have written. They have messages, so they are never forgotten. */
  private final Set<ConversationId> severalSenders = new HashSet<>();

  void note(Optional<Conversation> before, Conversation after) {
    Participants had = before.map(Conversation::participants).orElse(Participants.NONE);
    had.notIn(after.participants()).forEach(user -> forget(user, after.id()));
    for (UserId user : after.participants().notIn(had)) {
      conversationsOf.computeIfAbsent(user, id -> new HashSet<>()).add(after.id());
    }
  }

  Set<ConversationId> conversationsOf(UserId user) {
    return conversationsOf.getOrDefault(user, Set.of());
  }

  /** Somebody else than the sender of its first message has written. */
  void noteSecondSender(ConversationId id) {
    severalSenders.add(id);
  }

  /** Whether it is a direct conversation in which both have written. */
  boolean isMutual(Conversation conversation) {
    return conversation.kind() == Kind.DIRECT && severalSenders.contains(conversation.id());
  }

  /** Users who share a group with the user, or a direct conversation in which both have written. */
  Set<UserId> of(UserId user, Map<ConversationId, Conversation> conversations) {
    Set<UserId> contacts = new HashSet<>();
    for (ConversationId id : conversationsOf(user)) {
      Conversation conversation = conversations.get(id);
      if (conversation != null && makesContacts(conversation)) {
        contacts.addAll(conversation.participants().asSet());
      }
    }
    contacts.remove(user);
    return contacts;
  }

  private boolean makesContacts(Conversation conversation) {
    return conversation.kind() == Kind.GROUP || isMutual(conversation);
  }

  void forget(Conversation before) {
    before.participants().forEach(user -> forget(user, before.id()));
  }

  private void forget(UserId user, ConversationId conversation) {
    Set<ConversationId> left = conversationsOf.getOrDefault(user, Set.of());
    left.remove(conversation);
    if (left.isEmpty()) {
      conversationsOf.remove(user);
    }
  }
}
