package io.messageservice.application.fanout;

import io.messageservice.application.event.ConversationChanged;
import io.messageservice.application.event.Event.TypingChanged;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.EventLoop.PendingWrites;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.room.Rooms;
import io.messageservice.domain.typing.Typists;
import io.messageservice.domain.typing.Typists.Stopped;
import io.messageservice.domain.typing.Typists.Typist;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import io.messageservice.domain.view.ResumePoint;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one event loop knows of its connections. Only the event loop's thread may call.
 */
public final class EventLoopState {

  private final LocalConnections connections;
  private final Faults faults;
  private final Rooms<Connection> rooms = new Rooms<>(Connection::user);

  /** By connections of this node, and by the names of others. */
  private final Typists<Object> typists = new Typists<>();

  /** By connections of this node: what is published to other nodes. */
  private final Typists<Connection> ownTypists = new Typists<>();

  private final Openings openings;
  private final EventLoop loop;

  private final Recent recent = new Recent();
  private final FrozenConversations frozen = new FrozenConversations();
  private final PendingJoins pendingJoins;

  /**
   * With nobody in it.
   *
   * @param loop whose state it is
   */
  EventLoopState(
      LocalConnections connections,
      ReplaySource source,
      Faults faults,
      Openings openings,
      EventLoop loop) {
    this.connections = connections;
    this.faults = faults;
    this.openings = openings;
    this.loop = loop;
    this.pendingJoins = new PendingJoins(recent, source, this::forgetUnused);
  }

  /** Who is where. */
  public Rooms<Connection> rooms() {
    return rooms;
  }

  /**
   * A connection is open.
   *
   * @param opening its number
   */
  public void open(Connection connection, long opening) {
    rooms.open(connection);
    openings.open(connection, opening);
  }

  /**
   * Delivers what comes next in the conversation, a message or a change of one, to the room and
   * every participant, each connection once; those that still receive what they missed will come to
   * it.
   *
   * @param lane the index of the lane that it comes from
   * @param opening the last one that is taken into account: a later one misses the message
   * @return whether a connection receives it now
   */
  boolean deliver(
      Conversation conversation,
      SequencedEvent message,
      @Nullable Connection except,
      int lane,
      long opening) {
    if (message.isMessage()) {
      recent.add(conversation.id(), message.position(), message.event());
    }
    openings.message(lane, opening);
    if (message.event().event() instanceof ConversationChanged change
        && isUsed(conversation.id())) {
      frozen.learn(change, conversation);
    }
    Map<Connection, PendingJoin> arriving = pendingJoins.in(conversation.id());
    boolean pushed = false;
    for (Connection connection : rooms.receivers(conversation)) {
      PendingJoin pending = arriving.isEmpty() ? null : arriving.get(connection);
      if (pending != null) {
        pending.delivered(message);
      }
      if (connection != except
          && (pending == null || !pending.isHeldBack())
          && !openings.isAfter(connection, opening)) {
        push(connection, message.of(connection.user()));
        pushed = true;
      }
    }
    return pushed;
  }

  private boolean isUsed(ConversationId room) {
    return !rooms.inRoom(room).isEmpty() || !pendingJoins.in(room).isEmpty();
  }

  /**
   * Reports how long a message took, once all event loops have written it that have to.
   *
   * @param pushed whether this one has to
   */
  void measure(PendingWrites writes, boolean pushed) {
    if (pushed) {
      loop.afterWrite(writes);
    } else if (writes.skipped()) {
      loop.written(writes);
    }
  }

  /**
   * Delivers to these users and, where asked for, the room, each connection once.
   *
   * @param room null where it is not for the room
   */
  public void deliver(
      Set<UserId> users,
      @Nullable ConversationId room,
      OutgoingEvent event,
      @Nullable Connection except) {
    Set<Connection> receivers = new LinkedHashSet<>();
    users.forEach(user -> receivers.addAll(rooms.of(user)));
    if (room != null) {
      receivers.addAll(rooms.inRoom(room));
    }
    for (Connection connection : receivers) {
      if (connection != except) {
        push(connection, event);
      }
    }
  }

  /** Delivers to all connections of the users but those that opened after that number. */
  void deliver(Set<UserId> users, OutgoingEvent event, long opening) {
    for (UserId user : users) {
      for (Connection connection : rooms.of(user)) {
        if (!openings.isAfter(connection, opening)) {
          push(connection, event);
        }
      }
    }
  }

