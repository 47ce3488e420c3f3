package io.messageservice.application.memory;

import io.messageservice.application.event.Event;
import io.messageservice.application.port.out.WireFormat;
import java.util.ArrayList;
import java.util.List;

/** Events as they are, for connections of tests. One thread may call. */
public final class PlainFormat implements WireFormat<Event> {

  /** What was encoded so far. */
  public final List<Event> encoded = new ArrayList<>();

  private boolean broken;

  /** Whether nothing can be encoded from now on. */
  public void isBroken(boolean now) {
    broken = now;
  }

  @Override
  public Event encode(Event event) {
    if (broken) {
      throw new IllegalStateException("broken on purpose");
    }
    encoded.add(event);
    return event;
  }

  @Override
  public int sizeBytes(Event frame) {
    return 0;
  }
}
