package io.messageservice.adapter.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.messageservice.adapter.webhook.WebhookEvents.Outcome;
import io.messageservice.application.port.in.event.BackEndEvent;
import io.messageservice.application.port.in.event.EventData;
import io.messageservice.application.port.in.event.EventId;
import io.messageservice.application.port.in.event.EventType;
import io.messageservice.application.port.in.event.ReadEvents;
import io.messageservice.application.port.in.event.RecipientPage;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.application.port.out.change.ReaderPositions;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A log of events in memory, how far its one reader has come, and what is reported. */
final class EventLogFixture implements ReadEvents, ReaderPositions, WebhookEvents {

  private static final int EVENTS_OF_A_READ = 100;

  final List<BackEndEvent> events = new CopyOnWriteArrayList<>();
  final List<String> reported = new CopyOnWriteArrayList<>();
  final List<Outcome> outcomes = new CopyOnWriteArrayList<>();

  /** What is before this is not kept any more. */
  volatile long oldest = 1;

  volatile boolean fails;
  volatile boolean isLeaseElsewhere;
  volatile String position = "";

  static EventId id(long number) {
    return EventId.after(new Place("e", number));
  }

  /** Something happened. */
  void append(String conversation) {
    append(conversation, Optional.empty());
  }

  void append(String conversation, Optional<String> traceparent) {
    long number = events.size() + 1L;
    events.add(
        new BackEndEvent(
            id(number),
            EventType.RECEIPT_READ,
            Instant.EPOCH,
            Optional.of(new ConversationId(conversation)),
            traceparent,
            new EventData.MessagesRead(new UserId("ann"), number)));
  }

  static byte[] json(BackEndEvent event) {
    long number = event.id().place().number();
    return "{\"conversation\":\"%s\",\"number\":%d}"
        .formatted(event.subject(), number)
        .getBytes(UTF_8);
  }

  @Override
  public EventPage read(
      Optional<EventId> after, Set<EventType> types, Predicate<BackEndEvent> take) {
    requireStore();
    EventId start = after.orElse(id(oldest - 1));
    if (start.place().number() < oldest - 1 || !start.place().epoch().equals("e")) {
      return new EventPage(true, id(oldest - 1), id(oldest - 1), true);
    }
    EventId next = start;
    for (int read = 0; read < EVENTS_OF_A_READ; read++) {
      int index = (int) next.place().number();
      if (index == events.size() || !take.test(events.get(index))) {
        break;
      }
      next = events.get(index).id();
    }
    return new EventPage(false, start, next, next.place().number() < events.size());
  }

  @Override
  public EventId newest() {
    return id(events.size());
  }

  @Override
  public Optional<RecipientPage> recipients(EventId id, Optional<UserId> after) {
    return Optional.empty();
  }

  @Override
  public Optional<String> take(String reader) {
    requireStore();
    return isLeaseElsewhere ? Optional.empty() : Optional.of(position);
  }

  @Override
  public boolean note(String reader, String noted) {
    requireStore();
    if (!isLeaseElsewhere) {
      position = noted;
    }
    return !isLeaseElsewhere;
  }

  @Override
  public void leave(String reader) {
    requireStore();
    reported.add("left at " + position);
  }

  private void requireStore() {
    if (fails) {
      throw new StoreUnavailable("of a test", new IllegalStateException());
    }
  }

  @Override
  public void ended(Outcome outcome, int count, long nanos) {
    outcomes.add(outcome);
  }

  @Override
  public void givenUp(String id, int count, int attempts) {
    reported.add("given up " + id + " after " + attempts);
  }

  @Override
  public void stopped() {
    reported.add("stopped");
  }

  @Override
  public void skipped(String from, java.util.OptionalLong changes) {
    reported.add("skipped " + changes);
  }

  @Override
  public void circuit(boolean open) {
    reported.add("circuit " + open);
  }

  @Override
  public void sending(boolean begins) {
    reported.add("sending " + begins);
  }

  @Override
  public void failed(Throwable cause) {
    reported.add("failed " + cause.getClass().getSimpleName());
  }
}
