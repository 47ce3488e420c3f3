package io.messageservice.application.fanout;

import io.messageservice.application.port.in.Connection;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.view.ResumePoint;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop that are on their way into conversations, and their replays:
 * page after page, the next when the connection has taken the last, one replay of a connection at a
 * time. Only the event loop's thread may call.
 */
final class PendingJoins {
  /**
   * The most messages that are sent in one turn, and how large they and their frames are at most.
   */
  private static final int PAGE = 64;

  private static final int PAGE_BYTES = 64 << 10;

  private final Recent recent;
  private final ReplaySource source;
  private final Map<ConversationId, Map<Connection, PendingJoin>> pendingJoins = new HashMap<>();

  /** The replays of each connection; the first is under way, the others wait for it. */
  private final Map<Connection, Deque<Replay>> replays = new HashMap<>();

  private final Consumer<ConversationId> settled;

  /**
   * None yet.
   *
   * @param settled is called when no join of a conversation is pending any more
   */
  PendingJoins(Recent recent, ReplaySource source, Consumer<ConversationId> settled) {
    this.recent = recent;
    this.source = source;
    this.settled = settled;
  }

  /** The join that the connection has there or begins now, at this position. */
  PendingJoin begin(
      Connection connection, ConversationId conversation, Position delivered, boolean newcomer) {
    PendingJoin join =
        pendingJoins
            .computeIfAbsent(conversation, id -> new LinkedHashMap<>(4))
            .computeIfAbsent(
                connection, c -> new PendingJoin(c, conversation, delivered, newcomer));
    join.reaches(delivered);
    return join;
  }

  /** The pending joins in the conversation. A view: not to be kept. */
  Map<Connection, PendingJoin> in(ConversationId conversation) {
    return pendingJoins.isEmpty() ? Map.of() : pendingJoins.getOrDefault(conversation, Map.of());
  }

  /** What the connection receives again there; null where nothing. */
  @Nullable Replay replay(Connection connection, ConversationId conversation) {
    PendingJoin pending = in(conversation).get(connection);
    return pending == null ? null : pending.replay();
  }

  /** Sends the connection what it missed after the point; what happens meanwhile is held back. */
  void replay(PendingJoin pending, ResumePoint from) {
    Replay replay = new Replay(pending, from);
    if (replay.isCaughtUp()) {
      replay.announceEnd();
      return;
    }
    source.begins();
    pending.hold(replay);
    Deque<Replay> own =
        replays.computeIfAbsent(pending.connection(), connection -> new ArrayDeque<>(2));
    own.add(replay);
    if (own.size() == 1) {
      step(replay);
    }
  }

  /** Ends the replay of the join, if it has one, wherever it stands. */
  void endReplay(PendingJoin pending) {
    if (pending.replay() != null) {
      end(pending.replay());
    }
  }

  /** Forgets the join where nothing is left to do for it. */
  void settle(PendingJoin pending) {
    Map<Connection, PendingJoin> there = pendingJoins.get(pending.conversation());
    if (there != null && pending.isOver()) {
      there.remove(pending.connection(), pending);
      if (there.isEmpty()) {
        pendingJoins.remove(pending.conversation());
        settled.accept(pending.conversation());
      }
    }
  }

  /** Denies entry to users who do not take part. */
  void evict(ConversationId conversation, Participants allowed) {
    for (PendingJoin pending : List.copyOf(in(conversation).values())) {
      if (!allowed.contains(pending.connection().user())) {
        pending.deny();
        endReplay(pending);
      }
    }
  }

  /**
   * Forgets a closed connection.
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
      pendingJoins.remove(conversation);
    }
  }

  private void step(Replay replay) {
    if (replay.isOver()) {
      return;
    }
    if (replay.lacksChanges()) {
      readChanges(replay);
      return;
    }
    List<SequencedEvent> remembered =
        recent.after(
            replay.conversation(), replay.seq(), replay.pending().delivered(), PAGE, PAGE_BYTES);
    if (replay.isCaughtUp() || !remembered.isEmpty()) {
      replay.deliver(remembered);
      goOn(replay);
      return;
    }
    read(replay, OptionalLong.empty(), page -> replay.deliver(page.events()));
  }

  private void readChanges(Replay replay) {
    long due = replay.dueRev();
    read(
        replay,
        OptionalLong.of(replay.rev()),
        page -> {
          List<SequencedEvent> changes = page.events();
          boolean isAll = !page.more() || changes.isEmpty();
          replay.deliverChanges(
              changes, isAll ? due : changes.get(changes.size() - 1).position().rev());
        });
  }

  private void read(
      Replay replay, OptionalLong changesAfter, Consumer<ReplaySource.ReplayPage> deliver) {
    Connection connection = replay.pending().connection();
    ReplaySource.Request request =
        new ReplaySource.Request(
            connection.user(),
            replay.conversation(),
            replay.seq(),
            changesAfter,
            connection.format(),
            replay::isOver);
    source.read(
        request,
        connection.loop(),
        page -> {
          if (replay.isOver()) {
            return;
          }
          if (page.denied()) {
            end(replay);
          } else {
            deliver.accept(page);
            goOn(replay);
          }
        });
  }

  private void goOn(Replay replay) {
    if (replay.isCaughtUp()) {
      replay.announceEnd();
      end(replay);
    } else {
      replay.pending().connection().whenDrained(() -> step(replay));
    }
  }

  /** From this turn on the connection receives what happens as it happens. */
  private void end(Replay replay) {
    PendingJoin pending = replay.pending();
    pending.hold(null);
    replay.end();
    settle(pending);
    Connection connection = pending.connection();
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
