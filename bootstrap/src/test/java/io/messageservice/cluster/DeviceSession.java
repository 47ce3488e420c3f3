package io.messageservice.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.application.waiting.Patience;
import io.messageservice.blackbox.Heard;
import io.messageservice.blackbox.Heard.Closed;
import io.messageservice.blackbox.Heard.Frame;
import io.messageservice.blackbox.Json;
import io.messageservice.cluster.Mail.Letter;
import io.messageservice.cluster.view.Diary;
import io.messageservice.kill.SpokenLine;
import io.messageservice.kill.Views.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One connection of a device. It joins with the positions of what was seen last and sends again
 * what was not answered, in the same order, before anything new. The device's thread calls.
 */
final class DeviceSession {

  private static final Duration TICK = Duration.ofMillis(20);
  private static final long PING_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** Longer than any fault lasts: what is not answered by then never will be. */
  private static final long UNANSWERED_NANOS = Patience.PATIENCE.toNanos();

  private static final String PRESENCE = "presence";

  private final TrialDevice device;
  private final DeviceLink link;
  private final Diary diary;

  /** What is not answered on this connection, by its reference, in the order asked. */
  private final Map<String, Ask> asks = new LinkedHashMap<>();

  /** The positions that were named when joining, by room. */
  private final Map<String, Optional<Position>> named = new HashMap<>();

  /** When each room was joined; before that, what is pushed may be old. */
  private final Map<String, Instant> joinedAt = new HashMap<>();

  private final long leaveAt;
  private long heardAt = System.nanoTime();
  private long pingAt = heardAt;
  private long talkAt = heardAt;

  DeviceSession(TrialDevice device, DeviceLink link) {
    this.device = device;
    this.link = link;
    this.diary = device.diary();
    this.leaveAt = heardAt + TimeUnit.MILLISECONDS.toNanos(500 + device.random().nextInt(3_500));
  }

  /** Runs until the connection is over; how it ended, or empty where it was left. */
  Optional<Closed> run() throws InterruptedException {
    begin();
    while (!isToLeave()) {
      if (!work(System.nanoTime())) {
        link.abort();
        return Optional.of(new Closed(Closed.LOST, "given up"));
      }
      Optional<Heard> heard = link.next(TICK);
      if (heard.isPresent() && heard.get() instanceof Closed end) {
        return Optional.of(end);
      }
      if (heard.isPresent() && heard.get() instanceof Frame frame) {
        heardAt = System.nanoTime();
        device.heard(heardAt);
        hear(frame.json());
      }
    }
    link.leave();
    return Optional.empty();
  }

  private boolean isToLeave() {
    boolean leaves = device.habit().visits() && device.tone().isLively();
    return device.isOver() || (leaves && System.nanoTime() - leaveAt >= 0);
  }

  private void begin() {
    ask(new Ask(PRESENCE, "getPresence", () -> Json.object("userIds", device.others())));
    if (!device.habit().visits()) {
      device.rooms().stream().filter(Room::joined).forEach(this::join);
    }
    device.mail().pending().forEach(this::send);
  }

  private void join(Room room) {
    ask(new Ask("join " + room.id(), "joinConversation", () -> position(room.id())));
  }

  private ObjectNode position(String room) {
    Optional<Position> stands = diary.position(room);
    if (stands.isEmpty() && device.habit().talks()) {
      stands = Optional.of(new Position(0, "")); // it wants to see everything
    }
    named.put(room, stands);
    ObjectNode payload = Json.object("conversationId", room);
    stands.ifPresent(position -> payload.put("afterSeq", position.seq()));
    stands
        .filter(position -> !position.epoch().isEmpty())
        .ifPresent(position -> payload.put("epoch", position.epoch()));
    return payload;
  }

  private void send(Letter letter) {
    ask(new Ask(letter.line().key(), "sendMessage", letter::payload));
  }

  private void ask(Ask ask) {
    asks.put(ask.ref(), ask);
  }

