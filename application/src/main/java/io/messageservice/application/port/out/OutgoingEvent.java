package io.messageservice.application.port.out;

import io.messageservice.application.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to connections, with its frame for each {@link WireFormat} that it was {@link
 * #encode encoded} for. Those frames are made by one thread, before others get the event; from then
 * on it does not change, and any thread may ask.
 */
public final class OutgoingEvent {

  private final Event event;

  /** When its command was received; 0 where that is not measured. */
  private final long receivedNanos;

  /** Its frames; null while there are none. */
  private @Nullable Encoding<?> encodings;

  private int sizeBytes;

  /** Not encoded yet. */
  public OutgoingEvent(Event event) {
    this(event, 0);
  }

  /**
   * Not encoded yet.
   *
   * @param receivedNanos when its command was received, by the clock of the event loops; 0 where
   *     that is not measured
   */
  public OutgoingEvent(Event event, long receivedNanos) {
    this.event = event;
    this.receivedNanos = receivedNanos;
    this.sizeBytes = event.sizeBytes();
  }

  /** What happened. */
  public Event event() {
    return event;
  }

  /** When its command was received; 0 where that is not measured. */
  public long receivedNanos() {
    return receivedNanos;
  }

  /** How much memory it takes with its frames, about. */
  public int sizeBytes() {
    return sizeBytes;
  }

  /** Makes the frame that all connections of the format share, unless there is one. */
  public <F> void encode(WireFormat<F> format) {
    if (find(format) == null) {
      F frame = format.encode(event);
      encodings = new Encoding<>(format, frame, encodings);
      sizeBytes += format.sizeBytes(frame);
    }
  }

  /** The frame for a connection of the format; made now where it was not encoded for that. */
  @SuppressWarnings("unchecked") // a frame stands beside the format that made it
  public <F> F in(WireFormat<F> format) {
    Encoding<?> encoding = find(format);
    return encoding == null ? format.encode(event) : (F) encoding.frame();
  }

  private @Nullable Encoding<?> find(WireFormat<?> format) {
    Encoding<?> next = encodings;
    while (next != null && next.format() != format) {
      next = next.next();
    }
    return next;
  }

  private record Encoding<F>(WireFormat<F> format, F frame, @Nullable Encoding<?> next) {}
}
