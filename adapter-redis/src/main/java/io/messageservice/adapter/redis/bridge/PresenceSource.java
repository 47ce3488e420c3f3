package io.messageservice.adapter.redis.bridge;

import io.messageservice.adapter.redis.bridge.BoardLog.Entry;
import io.messageservice.adapter.redis.bridge.BoardLog.Page;
import io.messageservice.adapter.redis.presence.StoredTransition;
import io.messageservice.domain.presence.Transition;
import io.messageservice.protocol.service.ServiceEvents;
import java.util.function.Consumer;

/** Who comes online and who goes offline, from the log of the board of presence. */
final class PresenceSource implements EventSource {

  private static final String NAME = "presence";

  private final BoardLog log;
  private final EventStreamEvents events;

  PresenceSource(BoardLog log, EventStreamEvents events) {
    this.log = log;
    this.events = events;
  }

  @Override
  public Step read(String position, Consumer<StreamEvent> to) {
    Page page = log.after(position);
    if (page.lost() > 0) {
      lose("before-" + page.entries().get(0).id(), page.lost(), to);
    }
    for (Entry entry : page.entries()) {
      entry
          .transition()
          .ifPresentOrElse(
              transition -> to.accept(event(transition, entry.text())),
              () -> lose(entry.id(), 1, to));
    }
    return new Step(page.position(), page.more());
  }

  private void lose(String where, long count, Consumer<StreamEvent> to) {
    events.lost(NAME, count);
    to.accept(StreamEvent.lost(NAME + "-" + where, NAME, count));
  }

  /** Where all was lost the board counts from the start again, so the number alone is no name. */
  private static StreamEvent event(StoredTransition numbered, String text) {
    Transition transition = numbered.transition();
    return new StreamEvent(
        NAME + "-" + numbered.number() + "-" + Integer.toHexString(text.hashCode()),
        transition.online() ? "userOnline" : "userOffline",
        ServiceEvents.presence(transition, numbered.lastSeen()));
  }
}
