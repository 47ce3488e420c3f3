package io.messageservice.domain.personal;

/**
 * What is unread in several conversations.
 *
 * @param messages up to {@link #MAX_MESSAGES}
 * @param conversations how many have unread messages
 * @param mentions up to {@link #MAX_MESSAGES}
 */
public record UnreadTotal(int messages, int conversations, int mentions) {

  /** The most messages that are counted. */
  public static final int MAX_MESSAGES = 9_999;

  /** Nothing. */
  public static final UnreadTotal NONE = new UnreadTotal(0, 0, 0);

  /**
   * This and what is unread of one more conversation.
   *
   * @param muted whether only its mentions count
   */
  public UnreadTotal and(Unread unread, boolean muted) {
    return new UnreadTotal(
        muted ? messages : Math.min(MAX_MESSAGES, messages + unread.messages()),
        muted || unread.messages() == 0 ? conversations : conversations + 1,
        Math.min(MAX_MESSAGES, mentions + unread.mentions()));
  }
}
