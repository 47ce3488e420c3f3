package io.messageservice.bootstrap.talk;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * One talk in one conversation, over as many connections as it takes. Only the thread of the talk
 * may call; it knows no clock and no network.
 */
final class TalkSession {

  /**
   * After a whole one without a frame the service is asked for one, after another the connection is
   * given up.
   */
  static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** Not known whether it was done, or not now: the same again later is right. */
  private static final Set<String> PASSING =
      Set.of("unavailable", "internal", "overloaded", "rate_limited");

  private enum Phase {
    /** No connection, or none that was opened yet. */
    AWAY,
    /** Joined or joining, and the history is not complete yet. */
    CATCHING_UP,
    /** Everything that is said is shown at once. */
    LIVE,
    ENDED
  }

  private final Link link;
  private final Screen screen;
  private final Later later;
  private final Backoff backoff;
  private final Frames frames;
  private final Supplier<String> ids;
  private final IntConsumer end;

  private final Outgoing outgoing = new Outgoing();
  private final Timeline timeline = new Timeline();
  private Phase phase = Phase.AWAY;
  private boolean inputEnded;

  /** How many connections were opened: a heartbeat of an earlier one does nothing. */
  private int opened;

  /** Heartbeats since the last frame. */
  private int silentBeats;

  /**
   * @param ids gives each line an id that no other has
   * @param end is told the exit code, once
   */
  TalkSession(
      Link link,
      Screen screen,
      Later later,
      Backoff backoff,
      Frames frames,
      Supplier<String> ids,
      IntConsumer end) {
    this.link = link;
    this.screen = screen;
    this.later = later;
    this.backoff = backoff;
    this.frames = frames;
    this.ids = ids;
    this.end = end;
  }

  void start() {
    if (phase != Phase.ENDED) {
      link.connect();
    }
  }

  /** The connection is open. */
  void opened() {
    phase = Phase.CATCHING_UP;
    silentBeats = 0;
    beatLater(++opened);
    link.send(frames.join());
  }

  /** A connection may end without a word: what the network does not report is found here. */
  private void beatLater(int connection) {
    later.after(
        HEARTBEAT,
        () -> {
          if (connection == opened && (phase == Phase.CATCHING_UP || phase == Phase.LIVE)) {
            beat();
          }
        });
  }

  private void beat() {
    silentBeats++;
    if (silentBeats > 2) {
      link.drop();
      away("the service does not answer", Optional.empty());
      return;
    }
    if (silentBeats == 2) {
      link.send(frames.ping());
    }
    beatLater(opened);
  }

  /** The service ended the connection. */
  void closed(Closing closing) {
    if (closing.isFinal()) {
      screen.note("closed: " + closing.reason());
      end(1);
    } else {
      away("connection closed (" + closing.code() + ")", closing.findDelay());
    }
  }

  /** The connection broke, or could not be made. */
  void failed(String why) {
    away(why, Optional.empty());
  }

  /** A line was typed. */
  void typed(String line) {
    if (line.strip().equals("/quit")) {
      quit();
    } else if (!line.isBlank() && !outgoing.offer(new Outgoing.Line(ids.get(), line))) {
      screen.note("not sent, too many lines wait for the connection: " + line);
    }
    sendNext();
  }

  private void quit() {
    if (!outgoing.isEmpty()) {
      screen.note("what was typed last may not have been sent");
    }
    end(0);
  }

  /** Nothing more will be typed: the talk ends when all that was is stored. */
  void inputEnded() {
    inputEnded = true;
    sendNext();
  }

  /** A frame came. */
  void received(String text) {
    silentBeats = 0;
    JsonNode frame = frames.read(text);
    String event = frame.path("event").asText();
    if (!frame.has("success")) {
      pushed(event, frame.path("data"));
    } else if (frame.path("success").asBoolean()) {
      succeeded(event, frame);
    } else {
      refused(event, frame);
    }
  }

  private void pushed(String event, JsonNode data) {
    switch (event) {
      case "newMessage" -> {
        if (frames.isOurs(data)) {
          timeline.hold(Said.of(data));
          showIfLive();
        }
      }
      case "lagged" -> {
        link.drop();
        away("this terminal reads too slowly", Optional.empty());
      }
      case "userOnline" -> screen.note(name(data) + " is online");
      case "userOffline" -> screen.note(name(data) + " is offline");
      case "userTyping" -> {
        if (data.path("isTyping").asBoolean()) {
          screen.note(name(data) + " is typing");
        }
      }
      default -> {}
    }
  }

  private void succeeded(String event, JsonNode reply) {
    switch (event) {
      case "joinConversation" -> {
        timeline.within(reply.path("epoch").asText());
        link.send(frames.fetch(timeline.seen()));
      }
      case "fetchMessages" -> fetched(reply);
      case "sendMessage" -> {
        timeline.shown(reply.path("message").path("seq").asLong());
        answered(reply);
      }
      default -> {}
    }
  }

  private void refused(String event, JsonNode reply) {
    boolean passing = PASSING.contains(reply.path("code").asText());
    String error = reply.path("error").asText();
    if (event.equals("sendMessage")) {
      screen.note("not sent" + (passing ? " yet: " : ": ") + error);
      answerRefused(reply, passing);
    } else if (passing) {
      link.drop();
      away(error, Optional.empty());
    } else if (event.equals("joinConversation")) {
      screen.note("cannot join: " + error);
      end(1);
    } else {
      screen.note(error);
    }
  }

  private void answerRefused(JsonNode reply, boolean passing) {
    if (!passing) {
      answered(reply);
      return;
    }
    later.after(
        backoff.next(),
        () -> {
          outgoing.unanswered();
          sendNext();
        });
  }

  private void fetched(JsonNode reply) {
    boolean resumed = timeline.seen() > 0;
    reply.path("messages").forEach(message -> timeline.hold(Said.of(message)));
    if (resumed && reply.path("more").asBoolean()) {
      show();
      link.send(frames.fetch(timeline.seen()));
      return;
    }
    phase = Phase.LIVE;
    backoff.reset();
    show();
    sendNext();
  }

  private void answered(JsonNode reply) {
    outgoing.answered(reply.path("ref").asText());
    backoff.reset();
    sendNext();
  }

  private void sendNext() {
    if (phase == Phase.LIVE) {
      outgoing.findNext().ifPresent(line -> link.send(frames.send(line)));
    }
    if (inputEnded && outgoing.isEmpty()) {
      end(0);
    }
  }

  private void showIfLive() {
    if (phase == Phase.LIVE) {
      show();
    }
  }

  /** A line of one's own that was stored before its reply got lost stands on the screen already. */
  private void show() {
    for (Said message : timeline.release()) {
      if (!outgoing.contains(message.key())) {
        screen.said(message.sender(), message.content());
      }
    }
  }

  private void away(String why, Optional<Duration> asked) {
    if (phase == Phase.ENDED) {
      return;
    }
    phase = Phase.AWAY;
    outgoing.unanswered();
    Duration own = backoff.next();
    Duration delay = asked.map(told -> told.plus(own.dividedBy(4))).orElse(own);
    screen.note(why + "; trying again in " + delay.toMillis() + " ms");
    later.after(delay, this::start);
  }

  private void end(int exitCode) {
    if (phase != Phase.ENDED) {
      phase = Phase.ENDED;
      link.drop();
      end.accept(exitCode);
    }
  }

  private static String name(JsonNode data) {
    return data.path("username").asText(data.path("userId").asText());
  }
}