  /** Delivers to every connection but those of these users. */
  public void deliverToEveryone(OutgoingEvent event, Set<UserId> except) {
    for (Connection connection : rooms.everyone()) {
      if (!except.contains(connection.user())) {
        push(connection, event);
      }
    }
  }

  /**
   * Answers a connection about a message that it sent: at once, or in the message's place where the
   * connection still receives what it missed.
   */
  public void answer(Caller caller, ConversationId conversation, Position at, Runnable answer) {
    Replay replay = replay(caller, conversation);
    if (replay == null) {
      answer.run();
    } else {
      replay.owe(at, answer);
    }
  }

  /** Answers a connection about a conversation, after all that it is to be answered before. */
  public void answer(Caller caller, ConversationId conversation, Runnable answer) {
    Replay replay = replay(caller, conversation);
    if (replay == null) {
      answer.run();
    } else {
      replay.oweNext(answer);
    }
  }

  /** Whether the user, as far as is known here, is kept from writing there. */
  public boolean isFrozenFor(ConversationId conversation, UserId user) {
    return frozen.isFrozenFor(conversation, user);
  }

  /** Whether the connection is in the room, and its user may write there. */
  public boolean mayWrite(ConversationId conversation, Connection connection) {
    return rooms.isIn(conversation, connection) && !isFrozenFor(conversation, connection.user());
  }

  private @Nullable Replay replay(Caller caller, ConversationId conversation) {
    return caller instanceof Connection connection
        ? pendingJoins.replay(connection, conversation)
        : null;
  }

  /**
   * A connection whose user has just begun to take part is about to enter: it receives nothing of
   * the conversation before the answer to its join.
   */
  public void expect(Connection connection, ConversationId conversation) {
    if (rooms.isOpen(connection)) {
      pendingJoins.begin(connection, conversation, Position.START, true).expect();
    }
  }

  /**
   * A connection has leave to enter and is on its way.
   *
   * @param delivered up to where this event loop was given everything to deliver
   * @param newcomer whether its user took no part before: nothing is delivered before the answer
   *     then
   * @param begin goes on with it, once no other join of the same is under way
   */
  public void begin(
      Connection connection,
      ConversationId conversation,
      Position delivered,
      boolean newcomer,
      Consumer<PendingJoin> begin) {
    PendingJoin pending = pendingJoins.begin(connection, conversation, delivered, newcomer);
    pending.admit();
    pending.join(() -> begin.accept(pending));
  }

  /**
   * Lets the connection in and delivers what it missed, then what happens from now on.
   *
   * @param answer is given before anything else is delivered
   * @param there as it stands, or stood since the connection was on its way
   * @param from what it has seen; empty where it begins anew
   */
  public void enter(
      PendingJoin pending, Runnable answer, Conversation there, Optional<ResumePoint> from) {
    pendingJoins.endReplay(pending);
    rooms.enter(pending.conversation(), pending.connection());
    frozen.learn(there);
    answer.run();
    from.ifPresent(point -> pendingJoins.replay(pending, point));
    answered(pending);
  }

  /**
   * A join was refused before the connection was on its way: it is answered after the joins of the
   * same that are.
   *
   * @param released as in {@link #reject(PendingJoin, Runnable, Runnable)}
   */
  public void reject(
      Connection connection, ConversationId conversation, Runnable released, Runnable answer) {
    PendingJoin pending = pendingJoins.in(conversation).get(connection);
    if (pending == null) {
      release(connection, conversation, released);
      answer.run();
    } else {
      pending.join(() -> reject(pending, released, answer));
    }
  }

  /**
   * The join is answered with a refusal, after all that is to be answered before.
   *
   * @param released is called before the answer where the connection has no place there any more:
   *     it is not in the room, and no other join of it is under way
   */
  public void reject(PendingJoin pending, Runnable released, Runnable answer) {
    release(pending.connection(), pending.conversation(), released);
    answer(pending.connection(), pending.conversation(), answer);
    answered(pending);
  }

  private void release(Connection connection, ConversationId conversation, Runnable released) {
    if (rooms.release(conversation, connection)) {
      released.run();
    }
  }

  private void answered(PendingJoin pending) {
    pending.answered();
    pendingJoins.settle(pending);
  }

