package io.messageservice.application.memory;

import io.messageservice.application.port.out.ChangeLog.AccessChange;
import io.messageservice.application.port.out.ChangeLog.Head;
import io.messageservice.application.port.out.Trace;
import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.LoggedEvent;
import io.messageservice.application.port.out.change.LoggedEvent.UserNoted;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.decision.UserNote;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one decision did to a conversation, or noted of a user.
 *
 * @param stored from where to where it went, where a message was appended or changed
 * @param access who began to take part, where kind or participants changed
 */
record TableChange(
    Instant at,
    Optional<ConversationId> conversation,
    Optional<Head> stored,
    Optional<AccessChange> access,
    List<LoggedEvent> events,
    Optional<String> traceparent) {

  TableChange(
      Instant at,
      Optional<ConversationId> conversation,
      Optional<Head> stored,
      Optional<AccessChange> access,
      List<LoggedEvent> events) {
    this(at, conversation, stored, access, events, Optional.empty());
  }

  /** What makes the conversation the later one from what it was, if it was there. */
  static TableChange between(
      Optional<Conversation> before, Conversation after, List<LoggedEvent> events) {
    Position was = before.map(Conversation::position).orElse(Position.START);
    Optional<Head> stored =
        after.position().equals(was)
            ? Optional.empty()
            : Optional.of(new Head(after.id(), was, after.position()));
    boolean isAccessOld =
        before.filter(had -> had.accessVersion() == after.accessVersion()).isPresent();
    Optional<AccessChange> access =
        isAccessOld
            ? Optional.empty()
            : Optional.of(new AccessChange(after.id(), after.joinedSince(before), was));
    return new TableChange(Instant.now(), Optional.of(after.id()), stored, access, events);
  }

  /** That marks of a user moved. */
  static TableChange of(ConversationId conversation, LoggedEvent event) {
    return new TableChange(
        Instant.now(),
        Optional.of(conversation),
        Optional.empty(),
        Optional.empty(),
        List.of(event));
  }

  /** Something of a user. */
  static TableChange of(UserNote note) {
    return new TableChange(
        Instant.now(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(new UserNoted(note)));
  }

  /** The same, by a command of that trace. */
  TableChange by(Trace trace) {
    return new TableChange(at, conversation, stored, access, events, trace.sampledTraceparent());
  }

  /** Whether it did nothing that others are told of. */
  boolean isEmpty() {
    return stored.isEmpty() && access.isEmpty() && events.isEmpty();
  }

  /** As readers of single changes have it. */
  Change at(Place place) {
    Change change = new Change(place, "m-" + place.number(), at, conversation, events);
    return traceparent.map(change::tracedBy).orElse(change);
  }
}
