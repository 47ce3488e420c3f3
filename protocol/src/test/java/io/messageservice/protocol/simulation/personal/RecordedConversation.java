package io.messageservice.protocol.simulation.personal;

import io.messageservice.domain.conversation.Conversation;
import org.jspecify.annotations.Nullable;

/** What was stored of a conversation, since when: ticks count what was stored. */
public interface RecordedConversation {

  /** As it stands; null where nothing is stored of it. */
  @Nullable Conversation now();

  /** What its users have of it for themselves. */
  OwnStates own();

  /** The newest message by that tick. */
  long headAt(long tick);

  /** Whether the user took part then. */
  boolean hadAt(String user, long tick);

  /** How many messages of others the user had not read then. */
  int unreadAt(String user, long tick);

  /** Whether the user took part at some time since the tick. */
  boolean hadSince(String user, long tick);

  /** Whether the user took part all the time since the tick. */
  boolean hadAlwaysSince(String user, long tick);

  /** Whether it was noted as blocked all the time since the tick. */
  boolean isBlockedSince(long tick);

  /** Whether it was noted as blocked at some time since the tick. */
  boolean wasBlockedSince(long tick);

  /** Whether the user sent a message after the first position, up to the second. */
  boolean hasSent(String user, long after, long upTo);

  /**
   * Whether so many messages of others lie after one position, up to another, but for those that
   * were deleted by some time since the tick.
   */
  boolean mayBeOfOthers(int count, String user, long after, long upTo, long tick);
}
