package io.messageservice.adapter.redis.bridge;

import io.messageservice.adapter.redis.presence.Crossed;
import io.messageservice.domain.presence.Transition;
import io.messageservice.protocol.service.ServiceEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Tells who came online and who went offline. */
final class PresenceTelling implements Pump.Telling {

  /** What events from the log of presence are named after. */
  static final String LOG = "presence";

  @Override
  public List<LogEntry> tell(List<LogEntry> entries, Consumer<Happening> to) {
    List<LogEntry> garbled = new ArrayList<>();
    for (LogEntry entry : entries) {
      try {
        to.accept(happening(entry));
      } catch (IllegalArgumentException garbage) {
        garbled.add(entry);
      }
    }
    return garbled;
  }

  /** Where all was lost the board counts anew, so the number alone is no name. */
  private static Happening happening(LogEntry entry) {
    String text = entry.get("e");
    Crossed crossed = Crossed.of(text);
    Transition transition = crossed.transition();
    return new Happening(
        LOG + "-" + crossed.number() + "-" + Integer.toHexString(text.hashCode()),
        transition.online() ? "userOnline" : "userOffline",
        ServiceEvents.presence(transition, crossed.lastSeen()));
  }
}
