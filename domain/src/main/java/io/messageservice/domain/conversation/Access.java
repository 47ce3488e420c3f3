package io.messageservice.domain.conversation;

import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.Actor;
import io.messageservice.domain.user.UserId;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The rules of who may enter, speak and read.
 *
 * <p>A refusal for lack of access is the same whether the conversation exists or not.
 *
 * @param policy who may begin or enter what they take no part in
 * @param maxParticipants the most users in one conversation
 * @param reserved the ids that the service makes: a conversation begins under one of them only by
 *     being created
 */
public record Access(AccessPolicy policy, int maxParticipants, Predicate<ConversationId> reserved) {

  /** The most users in one conversation, by default. */
  public static final int DEFAULT_MAX_PARTICIPANTS = 10_000;

  /** Of members where only moderators and owners write. */
  private static final Refusal FROZEN = new Refusal(Refusal.Code.FORBIDDEN, "the group is frozen");

  public Access {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(reserved, "reserved");
  }

  /** No id is reserved. */
  public Access(AccessPolicy policy, int maxParticipants) {
    this(policy, maxParticipants, id -> false);
  }

  /** These rules, with ids that nobody can take. */
  public Access reserving(Predicate<ConversationId> ids) {
    return new Access(policy, maxParticipants, ids);
  }

  /**
   * Whether the user may enter, as a participant from then on.
   *
   * @param banned whether a user is banned there; asked only where anybody ever was
   */
  public Admission enter(
      Optional<Conversation> found, ConversationId id, UserId user, Predicate<UserId> banned) {
    if (found.isEmpty()) {
      return mayBegin(id)
          ? granted(Conversation.begin(id, Kind.OPEN, Participants.NONE).with(user), user)
          : denied(Refusal.FORBIDDEN);
    }
    Conversation conversation = found.get();
    if (conversation.has(user)) {
      return granted(conversation, user);
    }
    if (!isOpenTo(user, conversation, banned)) {
      return denied(Refusal.FORBIDDEN);
    }
    if (conversation.participants().size() >= maxParticipants) {
      return denied(
          Refusal.tooLarge("conversationId: " + maxParticipants + " participants at most"));
    }
    return granted(conversation.with(user), user);
  }

  /**
   * Whether the actor may speak. A user becomes a participant by it; a user for whom a service
   * speaks does not.
   *
   * @param banned as for {@link #enter}
   */
  public Admission speak(
      Optional<Conversation> found, ConversationId id, Actor actor, Predicate<UserId> banned) {
    if (!actor.isService()) {
      return found.filter(there -> !there.mayWrite(actor.user())).isPresent()
          ? denied(found.get().has(actor.user()) ? mayNotWrite(found.get()) : Refusal.FORBIDDEN)
          : enter(found, id, actor.user(), banned);
    }
    if (found.isEmpty() && !mayBegin(id)) {
      return denied(Refusal.NO_SUCH_CONVERSATION);
    }
    return new Admission.Granted(
        found.orElseGet(() -> Conversation.begin(id, Kind.OPEN, Participants.NONE)),
        new SendPermission(id, actor.user()));
  }

  /**
   * Whether the actor may speak to the receiver alone: where the two are, or thereby become, the
   * only participants.
   *
   * @param receiver not the actor themselves
   * @param banned as for {@link #enter}
   */
  public Admission speakTo(
      UserId receiver,
      Optional<Conversation> found,
      ConversationId id,
      Actor actor,
      Predicate<UserId> banned) {
    UserId user = actor.user();
    if (found.isEmpty()) {
      return reserved.test(id)
          ? denied(noAccess(actor))
          : granted(Conversation.begin(id, Kind.DIRECT, Participants.of(user, receiver)), user);
    }
    Conversation conversation = found.get();
    if (conversation.kind() == Kind.OPEN && conversation.isSilent()) {
      return mayTakePart(actor, conversation, banned) && !isBanned(receiver, conversation, banned)
          ? granted(conversation.betweenJust(user, receiver), user)
          : denied(Refusal.FORBIDDEN);
    }
    return conversation.kind() == Kind.GROUP || !mayTakePart(actor, conversation, banned)
        ? denied(Refusal.FORBIDDEN)
        : amongJust(receiver, conversation.with(user), actor);
  }

  /** Whether the actor may read the messages. */
  public boolean mayRead(Optional<Conversation> found, Actor actor) {
    return found.isPresent() && (actor.isService() || found.get().has(actor.user()));
  }

  /** What refuses a participant who may not write; who is blocked does not learn it. */
  public static Refusal mayNotWrite(Conversation in) {
    return in.isBlocked() ? Refusal.FORBIDDEN : FROZEN;
  }

  /** What refuses somebody who may not read: users do not learn whether there is anything. */
  public static Refusal noAccess(Actor actor) {
    return actor.isService() ? Refusal.NO_SUCH_CONVERSATION : Refusal.FORBIDDEN;
  }

  /** Whether the user, as a participant, may read the messages and mark them as read. */
  public boolean mayRead(Optional<Conversation> found, UserId user) {
    return found.isPresent() && found.get().has(user);
  }

  private static Admission amongJust(UserId receiver, Conversation joined, Actor actor) {
    UserId user = actor.user();
    return (actor.isService() || !joined.isBlocked())
            && joined.participants().areJust(user, receiver)
        ? granted(joined, user)
        : denied(Refusal.FORBIDDEN);
  }

  private boolean mayBegin(ConversationId id) {
    return policy == AccessPolicy.OPEN && !reserved.test(id);
  }

  /** A service lets anybody in but those who are banned. */
  private boolean mayTakePart(Actor actor, Conversation conversation, Predicate<UserId> banned) {
    UserId user = actor.user();
    return conversation.has(user)
        || (actor.isService()
            ? !isBanned(user, conversation, banned)
            : isOpenTo(user, conversation, banned));
  }

  private boolean isOpenTo(UserId user, Conversation conversation, Predicate<UserId> banned) {
    return conversation.kind() == Kind.OPEN
        && policy == AccessPolicy.OPEN
        && !isBanned(user, conversation, banned);
  }

  private static boolean isBanned(
      UserId user, Conversation conversation, Predicate<UserId> banned) {
    return conversation.details().bans() > 0 && banned.test(user);
  }

  private static Admission granted(Conversation conversation, UserId user) {
    return new Admission.Granted(conversation, conversation.permissionOf(user));
  }

  private static Admission denied(Refusal refusal) {
    return new Admission.Denied(refusal);
  }
}