  /** Sends what is to be sent now; says false where the connection is of no more use. */
  private boolean work(long now) {
    talk(now);
    for (Ask ask : List.copyOf(asks.values())) {
      if (ask.isDue(now) && !link.send(ask.send(now))) {
        return false;
      }
      if (ask.unanswered(now) > UNANSWERED_NANOS) {
        diary.wrong("was never answered: " + ask.ref());
        return false;
      }
    }
    device.settled(asks.isEmpty());
    return now - heardAt < device.habit().patience().toNanos() && ping(now);
  }

  private boolean ping(long now) {
    if (now - pingAt < PING_NANOS) {
      return true;
    }
    pingAt = now;
    return link.send(Json.object("event", "ping"));
  }

  private void talk(long now) {
    device.writeWanted().ifPresent(this::send);
    if (!device.habit().talks() || !device.tone().isLively() || now - talkAt < 0) {
      return;
    }
    talkAt = now + device.habit().every().toNanos();
    List<Room> free = freeRooms();
    if (!free.isEmpty()) {
      send(device.mail().write(free.get(device.random().nextInt(free.size()))));
    }
  }

  private List<Room> freeRooms() {
    List<Room> free = new ArrayList<>(device.rooms());
    if (device.habit().isCareful()) {
      free.removeIf(device.mail()::waitsFor);
    } else if (device.mail().pending().size() >= device.habit().window()) {
      free.clear();
    }
    return free;
  }

  private void hear(JsonNode frame) {
    String event = frame.path("event").asText();
    if (frame.has("success")) {
      answered(frame);
    } else if (event.equals("newMessage")) {
      pushed(frame.get("data"));
    } else if (event.equals("userOnline") || event.equals("userOffline")) {
      device.watch().pushed(frame.at("/data/userId").asText(), event.equals("userOnline"));
    }
  }

  private void pushed(JsonNode message) {
    SpokenLine line = SpokenLine.of(message);
    Instant said = Instant.parse(message.path("createdAt").asText());
    Instant joined = joinedAt.getOrDefault(line.room(), Instant.MAX);
    diary.pushed(line, said.isAfter(joined) ? Duration.between(said, Instant.now()).toMillis() : 0);
  }

  private void answered(JsonNode frame) {
    Ask ask = asks.get(frame.path("ref").asText());
    if (ask == null) {
      diary.wrong("got an answer to what it did not ask: " + frame);
    } else if (frame.path("success").asBoolean()) {
      asks.remove(ask.ref());
      done(ask, frame);
    } else {
      refused(ask, frame);
    }
  }

  private void done(Ask ask, JsonNode answer) {
    switch (answer.path("event").asText()) {
      case "joinConversation" -> {
        String room = answer.path("conversationId").asText();
        joinedAt.put(room, Instant.now());
        diary.joined(named.getOrDefault(room, Optional.empty()), answer);
      }
      case "getPresence" ->
          answer
              .path("statuses")
              .forEach(
                  status ->
                      device
                          .watch()
                          .answered(
                              status.path("userId").asText(), status.path("online").asBoolean()));
      default -> acknowledged(ask, answer);
    }
  }

  private void acknowledged(Ask ask, JsonNode answer) {
    SpokenLine line = SpokenLine.of(answer.get("message"));
    Letter letter = device.mail().answered(ask.ref());
    if (!letter.line().content().equals(line.content()) || !ask.ref().equals(line.key())) {
      diary.wrong("got another's answer to " + ask.ref() + ": " + answer);
    }
    long waited = ask.waiting(System.nanoTime());
    diary.acknowledged(line, answer.path("duplicate").asBoolean(), waited);
  }

  /** What is not possible now is asked again; any other refusal is wrong. */
  private void refused(Ask ask, JsonNode answer) {
    String code = answer.path("code").asText();
    if (!code.equals("unavailable") && !code.equals("overloaded")) {
      diary.wrong("was refused " + ask.ref() + ": " + answer);
    }
    ask.again(System.nanoTime() + AGAIN_NANOS);
  }
}
