package io.messageservice.application.personal;

import io.messageservice.application.event.Event.MarkMoved;
import io.messageservice.application.event.Event.MessageRead;
import io.messageservice.application.event.Event.Receipt;
import io.messageservice.application.fanout.EventLoopStates;
import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.out.Ledger.Line;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.port.out.Signal;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.domain.user.UserId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Delivers to those whom it concerns what somebody has read, what has reached them, and what they
 * prefer. Any thread may call.
 */
public final class Receipts {

  /** The most receipts that one reading makes. */
  static final int MAX_SENT = 100;

  /** In larger conversations receipts are not for the room, and delivered marks for nobody. */
  static final int MAX_PARTICIPANTS_NOTIFIED = 50;

  private final EventLoopStates states;

  /** By those event loops. */
  public Receipts(EventLoopStates states) {
    this.states = states;
  }

  /**
   * What a command made read, or unread.
   *
   * @param mark how far the reader has read from now on
   * @param lines the messages of others that became read, ascending, the newest {@link #MAX_SENT}
   *     at most; or the one that was marked as unread; none where nothing changed
   */
  record Change(Conversation conversation, ReadMark mark, boolean read, List<Line> lines) {

    /** Who sent them. */
    Set<UserId> senders() {
      return lines.stream().map(Line::sender).collect(Collectors.toSet());
    }
  }

  /** Delivers to the senders, the reader's other connections and the room. */
  void deliver(Change change, Caller reader, Fanout fanout) {
    if (change.lines().isEmpty()) {
      return;
    }
    for (Line line : change.lines()) {
      MessageRead read =
          new MessageRead(change.conversation().id(), line.id(), change.read(), reader.user());
      deliverToRoom(change.conversation(), Set.of(line.sender()), reader, read, fanout);
    }
    Line newest = change.lines().get(change.lines().size() - 1);
    MarkMoved moved = new MarkMoved(change.mark(), newest.id(), newest.seq(), change.read());
    deliverToRoom(change.conversation(), change.senders(), reader, moved, fanout);
  }

  /** Delivers to these users, the reader's other connections and the room, unless it is large. */
  void deliverToRoom(
      Conversation conversation, Set<UserId> senders, Caller reader, Receipt event, Fanout fanout) {
    boolean isSmall = conversation.participants().size() <= MAX_PARTICIPANTS_NOTIFIED;
    deliver(conversation, senders, reader, event, isSmall, fanout);
  }

  /** Delivers to these users and the caller's other connections. */
  void deliver(
      Conversation conversation, Set<UserId> senders, Caller caller, Receipt event, Fanout fanout) {
    deliver(conversation, senders, caller, event, false, fanout);
  }

  private void deliver(
      Conversation conversation,
      Set<UserId> senders,
      Caller caller,
      Receipt event,
      boolean toRoom,
      Fanout fanout) {
    Set<UserId> users = new HashSet<>(senders);
    users.removeIf(sender -> conversation.isBlocked() || !conversation.has(sender));
    users.add(caller.user());
    boolean isForRoom = toRoom && !conversation.isBlocked();
    @Nullable ConversationId room = isForRoom ? conversation.id() : null;
    @Nullable Connection except = caller instanceof Connection connection ? connection : null;
    OutgoingEvent outgoing = states.outgoing(event);
    fanout.toReceivers(
        conversation.participants(), state -> state.deliver(users, room, outgoing, except), 1);
    fanout.publish(() -> new Signal.OfReceipt(event, users, isForRoom));
  }
}
