package io.messageservice.protocol.frame;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.TextFrame;
import org.jspecify.annotations.Nullable;

/**
 * An event as the frame that every connection gets which takes it.
 *
 * @param only whose connections take it; null where all do
 * @param message that it carries; null where it carries none
 */
public record EncodedEvent(TextFrame frame, @Nullable Dialect only, @Nullable Position message) {

  /** Where a message stands. */
  public record Position(ConversationId conversation, long seq) {}

  /** No message, for these connections. */
  public static EncodedEvent of(TextFrame frame, @Nullable Dialect only) {
    return new EncodedEvent(frame, only, null);
  }

  /** Whether connections of that dialect take it. */
  public boolean isFor(Dialect dialect) {
    return only == null || only == dialect;
  }
}
