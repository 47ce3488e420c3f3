package io.messageservice.protocol.session;

import io.messageservice.application.event.Event;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.view.ResumePoint;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.Wire;
import io.messageservice.protocol.frame.EncodedEvent;
import io.messageservice.protocol.frame.EncodedEvent.Stored;
import io.messageservice.protocol.frame.EventFrames;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The conversations of which one connection gets no messages and no changes any more, because it
 * read too slowly. It gets {@code lagged} once for each, with the position before the first of what
 * was left out, and more of the conversation when it has joined again. Only the event loop's thread
 * may call.
 *
 * <p>Holds {@link #MAX_CONVERSATIONS} at most; past them the connection is closed as {@link
 * CloseReason#TOO_SLOW}.
 */
final class Lagging {

  static final int MAX_CONVERSATIONS = 1_000;

  private final Wire wire;
  private final SessionEvents events;
  private final Set<ConversationId> conversations = new HashSet<>();

  /**
   * Where something is replayed: what of the conversation was sent for certain. A replay is not in
   * the order of {@code rev}, so its events do not show that. As many as the connection has rooms
   * at most.
   */
  private final Map<ConversationId, Sent> replays = new HashMap<>();

  Lagging(Wire wire, SessionEvents events) {
    this.wire = wire;
    this.events = events;
  }

  /**
   * All messages up to {@code seq}, and their changes up to {@code rev}.
   *
   * @param announced whether the client is to learn when it has caught up
   */
  private record Sent(long seq, long rev, boolean announced) {}

  /** Sends the event, or leaves it out: whether it was sent. */
  boolean send(EncodedEvent encoded, Event event) {
    if (encoded.stored() != null) {
      return send(encoded.stored(), encoded.frame());
    }
    if (event instanceof Event.RemovedFromConversation end) {
      conversations.remove(end.conversation()); // who is added again begins anew
      replays.remove(end.conversation());
    } else if (event instanceof Event.CaughtUp end) {
      @Nullable Sent replayed = replays.remove(end.conversation());
      if (replayed == null || !replayed.announced()) {
        return false;
      }
    }
    wire.send(encoded.frame());
    return true;
  }

  private boolean send(Stored next, TextFrame frame) {
    ConversationId conversation = next.conversation();
    if (conversations.contains(conversation)) {
      return false;
    }
    @Nullable Sent replayed = replays.isEmpty() ? null : replays.get(conversation);
    if (!wire.hasRoomFor(frame)) {
      leaveOut(conversation, sentBefore(next, replayed));
      return false;
    }
    if (replayed != null && !next.isChange()) {
      replays.put(
          conversation, new Sent(next.beforeSeq() + 1, replayed.rev(), replayed.announced()));
    }
    wire.send(frame);
    return true;
  }

  /** Of a message all before it are sent, some perhaps as answers. */
  private static Sent sentBefore(Stored next, @Nullable Sent replayed) {
    if (replayed == null) {
      return new Sent(next.beforeSeq(), next.beforeRev(), false);
    }
    return next.isChange() ? replayed : new Sent(next.beforeSeq(), replayed.rev(), false);
  }

  private void leaveOut(ConversationId conversation, Sent sent) {
    if (conversations.size() < MAX_CONVERSATIONS) {
      conversations.add(conversation);
      replays.remove(conversation);
      wire.send(EventFrames.lagged(conversation, sent.seq() + 1, sent.rev()));
      events.lagged();
    } else {
      wire.close(CloseReason.TOO_SLOW);
    }
  }

  /**
   * A view of the conversation begins again.
   *
   * @param replay after which everything is sent; empty where nothing is sent again
   * @param rev up to which all changes are known by the answer
   * @return whether the connection lagged in it
   */
  boolean begin(ConversationId conversation, Optional<ResumePoint> replay, long rev) {
    boolean lagged = conversations.remove(conversation);
    replays.remove(conversation);
    replay.ifPresent(
        point ->
            replays.put(
                conversation,
                new Sent(
                    point.afterSeq(), point.afterRev().orElse(rev), point.afterRev().isPresent())));
    return lagged;
  }
}
