package io.messageservice.domain.conversation;

import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.Actor;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * The rules of who creates conversations, and who adds to them and removes from them: the creator
 * of a group, services everywhere, and users remove themselves. Direct conversations never change.
 *
 * @param maxParticipants the most users in one conversation
 */
public record Membership(int maxParticipants) {

  private static final Refusal DIRECT =
      Refusal.conflict("the participants of a direct conversation never change");

  private static final Refusal NOT_THEIRS =
      new Refusal(Refusal.Code.FORBIDDEN, "only who created the group may do this");

  private static final Refusal NOT_A_GROUP =
      new Refusal(Refusal.Code.FORBIDDEN, "users enter and leave an open conversation themselves");

  /**
   * Why the actor may not create it; empty where they may.
   *
   * @param choosesId whether an id is named, which the service makes for users
   */
  public Optional<Refusal> flaw(NewConversation wanted, boolean choosesId, Actor actor) {
    boolean forThemselves = wanted.creator().filter(actor.user()::equals).isPresent();
    if (!actor.isService() && (choosesId || !forThemselves)) {
      return Optional.of(
          new Refusal(Refusal.Code.FORBIDDEN, "only services choose ids and creators"));
    }
    return wanted.flaw().or(() -> tooMany(wanted.participants().size()));
  }

  /**
   * The conversation under the id that is made or chosen for it: a new one, or the one that was
   * created so before.
   */
  public MembershipChange create(
      Optional<Conversation> found,
      ConversationId id,
      NewConversation wanted,
      Actor actor,
      Instant now) {
    if (found.isEmpty()) {
      return new MembershipChange.Allowed(wanted.under(id, now));
    }
    if (!actor.isService() && !found.get().has(actor.user())) {
      return new MembershipChange.Denied(Refusal.FORBIDDEN);
    }
    return wanted.isSameAs(found.get())
        ? new MembershipChange.Allowed(found.get())
        : new MembershipChange.Denied(Refusal.conflict("the id is that of another conversation"));
  }

  /** The conversation with the user in it. */
  public MembershipChange add(Optional<Conversation> found, UserId user, Actor actor) {
    Optional<Refusal> refusal = refusal(found, actor);
    if (refusal.isPresent()) {
      return new MembershipChange.Denied(refusal.get());
    }
    Conversation with = found.orElseThrow().with(user);
    return tooMany(with.participants().size())
        .filter(full -> !found.get().has(user))
        .<MembershipChange>map(MembershipChange.Denied::new)
        .orElseGet(() -> new MembershipChange.Allowed(with));
  }

  /**
   * The conversation without the user; nothing where users remove themselves from what they take no
   * part in, whether it exists or not.
   */
  public Optional<MembershipChange> remove(Optional<Conversation> found, UserId user, Actor actor) {
    boolean themselves = !actor.isService() && actor.user().equals(user);
    if (themselves && found.filter(conversation -> conversation.has(user)).isEmpty()) {
      return Optional.empty();
    }
    Optional<Refusal> refusal =
        themselves ? found.flatMap(Membership::fixed) : refusal(found, actor);
    return Optional.of(
        refusal
            .<MembershipChange>map(MembershipChange.Denied::new)
            .orElseGet(() -> new MembershipChange.Allowed(found.orElseThrow().without(user))));
  }

  /** Why the actor may not change who else takes part. */
  private static Optional<Refusal> refusal(Optional<Conversation> found, Actor actor) {
    if (found.isEmpty() || (!actor.isService() && !found.get().has(actor.user()))) {
      return Optional.of(Access.noAccess(actor));
    }
    Conversation conversation = found.get();
    if (conversation.kind() == Kind.DIRECT || actor.isService()) {
      return fixed(conversation);
    }
    if (conversation.kind() == Kind.OPEN) {
      return Optional.of(NOT_A_GROUP);
    }
    return conversation.creator().filter(actor.user()::equals).isPresent()
        ? Optional.empty()
        : Optional.of(NOT_THEIRS);
  }

  private static Optional<Refusal> fixed(Conversation conversation) {
    return conversation.kind() == Kind.DIRECT ? Optional.of(DIRECT) : Optional.empty();
  }

  private Optional<Refusal> tooMany(int participants) {
    return participants > maxParticipants
        ? Optional.of(Refusal.tooLarge("participants: " + maxParticipants + " at most"))
        : Optional.empty();
  }
}
