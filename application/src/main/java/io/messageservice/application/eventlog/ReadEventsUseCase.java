package io.messageservice.application.eventlog;

import io.messageservice.application.eventlog.EventSlots.Slot;
import io.messageservice.application.port.in.event.BackEndEvent;
import io.messageservice.application.port.in.event.EventId;
import io.messageservice.application.port.in.event.EventType;
import io.messageservice.application.port.in.event.ReadEvents;
import io.messageservice.application.port.in.event.RecipientPage;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.Changes;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.user.UserId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Reads the log of changes and fills in what they refer to. */
public final class ReadEventsUseCase implements ReadEvents {

  /** The most changes that one call looks at. */
  private static final int MAX_CHANGES = 10_000;

  /** How many changes are read from the log together. */
  private static final int AT_ONCE = 256;

  private final ChangeLog log;
  private final History history;
  private final Predicate<UserId> isOnline;
  private final InstantSource clock;
  private final KnownUnread unread;
  private final SortedParticipants sorted = new SortedParticipants();
  private final UnreadReminders reminders;
  private final Faults faults;

  /**
   * Of that log.
   *
   * @param isOnline whether a user has a connection anywhere
   * @param nanoTime a monotonic clock
   */
  public ReadEventsUseCase(
      ChangeLog log,
      History history,
      Predicate<UserId> isOnline,
      InstantSource clock,
      LongSupplier nanoTime,
      Faults faults) {
    this.log = log;
    this.history = history;
    this.isOnline = isOnline;
    this.clock = clock;
    this.unread = new KnownUnread(history, log::newest, nanoTime);
    this.reminders = new UnreadReminders(history, clock);
    this.faults = faults;
  }

  @Override
  public EventId newest() {
    return EventId.after(log.newest());
  }

  @Override
  public EventPage read(
      Optional<EventId> after, Set<EventType> types, Predicate<BackEndEvent> take) {
    Place from = after.map(ReadEventsUseCase::before).orElse(Place.OLDEST);
    Changes changes = log.after(from, AT_ONCE);
    EventId oldest = EventId.after(changes.start());
    if (after.isPresent() && !changes.start().equals(from)) {
      return new EventPage(true, oldest, oldest, true);
    }
    return new Reading(after.orElse(oldest), types, take).from(changes);
  }

  /** The place from which the log is read to find what is after the event. */
  private static Place before(EventId after) {
    Place place = after.place();
    return after.slot() == EventId.LAST
        ? place
        : new Place(place.epoch(), Math.max(0, place.number() - 1));
  }

  @Override
  public Optional<RecipientPage> recipients(EventId id, Optional<UserId> after) {
    Place from = new Place(id.place().epoch(), Math.max(0, id.place().number() - 1));
    return log.after(from, 1).changes().stream()
        .filter(change -> change.place().equals(id.place()))
        .findFirst()
        .flatMap(change -> message(change, id))
        .flatMap(message -> page(message, after));
  }

  /** The message that was sent by the event of that id. */
  private Optional<Message> message(Change change, EventId id) {
    PresentState present = present(List.of());
    List<Slot> slots = EventSlots.of(change, present, reminders);
    for (int i = 0; i < slots.size(); i++) {
      if (EventSlots.id(change, i, slots.size()).equals(id) && slots.get(i).seq() > 0) {
        return present.message(change.conversation().orElseThrow(), slots.get(i).seq());
      }
    }
    return Optional.empty();
  }

  private Optional<RecipientPage> page(Message message, Optional<UserId> after) {
    return history
        .conversation(message.conversation())
        .map(in -> recipients().of(in, message, after));
  }

  /** What is stored now of that to which these changes refer. */
  private PresentState present(List<Change> changes) {
    return new PresentState(changes, history, unread, recipients(), faults);
  }

  private Recipients recipients() {
    return new Recipients(history, unread, sorted, isOnline, clock.instant());
  }

  /** One call. */
  private final class Reading {
    private final EventId start;
    private final Set<EventType> types;
    private final Predicate<BackEndEvent> take;

    /** Behind the last event that was taken or passed over. */
    private EventId next;

    Reading(EventId start, Set<EventType> types, Predicate<BackEndEvent> take) {
      this.start = start;
      this.types = types;
      this.take = take;
      this.next = start;
    }

    EventPage from(Changes first) {
      Changes changes = first;
      int looked = 0;
      if (types.contains(EventType.MESSAGE_CREATED)) {
        unread.goOn(first.start());
      }
      while (takeAll(changes)) {
        next = EventId.after(changes.end());
        looked += changes.changes().size();
        if (!changes.more() || looked >= MAX_CHANGES) {
          return page(changes.more());
        }
        changes = log.after(changes.end(), AT_ONCE);
        if (!changes.start().equals(next.place())) {
          return page(true); // not kept any more: the next call finds that
        }
      }
      return page(true);
    }

    private EventPage page(boolean more) {
      return new EventPage(false, start, next, more);
    }

    /** False where one was not taken. */
    private boolean takeAll(Changes changes) {
      changes.gaps().forEach(gap -> faults.broke("event log", new UnreadableChanges(gap)));
      PresentState present = present(changes.changes());
      for (Change change : changes.changes()) {
        if (!takeAll(change, EventSlots.of(change, present, reminders))) {
          return false;
        }
        if (types.contains(EventType.MESSAGE_CREATED)) {
          present.passed(change);
        }
      }
      return true;
    }

    private boolean takeAll(Change change, List<Slot> slots) {
      for (int i = 0; i < slots.size(); i++) {
        EventId id = EventSlots.id(change, i, slots.size());
        boolean isNew = id.compareTo(next) > 0;
        if (isNew
            && types.contains(slots.get(i).type())
            && !take.test(event(change, id, slots.get(i)))) {
          return false;
        }
        next = isNew ? id : next;
      }
      return true;
    }

    private BackEndEvent event(Change change, EventId id, Slot slot) {
      return new BackEndEvent(
          id,
          slot.type(),
          change.at(),
          change.conversation(),
          slot.traceparent(),
          slot.data().get());
    }
  }
}
