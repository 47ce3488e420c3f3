package io.messageservice.application.store.batch;

import io.messageservice.application.port.out.change.LoggedEvent;
import io.messageservice.application.port.out.change.LoggedEvent.ConversationChanged;
import io.messageservice.application.port.out.change.LoggedEvent.ConversationCreated;
import io.messageservice.application.port.out.change.LoggedEvent.MessageDeleted;
import io.messageservice.application.port.out.change.LoggedEvent.MessageEdited;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesAppended;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesDelivered;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesRead;
import io.messageservice.application.port.out.change.LoggedEvent.ParticipantsChanged;
import io.messageservice.application.port.out.change.LoggedEvent.ReactionChanged;
import io.messageservice.application.port.out.change.LoggedEvent.UserNoted;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.decision.UserNote;
import io.messageservice.domain.decision.UserNote.Moved;
import io.messageservice.domain.decision.UserNote.Reminded;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.presence.Transition;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How an entry of a log of changes says what its other fields do not: a line for each event, its
 * parts with a NUL between them. Neither users, their names nor reactions have control characters;
 * URLs, which may, are encoded.
 */
public final class EventLines {

  private static final String BETWEEN = "\0";

  private EventLines() {}

  /** The line of an event; empty where other fields say it. */
  static Stream<String> line(LoggedEvent event) {
    if (event instanceof ConversationCreated) {
      return Stream.of("c");
    } else if (event instanceof ConversationChanged) {
      return Stream.of("g");
    } else if (event instanceof MessageEdited edited) {
      return line("e", edited.seq());
    } else if (event instanceof MessageDeleted deleted) {
      return line(Stream.concat(Stream.of("x", deleted.seq()), urls(deleted)));
    } else if (event instanceof ReactionChanged one) {
      return line(one.added() ? "+" : "-", one.seq(), one.user(), one.reaction());
    } else if (event instanceof MessagesDelivered mark) {
      return line("d", mark.deliveredUpTo(), mark.user());
    } else if (event instanceof UserNoted noted) {
      return line(noted.note());
    }
    return Stream.empty();
  }

  /** All of them, those too that Redis says by other fields. */
  public static String text(List<? extends LoggedEvent> events) {
    return events.stream().flatMap(EventLines::wholeLine).collect(Collectors.joining("\n"));
  }

  private static Stream<String> wholeLine(LoggedEvent event) {
    if (event instanceof ParticipantsChanged who) {
      List<Object> parts = new ArrayList<>();
      parts.add("p");
      parts.add(who.kind().map(Kind::name).orElse(""));
      parts.add(who.joined().size());
      parts.addAll(who.joined());
      parts.addAll(who.left());
      return line(parts.stream());
    } else if (event instanceof MessagesAppended sent) {
      return line("m", sent.afterSeq(), sent.seq());
    } else if (event instanceof MessagesRead mark) {
      return line("r", mark.readUpTo(), mark.user());
    }
    return line(event);
  }

  private static Stream<String> line(UserNote note) {
    if (note instanceof Moved moved) {
      Transition transition = moved.transition();
      Object seen = moved.lastSeen().map(Instant::toEpochMilli).map(Object::toString).orElse("");
      return line(transition.online() ? "i" : "o", note.user(), transition.name(), seen);
    }
    return line("u", note.user());
  }

  private static Stream<String> urls(MessageDeleted deleted) {
    return deleted.fileUrls().stream().map(url -> URLEncoder.encode(url, StandardCharsets.UTF_8));
  }

  private static Stream<String> line(Object... parts) {
    return line(Stream.of(parts));
  }

  private static Stream<String> line(Stream<?> parts) {
    return Stream.of(parts.map(Object::toString).collect(Collectors.joining(BETWEEN)));
  }

  /**
   * The events of such lines.
   *
   * @throws IllegalArgumentException where it is something else
   * @throws IndexOutOfBoundsException where something is missing
   */
  public static List<LoggedEvent> parse(String lines) {
    return lines.lines().map(line -> event(List.of(line.split(BETWEEN, -1)))).toList();
  }

  private static LoggedEvent event(List<String> parts) {
    return switch (parts.get(0)) {
      case "c" -> new ConversationCreated();
      case "g" -> new ConversationChanged();
      case "e" -> new MessageEdited(number(parts));
      case "x" -> new MessageDeleted(number(parts), urls(parts));
      case "+", "-" ->
          new ReactionChanged(
              number(parts),
              new UserId(parts.get(2)),
              new Reaction(parts.get(3)),
              parts.get(0).equals("+"));
      case "m" -> new MessagesAppended(number(parts), Long.parseLong(parts.get(2)));
      case "p" -> participants(parts);
      case "r" -> new MessagesRead(new UserId(parts.get(2)), number(parts));
      case "d" -> new MessagesDelivered(new UserId(parts.get(2)), number(parts));
      case "u" -> new UserNoted(new Reminded(new UserId(parts.get(1))));
      case "i", "o" -> new UserNoted(moved(parts));
      default -> throw new IllegalArgumentException("a later version knows " + parts.get(0));
    };
  }

  private static ParticipantsChanged participants(List<String> parts) {
    int left = 3 + Integer.parseInt(parts.get(2));
    return new ParticipantsChanged(
        users(parts.subList(3, left)),
        users(parts.subList(left, parts.size())),
        Optional.of(parts.get(1)).filter(kind -> !kind.isEmpty()).map(Kind::valueOf));
  }

  private static Set<UserId> users(List<String> parts) {
    Set<UserId> users = new LinkedHashSet<>();
    parts.forEach(part -> users.add(new UserId(part)));
    return users;
  }

  private static Moved moved(List<String> parts) {
    DisplayName name = new DisplayName(parts.get(2));
    return new Moved(
        new Transition(new UserId(parts.get(1)), name, parts.get(0).equals("i")),
        Optional.of(parts.get(3))
            .filter(seen -> !seen.isEmpty())
            .map(seen -> Instant.ofEpochMilli(Long.parseLong(seen))));
  }

  private static List<String> urls(List<String> parts) {
    return parts.stream()
        .skip(2)
        .map(url -> URLDecoder.decode(url, StandardCharsets.UTF_8))
        .toList();
  }

  private static long number(List<String> parts) {
    return Long.parseLong(parts.get(1));
  }
}
