package io.messageservice.protocol.frame;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.TextFrame;
import org.jspecify.annotations.Nullable;

/**
 * An event as the frame that every connection gets which takes it.
 *
 * @param only whose connections take it; null where all do
 * @param stored what it carries of the store; null where it carries nothing of it
 * @param unread whose unread messages it may have changed; null where clients count by themselves
 */
public record EncodedEvent(
    TextFrame frame,
    @Nullable Dialect only,
    @Nullable Stored stored,
    @Nullable UnreadChange unread) {

  /**
   * A message in one of its states, or a group.
   *
   * @param beforeSeq the newest message before it; for a change the newest when it was stored
   * @param beforeRev the change of the conversation before the one that led to the state
   * @param isChange whether it was sent to clients before, in another state
   */
  public record Stored(
      ConversationId conversation, long beforeSeq, long beforeRev, boolean isChange) {}

  /** Nothing of the store, for these connections. */
  public static EncodedEvent of(TextFrame frame, @Nullable Dialect only) {
    return new EncodedEvent(frame, only, null, null);
  }

  /** What the store has, for these connections. */
  static EncodedEvent of(TextFrame frame, @Nullable Dialect only, Stored stored) {
    return new EncodedEvent(frame, only, stored, null);
  }

  /** The same, which may have changed what is unread. */
  EncodedEvent with(UnreadChange change) {
    return new EncodedEvent(frame, only, stored, change);
  }

  /** Whether connections of that dialect take it. */
  public boolean isFor(Dialect dialect) {
    return only == null || only == dialect;
  }
}
