package io.messageservice.application.port.in.event;

import io.messageservice.application.port.out.change.Place;
import java.util.Comparator;
import java.util.Optional;

/**
 * Names an event, and the place behind it, from which a reader goes on. Ids of one epoch are in the
 * order of the events, as values and as texts.
 *
 * @param place of the change that the event is a part of
 * @param slot of the event among those of its change, from 1; that of the last one is {@link
 *     #LAST}, so that nothing of the change is after it
 */
public record EventId(Place place, int slot) implements Comparable<EventId> {

  /** The slot of the last event of each change. */
  public static final int LAST = 0xff_ffff;

  /** The most characters of the text. */
  public static final int MAX_LENGTH = 56;

  private static final Comparator<EventId> ORDER =
      Comparator.comparing((EventId id) -> id.place.epoch())
          .thenComparingLong(id -> id.place.number())
          .thenComparingInt(EventId::slot);

  /** The place behind all events of the change at that place. */
  public static EventId after(Place place) {
    return new EventId(place, LAST);
  }

  /** The id that is written so; empty where the text is none. */
  public static Optional<EventId> of(String text) {
    String[] parts = text.split("-", -1);
    if (text.length() > MAX_LENGTH || parts.length != 3 || parts[0].isEmpty()) {
      return Optional.empty();
    }
    try {
      EventId id =
          new EventId(
              new Place(parts[0], Long.parseLong(parts[1], 16)), Integer.parseInt(parts[2], 16));
      return Optional.of(id).filter(read -> read.text().equals(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Epoch, number and slot, the two in hexadecimal digits of fixed width. */
  public String text() {
    return "%s-%016x-%06x".formatted(place.epoch(), place.number(), slot);
  }

  @Override
  public int compareTo(EventId other) {
    return ORDER.compare(this, other);
  }
}
