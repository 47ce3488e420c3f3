package io.messageservice.domain.conversation;

import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.Actor;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A conversation that somebody wants to create, without an id.
 *
 * @param kind direct or group
 * @param participants the creator among them
 * @param creator empty where a service creates a group for nobody
 * @param data of a group
 */
public record NewConversation(
    Kind kind, Set<UserId> participants, Optional<UserId> creator, ConversationData data) {

  /** The most participants besides the creator; more are added later. */
  public static final int MAX_PARTICIPANTS = 100;

  /** Adds the creator to the participants. */
  public NewConversation {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(data, "data");
    Set<UserId> all = new LinkedHashSet<>(participants);
    creator.ifPresent(all::add);
    participants = Set.copyOf(all);
  }

  /** As the actor asks for it: where a user names no creator, they are the creator. */
  public NewConversation by(Actor actor) {
    return creator.isPresent() || actor.isService()
        ? this
        : new NewConversation(kind, participants, Optional.of(actor.user()), data);
  }

  /** Why nobody may create it; empty where it can be. */
  Optional<Refusal> flaw() {
    if (kind == Kind.OPEN) {
      return Optional.of(Refusal.invalidPayload("kind: group or direct"));
    }
    if (participants.size() > MAX_PARTICIPANTS + creator.stream().count()) {
      return Optional.of(Refusal.tooLarge("participants: " + MAX_PARTICIPANTS + " at most"));
    }
    if (kind == Kind.DIRECT && !data.equals(ConversationData.NONE)) {
      return Optional.of(Refusal.invalidPayload("title, avatarUrl and metadata are for groups"));
    }
    return kind == Kind.DIRECT && participants.size() != 2
        ? Optional.of(Refusal.invalidPayload("participants: of a direct conversation, one other"))
        : Optional.empty();
  }

  /** The two of a direct conversation, in either order. */
  public Pair pair() {
    if (kind != Kind.DIRECT || participants.size() != 2) {
      throw new IllegalStateException("only a direct conversation is one of two");
    }
    Iterator<UserId> two = participants.iterator();
    return new Pair(two.next(), two.next());
  }

  /** As it begins under that id: seen as active from then on. */
  Conversation under(ConversationId id, Instant now) {
    Instant at = now.truncatedTo(ChronoUnit.MILLIS);
    Participants all = Participants.of(participants);
    return new Conversation(id, kind, all, 1, 0, firstRev(), at, creator, details(at));
  }

  /** That a group begins is a change of it. */
  private long firstRev() {
    return kind == Kind.GROUP ? 1 : 0;
  }

  private Details details(Instant at) {
    Roles roles = kind == Kind.GROUP ? creator.map(Roles::ownedBy).orElse(Roles.NONE) : Roles.NONE;
    return new Details(Optional.of(at), data, roles, 0, firstRev(), firstRev(), firstRev());
  }

  /** Whether that is what becomes of this: of a group, others may take part by now. */
  boolean isSameAs(Conversation found) {
    return kind == Kind.GROUP
        ? found.kind() == Kind.GROUP && found.creator().equals(creator)
        : found.isBetween(pair());
  }
}
