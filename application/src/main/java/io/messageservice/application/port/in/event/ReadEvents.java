package io.messageservice.application.port.in.event;

import io.messageservice.domain.user.UserId;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads all that happened, in the order of the log. Any thread that may block may call.
 *
 * <p>Every method throws {@link io.messageservice.application.port.out.StoreUnavailable} where the
 * store cannot answer.
 */
public interface ReadEvents {

  /**
   * Reads events, one after another, until one is not taken, or until so many changes were looked
   * at as one call looks at. What one conversation has and cannot be read is reported and left out
   * of its events; those of others go on.
   *
   * @param after where to begin; empty for the oldest that is kept
   * @param types those of others are passed over
   * @param take gets each event; false where the reader has enough: that event comes again
   */
  EventPage read(Optional<EventId> after, Set<EventType> types, Predicate<BackEndEvent> take);

  /** The place behind all events that were stored before the call. */
  EventId newest();

  /**
   * Who is to be notified of a message, as it is now.
   *
   * @param id of its event
   * @param after the last of the page before; empty for the first
   * @return empty where there is no such event, or it is not kept any more
   */
  Optional<RecipientPage> recipients(EventId id, Optional<UserId> after);

  /**
   * What was read.
   *
   * @param gone whether the place that was asked for is not kept any more, or is of another epoch:
   *     then nothing was read
   * @param start where it began, or, where that is gone, the place before the oldest that is kept
   * @param next from where to go on
   * @param more whether there may be further ones
   */
  record EventPage(boolean gone, EventId start, EventId next, boolean more) {}
}
