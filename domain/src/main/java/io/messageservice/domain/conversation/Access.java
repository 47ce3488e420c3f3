package io.messageservice.domain.conversation;

import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.UserId;
import java.util.Objects;
import java.util.Optional;

/**
 * The rules of who may enter, speak and read.
 *
 * <p>A refusal for lack of access is the same whether the conversation exists or not.
 *
 * @param policy who may begin or enter what they take no part in
 * @param maxParticipants the most users in one conversation
 */
public record Access(AccessPolicy policy, int maxParticipants) {

  /** The most users in one conversation, unless the operator says otherwise. */
  public static final int DEFAULT_MAX_PARTICIPANTS = 10_000;

  public Access {
    Objects.requireNonNull(policy, "policy");
  }

  /** Whether the user may enter, as a participant from then on. */
  public Admission enter(Optional<Conversation> found, ConversationId id, UserId user) {
    if (found.isEmpty()) {
      return policy == AccessPolicy.OPEN
          ? granted(Conversation.begin(id, Kind.OPEN, Participants.NONE).with(user), user)
          : denied(Refusal.FORBIDDEN);
    }
    Conversation conversation = found.get();
    if (conversation.has(user)) {
      return granted(conversation, user);
    }
    if (conversation.kind() != Kind.OPEN || policy != AccessPolicy.OPEN) {
      return denied(Refusal.FORBIDDEN);
    }
    if (conversation.participants().size() >= maxParticipants) {
      return denied(
          Refusal.tooLarge("conversationId: " + maxParticipants + " participants at most"));
    }
    return granted(conversation.with(user), user);
  }

  /**
   * Whether the user may speak to the receiver alone: where the two are, or thereby become, the
   * only participants.
   *
   * @param receiver not the user themselves
   */
  public Admission speakTo(
      UserId receiver, Optional<Conversation> found, ConversationId id, UserId user) {
    if (found.isEmpty()) {
      return granted(Conversation.begin(id, Kind.DIRECT, Participants.of(user, receiver)), user);
    }
    Conversation conversation = found.get();
    if (conversation.kind() == Kind.OPEN && conversation.isSilent()) {
      return mayEnter(conversation, user)
          ? granted(conversation.betweenJust(user, receiver), user)
          : denied(Refusal.FORBIDDEN);
    }
    return conversation.kind() == Kind.GROUP || !mayEnter(conversation, user)
        ? denied(Refusal.FORBIDDEN)
        : amongJust(receiver, conversation.with(user), user);
  }

  /** Whether the user may read what was said and mark it as read. */
  public boolean mayRead(Optional<Conversation> found, UserId user) {
    return found.isPresent() && found.get().has(user);
  }

  private Admission amongJust(UserId receiver, Conversation joined, UserId user) {
    return joined.participants().areJust(user, receiver)
        ? granted(joined, user)
        : denied(Refusal.FORBIDDEN);
  }

  private boolean mayEnter(Conversation conversation, UserId user) {
    return conversation.has(user)
        || (conversation.kind() == Kind.OPEN && policy == AccessPolicy.OPEN);
  }

  private static Admission granted(Conversation conversation, UserId user) {
    return new Admission.Granted(conversation, conversation.permissionOf(user));
  }

  private static Admission denied(Refusal refusal) {
    return new Admission.Denied(refusal);
  }
}
