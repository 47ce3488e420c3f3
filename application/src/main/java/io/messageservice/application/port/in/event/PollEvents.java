package io.messageservice.application.port.in.event;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads events for other services, and waits for those that come. Users are refused with {@code
 * forbidden}.
 */
public interface PollEvents {

  /** The most events of a page. */
  int MAX_EVENTS = 1_000;

  /** The longest that a request waits. */
  Duration MAX_WAIT = Duration.ofSeconds(60);

  /**
   * Answers with the next events, at once where there are some. The caller is refused with {@code
   * overloaded} where too many wait.
   */
  void poll(Caller caller, Request request, Reply<Polled> reply);

  /**
   * Answers with who is to be notified of a message, as it is now; with {@code not_found} where
   * there is no such event, or it is not kept any more.
   *
   * @param id of the event of the message
   * @param after the last of the page before; empty for the first
   */
  void recipients(Caller caller, EventId id, Optional<UserId> after, Reply<RecipientPage> reply);

  /** Answers all who wait, and lets nobody wait from now on. Any thread may call. */
  void endWaiting();

  /**
   * Which events.
   *
   * @param latest whether only those are asked for that come after the request; {@code after} is
   *     empty then
   * @param after where to begin; empty for the oldest that is kept
   * @param types those of others are passed over
   * @param limit the most events, from 1
   * @param maxBytes the most bytes as encoded; one larger event comes alone
   * @param maxWait how long to wait where there is none
   * @param encoding gives an event as it is answered
   */
  record Request(
      boolean latest,
      Optional<EventId> after,
      Set<EventType> types,
      int limit,
      int maxBytes,
      Duration maxWait,
      Function<BackEndEvent, byte[]> encoding) {

    public Request {
      types = Set.copyOf(types);
    }

    /** The same from there on. */
    public Request from(EventId id) {
      return new Request(false, Optional.of(id), types, limit, maxBytes, maxWait, encoding);
    }
  }

  /**
   * A page of events.
   *
   * @param gone whether the place that was asked for is not kept any more, or is of another epoch
   * @param events encoded, in their order
   * @param next from where to go on; where the place is gone, from the oldest event that is kept
   * @param more whether there may be further ones already
   */
  record Polled(boolean gone, List<byte[]> events, EventId next, boolean more) {

    public Polled {
      events = List.copyOf(events);
    }
  }
}
