package io.messageservice.cluster.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.kill.SpokenLine;
import io.messageservice.kill.Views;
import io.messageservice.kill.Views.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The messages that one device saw, across all its connections, judged as they come: a view goes on
 * by one each time, from the reply to its join, the position named there, or the first push.
 * Guarded by itself.
 */
public final class Diary {

  private final String device;
  private final Views views = new Views();
  private final Set<String> epochs = new HashSet<>();

  /** What this connection saw last, by room. */
  private final Map<String, Long> last = new HashMap<>();

  /** Rooms that this connection has been told it joined. */
  private final Set<String> joined = new HashSet<>();

  private final List<SpokenLine> acknowledged = new ArrayList<>();
  private final List<SpokenLine> seen = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private long longestAnswer;
  private long longestPush;
  private int connections;
  private int connectionsTaken;

  /**
   * What came since the page before.
   *
   * @param connections that began
   * @param acknowledged the messages that were answered with success, as the answer said
   * @param seen pushes and own replies
   * @param longestAnswer milliseconds for which a connection waited for an answer
   * @param longestPush milliseconds from a message's time to its push on a connection that was
   *     there
   */
  public record Page(
      int connections,
      List<SpokenLine> acknowledged,
      List<SpokenLine> seen,
      List<String> wrong,
      long longestAnswer,
      long longestPush) {}

  public Diary(String device) {
    this.device = device;
  }

  /** A connection begins. */
  public synchronized void connected() {
    connections++;
    last.clear();
    joined.clear();
  }

  /** Where it stands in a room that it joins. */
  public synchronized Optional<Position> position(String room) {
    return views.of(room);
  }

  /**
   * The view begins again; what was pushed before this answer may come again.
   *
   * @param named the position that the join named
   */
  public synchronized void joined(Optional<Position> named, JsonNode answer) {
    String room = answer.path("conversationId").asText();
    String epoch = answer.path("epoch").asText();
    long head = answer.path("seq").asLong();
    epochs.add(epoch);
    joined.add(room);
    if (answer.has("recovered") != named.isPresent()) {
      wrong("is not told whether it recovered " + room);
    }
    if (answer.path("recovered").asBoolean()) {
      long from = named.orElseThrow().seq();
      views.recover(room, new Position(from, epoch));
      last.put(room, from);
      return;
    }
    Position begin = new Position(head, epoch);
    last.put(room, head);
    if (named.isEmpty()) {
      views.begin(room, begin);
    } else {
      views.beginAnew(room, begin);
      if (named.get().epoch().equals(epoch)) {
        wrong("did not recover " + room + " after " + named.get().seq() + " of " + head);
      }
    }
  }

  /**
   * A message was pushed.
   *
   * @param millis since its time, where the connection was there by then; otherwise 0
   */
  public synchronized void pushed(SpokenLine line, long millis) {
    longestPush = Math.max(longestPush, millis);
    see(line);
  }

  /** A message of its own was answered with success, so long after it was sent. */
  public synchronized void acknowledged(SpokenLine line, boolean duplicate, long nanos) {
    acknowledged.add(line);
    longestAnswer = Math.max(longestAnswer, TimeUnit.NANOSECONDS.toMillis(nanos));
    if (!duplicate) {
      see(line);
    }
  }

  private void see(SpokenLine line) {
    seen.add(line);
    if (joined.contains(line.room())) {
      views.see(line);
    }
    Long before = last.put(line.room(), line.seq());
    if (before != null && line.seq() != before + 1) {
      wrong("saw " + line.seq() + " after " + before + " in " + line.room());
    }
  }

  public synchronized void wrong(String what) {
    wrong.add(device + " " + what);
  }

  /** All since this was asked last. */
  public synchronized Page take() {
    Page taken =
        new Page(
            connections - connectionsTaken,
            List.copyOf(acknowledged),
            List.copyOf(seen),
            List.copyOf(wrong),
            longestAnswer,
            longestPush);
    connectionsTaken = connections;
    acknowledged.clear();
    seen.clear();
    wrong.clear();
    longestAnswer = 0;
    longestPush = 0;
    return taken;
  }

  /** What the connection of now saw last in that room, 0 where it saw nothing there. */
  public synchronized long standsAt(String room) {
    return last.getOrDefault(room, 0L);
  }

  public synchronized int connections() {
    return connections;
  }

  public synchronized int recovered() {
    return views.recovered();
  }

  public synchronized int begunAnew() {
    return views.begunAnew();
  }

  /** All epochs in which a position was ever told. */
  public synchronized Set<String> epochs() {
    return Set.copyOf(epochs);
  }
}
