package io.messageservice.application.feed;

import io.messageservice.application.event.ConversationChanged;
import io.messageservice.application.event.Event.MessageChanged;
import io.messageservice.application.event.Event.MessageStored;
import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.fanout.LocalConnections;
import io.messageservice.application.feed.Reconciler.Cursor;
import io.messageservice.application.feed.StoreReads.Read;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.ChangeLog.Head;
import io.messageservice.application.port.out.ChangeLog.Heads;
import io.messageservice.application.port.out.ChangeLog.Mark;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.Missed;
import io.messageservice.application.port.out.Timer;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What feeds have read from the store. Outcomes arrive in the lane. */
final class FeedReads {

  private static final int PAGE = 200;
  private static final int PAGE_BYTES = 256 << 10;

  /** Escaped, and one large message. */
  private static final int READ_BYTES = 2 << 20;

  private static final int LOOK_UP_BYTES = 64 << 10;
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final Duration MIN_BACKOFF = Duration.ofMillis(50);
  private static final Duration MAX_BACKOFF = Duration.ofMillis(800);

  private final History history;
  private final ChangeLog changes;
  private final LocalConnections connections;
  private final Timer timer;
  private final StoreReads reads;

  FeedReads(FeedEnvironment environment, StoreReads reads) {
    this.history = environment.history();
    this.changes = environment.changes();
    this.connections = environment.connections();
    this.timer = environment.timer();
    this.reads = reads;
  }

  /**
   * Where a feed begins.
   *
   * @param after delivered is what was stored after this position
   * @param head the furthest position that is stored
   */
  record Beginning(Position after, Position head) {
    static final Beginning NOTHING = new Beginning(Position.START, Position.START);

    /** This one, with what was stored there. */
    Beginning with(Head stored) {
      boolean isEarlier = stored.after().compareTo(after) < 0;
      return new Beginning(isEarlier ? stored.after() : after, head.max(stored.end()));
    }
  }

  /**
   * What a feed missed.
   *
   * @param after the position after which was read
   * @param conversation as it stood then; empty where there is none
   * @param messages in the order in which they are to be delivered: changes of messages before that
   *     position, then the messages after it, all in their last state
   * @param more whether there is more
   */
  record Found(
      Position after,
      Optional<Conversation> conversation,
      List<FeedMessage> messages,
      boolean more) {}

  /**
   * Reads where feeds begin: with what was stored since the cursor, since a connection that opened
   * by then is to receive that.
   */
  void beginnings(
      Collection<ConversationId> conversations,
      Cursor since,
      BiConsumer<Map<ConversationId, Beginning>, Fanout> found,
      Consumer<Throwable> failed) {
    reads.ask(
        new Read<>(
            "feeds",
            LOOK_UP_BYTES,
            () -> readBeginnings(conversations, since),
            found,
            (fault, fanout) -> failed.accept(fault)));
  }

  /** The heads first: what is stored after they were read is among what changed. */
  private Map<ConversationId, Beginning> readBeginnings(
      Collection<ConversationId> conversations, Cursor since) {
    Map<ConversationId, Beginning> beginnings = new HashMap<>();
    history
        .heads(conversations)
        .forEach((id, head) -> beginnings.put(id, new Beginning(head, head)));
    Mark end = changes.end();
    Mark from = since.mark();
    while (!from.equals(end)) {
      Heads heads = changes.between(from, end);
      for (Head head : heads.changed()) {
        beginnings.computeIfPresent(head.conversation(), (id, before) -> before.with(head));
      }
      from = heads.mark();
    }
    return beginnings;
  }

  /** Reads the conversation, and what was stored in it after a position. */
  void missing(
      ConversationId conversation,
      Position after,
      BiConsumer<Found, Fanout> found,
      BiConsumer<Throwable, Fanout> failed) {
    reads.ask(
        new Read<>("feed", READ_BYTES, () -> readMissing(conversation, after), found, failed));
  }

  private Found readMissing(ConversationId id, Position after) {
    Missed missed = history.missed(id, after, PAGE, PAGE_BYTES);
    List<FeedMessage> messages = new ArrayList<>();
    for (Message changed : missed.changed()) {
      Position at = new Position(after.seq(), changed.rev());
      messages.add(FeedMessage.of(at, 0, connections.outgoing(new MessageChanged(changed, at))));
    }
    missed.conversation().ifPresent(now -> addChanges(now, after, missed, messages));
    long rev = missed.conversation().map(Conversation::rev).orElse(after.rev());
    for (Message sent : missed.sent()) { // they show all changes that are stored so far
      Position at = new Position(sent.seq(), rev);
      messages.add(FeedMessage.of(at, 0, connections.outgoing(new MessageStored(sent))));
    }
    return new Found(after, missed.conversation(), messages, missed.more());
  }

  /**
   * Adds what changed of a group, each kind of change in its place by its last one; the first
   * covers all, for those who do not know the group.
   */
  private void addChanges(
      Conversation now, Position after, Missed missed, List<FeedMessage> changes) {
    boolean isFirst = true;
    for (long rev : now.details().changesAfter(after.rev())) {
      Position at = new Position(after.seq(), rev);
      addChange(
          isFirst
              ? ConversationChanged.since(after.rev(), now, at)
              : ConversationChanged.last(now, at),
          missed,
          changes);
      isFirst = false;
    }
  }

  /** Unless there are changes of messages before it that are still to be read. */
  private void addChange(ConversationChanged changed, Missed missed, List<FeedMessage> changes) {
    Position at = changed.position();
    int place = 0;
    while (place < changes.size() && changes.get(place).position().rev() < at.rev()) {
      place++;
    }
    boolean areAll = !missed.more() || !missed.sent().isEmpty();
    if (areAll || place < changes.size()) {
      changes.add(place, FeedMessage.of(at, 0, connections.outgoing(changed)));
    }
  }

  /** Reads what a user takes part in. */
  void conversationsOf(
      UserId user, BiConsumer<Set<ConversationId>, Fanout> found, Consumer<Throwable> failed) {
    reads.ask(
        new Read<>(
            "opening",
            LOOK_UP_BYTES,
            () -> history.conversationIdsOf(user),
            found,
            (fault, fanout) -> failed.accept(fault)));
  }

  /** The epoch of what is read by now. */
  String epoch() {
    return reads.epoch();
  }

  /** Runs the task in the lane, a little later. */
  void later(Runnable task) {
    timer.after(RETRY, () -> reads.inLane(task));
  }

  /** As {@link #later(Runnable)}, the later the more often it failed. */
  void later(int failures, Runnable task) {
    Duration backoff = MIN_BACKOFF.multipliedBy(1L << Math.min(failures - 1, 20));
    timer.after(
        backoff.compareTo(MAX_BACKOFF) < 0 ? backoff : MAX_BACKOFF, () -> reads.inLane(task));
  }
}
