package io.messageservice.protocol.service;

import io.messageservice.application.port.in.event.EventId;
import io.messageservice.application.port.in.event.EventType;
import io.messageservice.application.port.in.event.PollEvents;
import io.messageservice.application.port.in.event.PollEvents.Request;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Payload;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Reads which events another service asks for. */
public final class EventRequest {

  /** Only what comes after the request. */
  private static final String LATEST = "latest";

  private static final int MAX_NAMED = 64;

  private EventRequest() {}

  /**
   * What the parameters ask for.
   *
   * @throws InvalidFrame that names the parameter
   */
  public static Request of(Payload payload, int maxBytes) throws InvalidFrame {
    Optional<String> after = payload.optionalText("after");
    boolean latest = after.filter(LATEST::equals).isPresent();
    return new Request(
        latest,
        after.isEmpty() || latest ? Optional.empty() : Optional.of(id("after", after.get())),
        types(payload.optionalText("types")),
        payload.limit(PollEvents.MAX_EVENTS, PollEvents.MAX_EVENTS),
        maxBytes,
        waitTime(payload),
        EventJson::encoded);
  }

  /**
   * The event that a parameter names.
   *
   * @throws InvalidFrame where it names none
   */
  public static EventId id(String parameter, String text) throws InvalidFrame {
    return EventId.of(text)
        .orElseThrow(() -> InvalidFrame.payload(parameter + ": the id of an event"));
  }

  private static Set<EventType> types(Optional<String> text) throws InvalidFrame {
    Set<EventType> types = EnumSet.noneOf(EventType.class);
    if (text.isEmpty()) {
      return EnumSet.allOf(EventType.class);
    }
    for (String name : text.get().split(",", -1)) {
      types.add(type(name.strip()));
    }
    return types;
  }

  private static EventType type(String name) throws InvalidFrame {
    String named = name.length() > MAX_NAMED ? "so long" : name;
    return EventType.of(name)
        .orElseThrow(() -> InvalidFrame.payload("types: no event is called " + named));
  }

  private static Duration waitTime(Payload payload) throws InvalidFrame {
    long seconds = payload.position("wait").orElse(0L);
    return Duration.ofSeconds(Math.min(seconds, PollEvents.MAX_WAIT.toSeconds()));
  }
}
