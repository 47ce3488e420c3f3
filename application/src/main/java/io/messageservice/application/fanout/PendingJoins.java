package io.messageservice.application.fanout;

import io.messageservice.application.port.in.Connection;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Participants;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one shard that are on their way into conversations, and their replays: page
 * after page, the next when the connection has taken the last, one replay of a connection at a
 * time. Only the shard's thread may call.
 */
final class PendingJoins {
  /** The most messages that are told in one turn, and how large they are together at most. */
  private static final int PAGE = 64;

  private static final int PAGE_BYTES = 32 << 10;

  private final Recent recent;
  private final ReplaySource source;
  private final Map<ConversationId, Map<Connection, PendingJoin>> arrivals = new HashMap<>();

  /** The replays of each connection; the first is under way, the others wait for it. */
  private final Map<Connection, Deque<Replay>> replays = new HashMap<>();

  PendingJoins(Recent recent, ReplaySource source) {
    this.recent = recent;
    this.source = source;
  }

  /** The arrival that the connection has there or begins now, at this position. */
  PendingJoin begin(
      Connection connection, ConversationId conversation, long told, boolean newcomer) {
    PendingJoin join =
        arrivals
            .computeIfAbsent(conversation, id -> new HashMap<>(4))
            .computeIfAbsent(connection, c -> new PendingJoin(c, conversation, told, newcomer));
    join.told(Math.max(join.told(), told));
    return join;
  }

  /** The arrivals in the conversation. A view: not to be kept. */
  Map<Connection, PendingJoin> in(ConversationId conversation) {
    return arrivals.isEmpty() ? Map.of() : arrivals.getOrDefault(conversation, Map.of());
  }

  /** What the connection is told again there; null where nothing. */
  @Nullable Replay replay(Connection connection, ConversationId conversation) {
    PendingJoin arrival = in(conversation).get(connection);
    return arrival == null ? null : arrival.replay();
  }

  /** Tells the arrival what it missed after the position; what happens meanwhile is held back. */
  void replay(PendingJoin arrival, long afterSeq) {
    Replay replay = new Replay(arrival, afterSeq);
    arrival.hold(replay);
    Deque<Replay> own =
        replays.computeIfAbsent(arrival.connection(), connection -> new ArrayDeque<>(2));
    own.add(replay);
    if (own.size() == 1) {
      step(replay);
    }
  }

  /** Ends the replay of the arrival, if it has one, wherever it stands. */
  void endReplay(PendingJoin arrival) {
    if (arrival.replay() != null) {
      end(arrival.replay());
    }
  }

  /** Forgets the arrival where nothing is left to do for it. */
  void settle(PendingJoin arrival) {
    Map<Connection, PendingJoin> there = arrivals.get(arrival.conversation());
    if (there != null && arrival.isOver()) {
      there.remove(arrival.connection(), arrival);
      if (there.isEmpty()) {
        arrivals.remove(arrival.conversation());
      }
    }
  }

  /** Denies entry to whoever does not take part. */
  void putOut(ConversationId conversation, Participants allowed) {
    for (PendingJoin arrival : List.copyOf(in(conversation).values())) {
      if (!allowed.contains(arrival.connection().user())) {
        arrival.deny();
        endReplay(arrival);
      }
    }
  }

  /**
   * Forgets a connection that is gone.
   *
   * @param rooms where it was or was on its way to
   */
  void close(Connection connection, Set<ConversationId> rooms) {
    Deque<Replay> own = replays.remove(connection);
    if (own != null) {
      own.forEach(Replay::end);
      own.forEach(replay -> forget(connection, replay.conversation()));
    }
    rooms.forEach(room -> forget(connection, room));
  }

  private void forget(Connection connection, ConversationId conversation) {
    Map<Connection, PendingJoin> there = in(conversation);
    if (!there.isEmpty() && there.remove(connection) != null && there.isEmpty()) {
      arrivals.remove(conversation);
    }
  }

  private void step(Replay replay) {
    if (replay.isOver()) {
      return;
    }
    List<SequencedEvent> remembered =
        recent.after(replay.conversation(), replay.position(), PAGE, PAGE_BYTES);
    if (replay.isCaughtUp() || !remembered.isEmpty()) {
      advance(replay, remembered);
      return;
    }
    Connection connection = replay.arrival().connection();
    ReplaySource.Request request =
        new ReplaySource.Request(
            connection.user(), replay.conversation(), replay.position(), replay::isOver);
    source.read(request, connection.shard(), page -> read(replay, page));
  }

  private void read(Replay replay, List<SequencedEvent> page) {
    if (page.isEmpty() && !replay.isOver()) {
      end(replay);
    } else {
      advance(replay, page);
    }
  }

  private void advance(Replay replay, List<SequencedEvent> page) {
    if (replay.isOver()) {
      return;
    }
    replay.tell(page);
    if (replay.isCaughtUp()) {
      end(replay);
    } else {
      replay.arrival().connection().whenDrained(() -> step(replay));
    }
  }

  /** From this turn on the connection hears what happens as it happens. */
  private void end(Replay replay) {
    PendingJoin arrival = replay.arrival();
    arrival.hold(null);
    replay.end();
    settle(arrival);
    Connection connection = arrival.connection();
    Deque<Replay> own = replays.getOrDefault(connection, new ArrayDeque<>(0));
    boolean first = own.peek() == replay;
    own.remove(replay);
    Replay next = own.peek();
    if (next == null) {
      replays.remove(connection);
    } else if (first) {
      connection.whenDrained(() -> step(next));
    }
  }
}
