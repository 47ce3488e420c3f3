package io.messageservice.application.store.batch;

import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.LoggedEvent;
import io.messageservice.application.port.out.change.LoggedEvent.ConversationChanged;
import io.messageservice.application.port.out.change.LoggedEvent.ConversationCreated;
import io.messageservice.application.port.out.change.LoggedEvent.MessageChanged;
import io.messageservice.application.port.out.change.LoggedEvent.MessageDeleted;
import io.messageservice.application.port.out.change.LoggedEvent.MessageEdited;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesAppended;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesDelivered;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesRead;
import io.messageservice.application.port.out.change.LoggedEvent.ParticipantsChanged;
import io.messageservice.application.port.out.change.LoggedEvent.ReactionChanged;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Which traces led to the events of an entry of a log of changes: a line for each, its {@code
 * traceparent} and, after a space, what it led to. Of several that changed the same in one batch
 * the last one. Not safe for several threads.
 */
public final class EventTraces {

  /** Also keeps out of calls to others what is none (W3C Trace Context). */
  private static final Pattern LINE =
      Pattern.compile("([0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}) (.+)");

  private final Map<String, String> byName = new LinkedHashMap<>();

  /** The command of this trace led to the event. */
  public void note(LoggedEvent event, String traceparent) {
    byName.put(name(event), traceparent);
  }

  public void clear() {
    byName.clear();
  }

  /** The lines; empty where there are none. */
  public String text() {
    return byName.entrySet().stream()
        .map(each -> each.getValue() + " " + each.getKey())
        .collect(Collectors.joining("\n"));
  }

  /** What such lines say; other lines say nothing. */
  public static EventTraces parse(String lines) {
    EventTraces traces = new EventTraces();
    lines
        .lines()
        .map(LINE::matcher)
        .filter(line -> line.matches())
        .forEach(line -> traces.byName.put(line.group(2), line.group(1)));
    return traces;
  }

  /** With the traces that led to its events. */
  public Change in(Change change) {
    if (byName.isEmpty()) {
      return change;
    }
    List<LoggedEvent> events = change.events().stream().flatMap(EventTraces::single).toList();
    return new Change(
        change.place(),
        change.id(),
        change.at(),
        change.conversation(),
        events,
        events.stream().map(event -> byName.getOrDefault(name(event), "")).toList());
  }

  /** One event for each message, since each may be of another trace. */
  private static Stream<LoggedEvent> single(LoggedEvent event) {
    return event instanceof MessagesAppended some
        ? LongStream.rangeClosed(some.afterSeq() + 1, some.seq())
            .mapToObj(seq -> new MessagesAppended(seq - 1, seq))
        : Stream.of(event);
  }

  private static String name(LoggedEvent event) {
    if (event instanceof MessagesAppended one) {
      return "s" + one.seq();
    } else if (event instanceof MessagesRead mark) {
      return "r" + mark.user();
    } else if (event instanceof MessagesDelivered mark) {
      return "d" + mark.user();
    } else if (event instanceof ConversationCreated) {
      return "c";
    } else if (event instanceof ParticipantsChanged) {
      return "p";
    } else if (event instanceof ConversationChanged) {
      return "g";
    } else if (event instanceof ReactionChanged one) {
      return (one.added() ? "+" : "-") + one.seq() + " " + one.user() + " " + one.reaction();
    } else if (event instanceof MessageDeleted deleted) {
      return "x" + deleted.seq();
    } else if (event instanceof MessageEdited edited) {
      return "e" + edited.seq();
    }
    return event instanceof MessageChanged changed ? "m" + changed.seq() : "u";
  }
}
