package io.messageservice.domain.conversation;

import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.Actor;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The rules of who creates conversations, adds to them and removes from them, and who changes their
 * data: owners and moderators of a group, services everywhere, and users remove themselves. Nobody
 * acts on an equal or higher role but owners, who do on all. The participants of direct
 * conversations never change.
 *
 * @param maxParticipants the most users in one conversation
 */
public record Membership(int maxParticipants) {

  private static final Refusal DIRECT =
      Refusal.conflict("the participants of a direct conversation never change");

  private static final Refusal NO_GROUP = Refusal.conflict("only groups have data and roles");

  private static final Refusal LAST_OWNER =
      Refusal.conflict("the last owner of a group stays one while others take part");

  private static final Refusal NO_SUCH_PARTICIPANT =
      new Refusal(Refusal.Code.NOT_FOUND, "no such participant");

  private static final Refusal BANNED =
      new Refusal(Refusal.Code.FORBIDDEN, "userId: banned from this conversation");

  private static final Refusal TOO_LOW =
      new Refusal(Refusal.Code.FORBIDDEN, "your role does not allow this");

  private static final Refusal NOT_A_GROUP =
      new Refusal(Refusal.Code.FORBIDDEN, "users enter and leave an open conversation themselves");

  /**
   * Who asks for a change, and what is recorded of bans.
   *
   * @param at by the clock of the service
   * @param bans the ban of a user that is recorded, whether it has ended or not
   */
  public record Request(Actor actor, Instant at, Function<UserId, Optional<Ban>> bans) {

    private boolean isBanned(UserId user) {
      return bans.apply(user).filter(ban -> ban.holdsAt(at)).isPresent();
    }

