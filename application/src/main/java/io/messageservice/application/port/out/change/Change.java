package io.messageservice.application.port.out.change;

import io.messageservice.domain.conversation.ConversationId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What one commit did to one conversation, or one thing that was noted of a user. That a direct
 * conversation is blocked, and what users have for themselves beside how far messages were read and
 * delivered, is not reported.
 *
 * @param place of it in the log
 * @param id names the change for readers that count in no places; at most 64 characters
 * @param at when it was stored; where an earlier version did not note that, about when
 * @param conversation empty where it is of a user
 * @param events in the order in which readers get them: first that the conversation was created,
 *     then who takes part, then what changed of it, then the messages, their changes and reactions,
 *     then the marks. For one change always as many, each in its place
 * @param traceparents for each event that of the command that led to it (W3C Trace Context), an
 *     empty text where that is not known; none where it is known for no event
 */
public record Change(
    Place place,
    String id,
    Instant at,
    Optional<ConversationId> conversation,
    List<LoggedEvent> events,
    List<String> traceparents) {

  public Change {
    events = List.copyOf(events);
    traceparents = List.copyOf(traceparents);
  }

  /** Of commands that nobody traced. */
  public Change(
      Place place,
      String id,
      Instant at,
      Optional<ConversationId> conversation,
      List<LoggedEvent> events) {
    this(place, id, at, conversation, events, List.of());
  }

  /** The same where one command led to all of it. */
  public Change tracedBy(String traceparent) {
    List<String> each = Collections.nCopies(events.size(), traceparent);
    return new Change(place, id, at, conversation, events, each);
  }

  /**
   * That of the command that led to an event.
   *
   * @param index of the event
   */
  public Optional<String> traceparent(int index) {
    String parent = index < traceparents.size() ? traceparents.get(index) : "";
    return parent.isEmpty() ? Optional.empty() : Optional.of(parent);
  }
}
