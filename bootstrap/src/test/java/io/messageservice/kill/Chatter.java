package io.messageservice.kill;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;

/**
 * A client that survives the service: it sends as fast as answers come. After each kill it joins
 * with the position of what it saw last, and sends again what was not answered, under the same
 * names and in the same order, before anything new. One thread at a time.
 */
final class Chatter {

  /** How many messages of it are unanswered at a time. */
  private static final int WINDOW = 16;

  private final String user;
  private final Random random;
  private final Map<String, Integer> said = new HashMap<>();

  /** What was sent and not answered, by name, in the order sent. */
  private final Map<String, SpokenLine> pending = new LinkedHashMap<>();

  private final List<SpokenLine> acknowledged = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private final List<SpokenLine> seen = new ArrayList<>();
  private final Views views = new Views();
  private int doubles;

  Chatter(String user, long seed) {
    this.user = user;
    this.random = new Random(seed);
  }

  /** Everything that was ever answered with success, as the answer said. */
  List<SpokenLine> acknowledged() {
    return acknowledged;
  }

  /** What was heard since this was asked last: pushes and own replies. */
  List<SpokenLine> takeSeen() {
    List<SpokenLine> taken = List.copyOf(seen);
    seen.clear();
    return taken;
  }

  List<String> wrong() {
    return wrong;
  }

  /** What it has seen across all its connections. */
  Views views() {
    return views;
  }

  int pending() {
    return pending.size();
  }

  /** How many answers said that the message was stored before. */
  int doubles() {
    return doubles;
  }

  /** How many messages it has said in that room. */
  int saidIn(String room) {
    return said.getOrDefault(room, 0);
  }

  /**
   * Talks until the connection is over.
   *
   * @param retryOnly to send nothing new and go when all is answered
   */
  void talk(Victim victim, List<String> rooms, boolean retryOnly) throws InterruptedException {
    JsonSocket socket;
    try {
      socket = new JsonSocket(user, victim.socket(user));
    } catch (CompletionException nobodyThere) {
      return;
    }
    try {
      new ChatterSession(socket, rooms).run(retryOnly);
    } finally {
      socket.close();
    }
  }

  /** Joins all rooms and reads until it has seen what the answers say that there is. */
  void catchUp(Victim victim, List<String> rooms) throws InterruptedException {
    JsonSocket socket = new JsonSocket(user, victim.socket(user));
    try {
      new ChatterSession(socket, rooms).catchUp();
    } finally {
      socket.close();
    }
  }

  /** One connection and what it sees. */
  private final class ChatterSession {
    private final JsonSocket socket;
    private final List<String> rooms;
    private final Map<String, Long> last = new HashMap<>();

    /** The positions that were named when joining. */
    private final Map<String, Long> named = new HashMap<>();

    /** The newest position of each room that was joined, as the answer said. */
    private final Map<String, Long> heads = new HashMap<>();

    private int waiting;

    ChatterSession(JsonSocket socket, List<String> rooms) {
      this.socket = socket;
      this.rooms = rooms;
    }

    void run(boolean retryOnly) throws InterruptedException {
      // One room is not joined: its messages come to whoever takes part in it.
      for (String room : rooms.subList(1, rooms.size())) {
        if (!join(room, random.nextBoolean())) {
          return;
        }
      }
      for (SpokenLine line : List.copyOf(pending.values())) {
        if (!send(line)) {
          return;
        }
      }
      while (!retryOnly || waiting > 0) {
        while (!retryOnly && waiting < WINDOW) {
          if (!send(next())) {
            return;
          }
        }
        Optional<JsonNode> frame = socket.next();
        if (frame.isEmpty()) {
          return;
        }
        hear(frame.get());
      }
    }

    void catchUp() throws InterruptedException {
      for (String room : rooms) {
        if (!join(room, true)) {
          throw new IllegalStateException("the connection was lost");
        }
      }
      while (waiting > 0 || !heads.equals(last)) {
        hear(socket.next().orElseThrow());
      }
    }

    /**
     * Joins with the position of what was seen last.
     *
     * @param fromTheStart where nothing was seen, to ask for all
     */
    private boolean join(String room, boolean fromTheStart) {
      waiting++;
      Optional<Views.Position> stands = views.of(room);
      if (stands.isPresent()) {
        Views.Position position = stands.get();
        named.put(room, position.seq());
        return socket.send(
            "joinConversation",
            "conversationId",
            room,
            "afterSeq",
            position.seq(),
            "epoch",
            position.epoch());
      }
      if (fromTheStart) {
        named.put(room, 0L);
        return socket.send("joinConversation", "conversationId", room, "afterSeq", 0);
      }
      return socket.send("joinConversation", "conversationId", room);
    }

    private SpokenLine next() {
      String room = rooms.get(random.nextInt(rooms.size()));
      int number = said.merge(room, 1, Integer::sum);
      SpokenLine line = new SpokenLine(room, 0, user, room + "/" + number, content(number));
      pending.put(line.key(), line);
      return line;
    }

    private String content(int number) {
      return number + " " + "x".repeat(random.nextInt(random.nextInt(50) == 0 ? 9_000 : 200));
    }

    private boolean send(SpokenLine line) {
      waiting++;
      return socket.send(
          "sendMessage",
          "conversationId",
          line.room(),
          "content",
          line.content(),
          "clientMessageId",
          line.key());
    }

    private void hear(JsonNode frame) {
      String event = frame.path("event").asText();
      if (event.equals("newMessage")) {
        see(SpokenLine.of(frame.get("data")));
      } else if (frame.has("success")) {
        waiting--;
        answered(event, frame);
      }
    }

    private void answered(String event, JsonNode frame) {
      if (!frame.get("success").asBoolean()) {
        wrong.add(user + " was answered " + frame);
      } else if (event.equals("joinConversation")) {
        joined(frame);
      } else {
        acknowledge(SpokenLine.of(frame.get("message")), frame.path("duplicate").asBoolean());
      }
    }

    /** The view begins again; what was pushed before this answer may come again. */
    private void joined(JsonNode frame) {
      String room = frame.path("conversationId").asText();
      long head = frame.path("seq").asLong();
      String epoch = frame.path("epoch").asText();
      Long position = named.get(room);
      if (frame.has("recovered") != (position != null)) {
        wrong.add(user + " is not told whether it recovered " + room);
      }
      heads.put(room, head);
      if (position == null) {
        views.begin(room, new Views.Position(head, epoch));
        last.put(room, head);
      } else if (frame.path("recovered").asBoolean()) {
        views.recover(room, new Views.Position(position, epoch));
        last.put(room, position);
      } else {
        views.beginAnew(room, new Views.Position(head, epoch));
        last.put(room, head);
      }
    }

    private void acknowledge(SpokenLine line, boolean duplicate) {
      SpokenLine sent = pending.remove(line.key());
      if (sent == null || !sent.content().equals(line.content())) {
        wrong.add(user + " got an answer to what it did not ask: " + line.key());
      }
      acknowledged.add(line);
      if (duplicate) {
        doubles++;
      } else {
        see(line);
      }
    }

    /**
     * A view goes on without a hole from the reply to its join or the position named there, or from
     * the first push.
     */
    private void see(SpokenLine line) {
      seen.add(line);
      if (heads.containsKey(line.room())) {
        views.see(line);
      }
      Long before = last.put(line.room(), line.seq());
      if (before != null && line.seq() != before + 1) {
        wrong.add(user + " saw " + line.seq() + " after " + before + " in " + line.room());
      }
    }
  }
}
