package io.messageservice.domain.message;

import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * The rules of who changes stored messages, and to what. Senders edit and delete their own;
 * moderators of a group delete what members sent there, owners what anybody did; services do both
 * everywhere. A deleted message never changes again.
 *
 * @param editWindow how long after it was sent a message may be edited; empty for ever
 */
public record ChangeRules(Optional<Duration> editWindow) {

  private static final Refusal NOT_THEIRS =
      new Refusal(Refusal.Code.FORBIDDEN, "only its sender may edit a message");

  private static final Refusal NOT_THEIRS_TO_DELETE =
      new Refusal(Refusal.Code.FORBIDDEN, "only its sender or a moderator may delete a message");

  private static final Refusal TOO_LATE =
      new Refusal(Refusal.Code.FORBIDDEN, "this message is too old to be edited");

  private static final Refusal TOO_MANY_REACTIONS =
      Refusal.tooLarge(
          "reaction: " + ReactionState.MAX_DIFFERENT + " different ones of a message at most");

  private static final Refusal SYSTEM_TYPE =
      new Refusal(Refusal.Code.FORBIDDEN, "type: only services send messages of the system");

  private static final Refusal MENTIONS_ALL =
      new Refusal(Refusal.Code.FORBIDDEN, "mentions: only moderators of a group mention all in it");

  private static final Refusal EMPTY =
      Refusal.invalidPayload("content: a message has a text or an attachment");

  /** What was decided. */
  public sealed interface Verdict {

    /** It changes to this. */
    record Changed(Message after) implements Verdict {}

    /** It is so already. */
    record Unchanged(Message present) implements Verdict {}

    /** It is in another state than the one that was expected. */
    record Conflict(Message present) implements Verdict {}

    /** No. */
    record Denied(Refusal refusal) implements Verdict {}
  }

  /**
   * Edits a message.
   *
   * @param in its conversation
   * @param sameJson whether two JSON texts have the same value
   */
  public Verdict edit(
      Conversation in,
      Message message,
      Asking asked,
      MessageEdit edit,
      BiPredicate<String, String> sameJson) {
    if (isHidden(in, asked.actor())) {
      return new Verdict.Denied(Refusal.NO_SUCH_MESSAGE);
    }
    if (!asked.actor().isService() && !message.sender().equals(asked.actor().user())) {
      return new Verdict.Denied(NOT_THEIRS);
    }
    if (!mayWrite(in, asked.actor())) {
      return new Verdict.Denied(Access.mayNotWrite(in));
    }
    boolean isOther = edit.ifRev().isPresent() && edit.ifRev().getAsLong() != message.rev();
    if (message.isDeleted() || isOther) {
      return new Verdict.Conflict(message);
    }
    MessageContent content = edit.appliedTo(message.content());
    if (content.isEmpty()) {
      return new Verdict.Denied(EMPTY);
    }
    if (content.isSameAs(message.content(), sameJson)) {
      return new Verdict.Unchanged(message);
    }
    return isTooLate(message, asked)
        ? new Verdict.Denied(TOO_LATE)
        : new Verdict.Changed(message.edited(content, in.rev() + 1, asked.at()));
  }

  /**
   * Deletes a message.
   *
   * @param in its conversation
   */
  public Verdict delete(Conversation in, Message message, Asking asked) {
    Actor actor = asked.actor();
    if (isHidden(in, actor)) {
      return new Verdict.Denied(Refusal.NO_SUCH_MESSAGE);
    }
    boolean isTheirs = message.sender().equals(actor.user());
    if (!isTheirs && !actor.isService() && !mayDelete(in, message, actor)) {
      return new Verdict.Denied(NOT_THEIRS_TO_DELETE);
    }
    return message.isDeleted()
        ? new Verdict.Unchanged(message)
        : new Verdict.Changed(message.deleted(in.rev() + 1, new Deletion(asked.at(), isTheirs)));
  }

  /**
   * Adds a reaction of the actor, or takes it back. Needs what sending needs; to take one's own
   * back reading suffices.
   *
   * @param in the conversation of the message
   * @param state of the reaction by now
   * @param add whether it is added
   */
  public Verdict react(
      Conversation in, Message message, Actor actor, ReactionState state, boolean add) {
    if (isHidden(in, actor)) {
      return new Verdict.Denied(Refusal.NO_SUCH_MESSAGE);
    }
    if (add && !mayWrite(in, actor)) {
      return new Verdict.Denied(Access.mayNotWrite(in));
    }
    if (message.isDeleted()) {
      return new Verdict.Conflict(message);
    }
    if (state.own() == add) {
      return new Verdict.Unchanged(message);
    }
    return add && state.count() == 0 && state.different() >= ReactionState.MAX_DIFFERENT
        ? new Verdict.Denied(TOO_MANY_REACTIONS)
        : new Verdict.Changed(message.reacted(in.rev() + 1));
  }

  /** Why the actor may not send a message with these attributes there; empty where they may. */
  public static Optional<Refusal> flaw(Conversation in, MessageAttributes attributes, Actor actor) {
    if (actor.isService()) {
      return Optional.empty();
    }
    if (attributes.isSystem()) {
      return Optional.of(SYSTEM_TYPE);
    }
    return attributes.mentions().everybody() && !isModerator(in, actor)
        ? Optional.of(MENTIONS_ALL)
        : Optional.empty();
  }

  /**
   * Who asks, and when.
   *
   * @param at by the clock of the service
   */
  public record Asking(Actor actor, Instant at) {}

  private static boolean isHidden(Conversation in, Actor actor) {
    return !actor.isService() && !in.has(actor.user());
  }

  private static boolean mayWrite(Conversation in, Actor actor) {
    return actor.isService() || in.mayWrite(actor.user());
  }

  private static boolean isModerator(Conversation in, Actor actor) {
    return in.kind() == Kind.GROUP && in.roleOf(actor.user()) != Role.MEMBER;
  }

  private static boolean mayDelete(Conversation in, Message message, Actor actor) {
    return isModerator(in, actor) && in.roleOf(actor.user()).mayActOn(in.roleOf(message.sender()));
  }

  private boolean isTooLate(Message message, Asking asked) {
    return !asked.actor().isService()
        && editWindow
            .filter(window -> asked.at().isAfter(message.createdAt().plus(window)))
            .isPresent();
  }
}
