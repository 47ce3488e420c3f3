package io.messageservice.protocol.session;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.Wire;
import io.messageservice.protocol.frame.EncodedEvent.Position;
import io.messageservice.protocol.frame.EventFrames;
import java.util.HashSet;
import java.util.Set;

/**
 * The conversations whose messages one connection does not get any more, because it read too
 * slowly. It gets {@code lagged} once for each, with the first message that was left out, and
 * messages of the conversation when it has joined again. Only the event loop's thread may call.
 *
 * <p>Holds {@link #MAX_CONVERSATIONS} at most; past them the connection is closed as {@link
 * CloseReason#TOO_SLOW}.
 */
final class Lagging {

  static final int MAX_CONVERSATIONS = 1_000;

  private final Wire wire;
  private final SessionEvents events;
  private final Set<ConversationId> conversations = new HashSet<>();

  Lagging(Wire wire, SessionEvents events) {
    this.wire = wire;
    this.events = events;
  }

  /** Sends the frame of the message, or leaves it out: whether it was sent. */
  boolean send(Position message, TextFrame frame) {
    if (conversations.contains(message.conversation())) {
      return false;
    }
    if (wire.hasRoomFor(frame)) {
      wire.send(frame);
      return true;
    }
    if (conversations.size() < MAX_CONVERSATIONS) {
      conversations.add(message.conversation());
      wire.send(EventFrames.lagged(message));
      events.lagged();
    } else {
      wire.close(CloseReason.TOO_SLOW);
    }
    return false;
  }

  /** A view of the conversation begins again. */
  void endFor(ConversationId conversation) {
    conversations.remove(conversation);
  }
}