  /**
   * Takes the connection out of the room, after the joins of the same that are under way, and
   * answers it. Its replay goes on: where its user still takes part, it receives messages as
   * before, and nothing may be missing in between.
   */
  public void leave(ConversationId conversation, Connection connection, Runnable answer) {
    PendingJoin pending = pendingJoins.in(conversation).get(connection);
    if (pending == null) {
      leave(conversation, connection);
      answer.run();
    } else {
      pending.leave(
          () -> {
            leave(conversation, connection);
            answer(connection, conversation, answer);
            pending.left();
            pendingJoins.settle(pending);
          });
    }
  }

  private void leave(ConversationId conversation, Connection connection) {
    rooms.leave(conversation, connection);
    forgetUnused(conversation);
  }

  private void forgetUnused(ConversationId room) {
    if (!isUsed(room)) {
      frozen.forget(room);
    }
  }

  /**
   * A connection is closed.
   *
   * @return the rooms that it was in or on its way to
   */
  public Set<ConversationId> close(Connection connection) {
    Set<ConversationId> left = rooms.close(connection);
    pendingJoins.close(connection, left);
    openings.close(connection);
    left.forEach(this::forgetUnused);
    return left;
  }

  /** Forgets recent messages: the store has another epoch. */
  public void forget() {
    recent.clear();
  }

  /**
   * A user of this node types by a connection, or stops: announces it to the room where that is
   * news.
   *
   * @return whether it is to be published to other nodes
   */
  public boolean typing(Connection by, TypingChanged change, OutgoingEvent event, Instant now) {
    typing(change, (Object) by, event, now);
    return ownTypists.reported(typistOf(change), by, change.name(), change.typing(), now);
  }

  /** A user types by another node, or stops: announces it to the room where that is news. */
  public void typing(String node, TypingChanged change, OutgoingEvent event, Instant now) {
    if (change.typing()) {
      typing(change, (Object) node, event, now);
    } else if (typists.left(typistOf(change), node, now).isPresent()) {
      deliverToRoom(typistOf(change), event);
    }
  }

  private void typing(TypingChanged change, Object place, OutgoingEvent event, Instant now) {
    Typist typist = typistOf(change);
    if (typists.reported(typist, place, change.name(), change.typing(), now)) {
      deliverToRoom(typist, event);
    }
  }

  /**
   * A connection has left the room: announces that its user stopped, where they were typing by it
   * and by no other.
   *
   * @return the user's name, where it is to be published that they type here no more
   */
  public Optional<DisplayName> typistLeft(
      ConversationId conversation, Connection connection, Instant now) {
    Typist typist = new Typist(conversation, connection.user());
    typists
        .left(typist, connection, now)
        .ifPresent(known -> deliverStopped(new Stopped(typist, known)));
    return ownTypists.left(typist, connection, now);
  }

  /** Announces to the rooms who stopped typing without a command. */
  public void expireTypists(Instant now) {
    typists.expire(now).forEach(this::deliverStopped);
    List<Stopped> unused = ownTypists.expire(now);
  }

  private static Typist typistOf(TypingChanged change) {
    return new Typist(change.conversation(), change.user());
  }

  /** Takes users who no longer take part in what it now is out of the room. */
  public void evict(Conversation conversation) {
    rooms.evict(conversation.id(), conversation.participants());
    pendingJoins.evict(conversation.id(), conversation.participants());
    typists.evict(conversation.id(), conversation.participants()).forEach(this::deliverStopped);
    List<Stopped> unused = ownTypists.evict(conversation.id(), conversation.participants());
    if (isUsed(conversation.id())) {
      frozen.learnChanged(conversation);
    } else {
      frozen.forget(conversation.id());
    }
  }

  private void deliverStopped(Stopped stopped) {
    Typist typist = stopped.typist();
    deliverToRoom(
        typist,
        connections.outgoing(
            new TypingChanged(typist.conversation(), typist.user(), stopped.name(), false)));
  }

  /** A connection that breaks its promise does not keep the others from receiving. */
  private void push(Connection connection, OutgoingEvent event) {
    try {
      connection.push(event);
    } catch (RuntimeException fault) {
      faults.broke("push", fault);
    }
  }

  private void deliverToRoom(Typist typist, OutgoingEvent event) {
    for (Connection connection : rooms.inRoom(typist.conversation())) {
      if (!connection.user().equals(typist.user())) {
        push(connection, event);
      }
    }
  }
}