    private boolean isOf(UserId user) {
      return !actor.isService() && actor.user().equals(user);
    }
  }

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
      return denied(Refusal.FORBIDDEN);
    }
    return wanted.isSameAs(found.get())
        ? new MembershipChange.Allowed(found.get())
        : denied(Refusal.conflict("the id is that of another conversation"));
  }

  /** The group with other data. */
  public MembershipChange update(Optional<Conversation> found, DataChange change, Request request) {
    return judged(
        hidden(found, request)
            .or(() -> found.filter(there -> there.kind() != Kind.GROUP).map(there -> NO_GROUP))
            .or(() -> tooLow(found.orElseThrow(), Role.OWNER, request)),
        () -> found.orElseThrow().withData(change.appliedTo(found.get().details().data())));
  }

  /** The conversation with the users in it. */
  public MembershipChange add(
      Optional<Conversation> found, Collection<UserId> users, Request request) {
    Optional<Refusal> refusal = refusal(found, request, Role.MODERATOR);
    if (refusal.isPresent()) {
      return denied(refusal.get());
    }
    Conversation before = found.orElseThrow();
    boolean hasBanned =
        before.details().bans() > 0
            && users.stream().anyMatch(user -> !before.has(user) && request.isBanned(user));
    Conversation with = before.with(users);
    return judged(
        Optional.of(BANNED)
            .filter(banned -> hasBanned)
            .or(() -> tooMany(with.participants().size()).filter(full -> !with.equals(before))),
        () -> with);
  }

  /**
   * The conversation without the user; nothing where users remove themselves from what they take no
   * part in, whether it exists or not.
   */
  public Optional<MembershipChange> remove(
      Optional<Conversation> found, UserId user, Request request) {
    boolean themselves = request.isOf(user);
    if (themselves && found.filter(conversation -> conversation.has(user)).isEmpty()) {
      return Optional.empty();
    }
    Optional<Refusal> refusal =
        themselves
            ? found.flatMap(Membership::fixed)
            : refusal(found, request, Role.MODERATOR)
                .or(() -> tooLow(found.orElseThrow(), user, request));
    if (refusal.isPresent()) {
      return Optional.of(denied(refusal.get()));
    }
    Conversation without = found.orElseThrow().without(user);
    return Optional.of(
        hasLostOwner(found.get(), without, request)
            ? denied(LAST_OWNER)
            : new MembershipChange.Allowed(without));
  }

  /**
   * The conversation where the user stands as asked for.
   *
   * @param change not empty
   */
  public MembershipChange set(
      Optional<Conversation> found, UserId user, StandingChange change, Request request) {
    Optional<Refusal> refusal =
        flaw(user, change, request)
            .or(() -> refusal(found, request, Role.MODERATOR))
            .or(() -> tooLow(found.orElseThrow(), user, request));
    if (refusal.isPresent()) {
      return denied(refusal.get());
    }
    Conversation there = found.orElseThrow();
    Optional<Ban> recorded =
        there.details().bans() == 0 ? Optional.empty() : request.bans().apply(user);
    return change.ban().isPresent()
        ? ban(there, new Ban(user, change.ban().get()), recorded, request)
        : set(there, user, change, recorded, request);
  }

  private static Optional<Refusal> flaw(UserId user, StandingChange change, Request request) {
    Optional<Instant> until = change.ban();
    if (until.isEmpty()) {
      return Optional.empty();
    }
    if (change.role().isPresent()) {
      return Optional.of(Refusal.invalidPayload("role: a banned user has none"));
    }
    if (!until.get().isAfter(request.at())) {
      return Optional.of(Refusal.invalidPayload("bannedUntil: a time to come"));
    }
    return request.isOf(user)
        ? Optional.of(Refusal.invalidPayload("userId: not yourself"))
        : Optional.empty();
  }

  private static MembershipChange ban(
      Conversation there, Ban ban, Optional<Ban> recorded, Request request) {
    boolean isNew = recorded.isEmpty();
    if (isNew && there.details().bans() >= Ban.MAX_PER_CONVERSATION) {
      return denied(Refusal.tooLarge("bannedUntil: " + Ban.MAX_PER_CONVERSATION + " bans at most"));
    }
    Conversation without = there.without(ban.user());
    if (hasLostOwner(there, without, request)) {
      return denied(LAST_OWNER);
    }
    return new MembershipChange.Allowed(
        without.withBans(isNew ? 1 : 0),
        recorded.filter(ban::equals).isEmpty() ? Optional.of(ban) : Optional.empty());
  }

  private static MembershipChange set(
      Conversation there,
      UserId user,
      StandingChange change,
      Optional<Ban> recorded,
      Request request) {
    Optional<Refusal> refusal = change.role().flatMap(role -> roleRefusal(there, request));
    if (refusal.isPresent()) {
      return denied(refusal.get());
    }
    boolean lifts = change.liftsBan() && recorded.isPresent();
    if (!there.has(user) && (change.role().isPresent() || !lifts)) {
      return denied(NO_SUCH_PARTICIPANT);
    }
    Conversation after = change.role().map(role -> there.withRole(user, role)).orElse(there);
    if (hasLostOwner(there, after, request)) {
      return denied(LAST_OWNER);
    }
    return lifts
        ? new MembershipChange.Allowed(after.withBans(-1), Optional.of(new Ban(user, Ban.LIFTED)))
        : new MembershipChange.Allowed(after);
  }

  private static Optional<Refusal> roleRefusal(Conversation there, Request request) {
    return there.kind() == Kind.GROUP ? tooLow(there, Role.OWNER, request) : Optional.of(NO_GROUP);
  }

  /** Why the actor may not change who takes part; empty where they may with that role. */
  private static Optional<Refusal> refusal(
      Optional<Conversation> found, Request request, Role least) {
    return hidden(found, request)
        .or(() -> fixed(found.orElseThrow()))
        .or(
            () ->
                found.orElseThrow().kind() == Kind.OPEN && !request.actor().isService()
                    ? Optional.of(NOT_A_GROUP)
                    : tooLow(found.get(), least, request));
  }

  private static Optional<Refusal> hidden(Optional<Conversation> found, Request request) {
    Actor actor = request.actor();
    return found.isEmpty() || (!actor.isService() && !found.get().has(actor.user()))
        ? Optional.of(Access.noAccess(actor))
        : Optional.empty();
  }

  private static Optional<Refusal> tooLow(Conversation there, Role least, Request request) {
    Actor actor = request.actor();
    return actor.isService() || there.roleOf(actor.user()).compareTo(least) >= 0
        ? Optional.empty()
        : Optional.of(TOO_LOW);
  }

  private static Optional<Refusal> tooLow(Conversation there, UserId user, Request request) {
    Actor actor = request.actor();
    return actor.isService() || there.roleOf(actor.user()).mayActOn(there.roleOf(user))
        ? Optional.empty()
        : Optional.of(TOO_LOW);
  }

  private static Optional<Refusal> fixed(Conversation conversation) {
    return conversation.kind() == Kind.DIRECT ? Optional.of(DIRECT) : Optional.empty();
  }

  private Optional<Refusal> tooMany(int participants) {
    return participants > maxParticipants
        ? Optional.of(Refusal.tooLarge("participants: " + maxParticipants + " at most"))
        : Optional.empty();
  }

  private static MembershipChange judged(Optional<Refusal> refusal, Supplier<Conversation> after) {
    return refusal
        .<MembershipChange>map(MembershipChange.Denied::new)
        .orElseGet(() -> new MembershipChange.Allowed(after.get()));
  }

  private static MembershipChange denied(Refusal refusal) {
    return new MembershipChange.Denied(refusal);
  }

  /** Services may leave a group without an owner. */
  private static boolean hasLostOwner(Conversation before, Conversation after, Request request) {
    return !request.actor().isService()
        && before.details().roles().hasOwner()
        && !after.details().roles().hasOwner()
        && after.participants().size() > 0;
  }
}
