package io.messageservice.domain.message;

/**
 * How a message stands to one reaction of one user.
 *
 * @param different how many different reactions it has
 * @param count how many users have reacted in this way
 * @param own whether the user is one of them
 */
public record ReactionState(int different, int count, boolean own) {

  /** The most different reactions that a message has. */
  public static final int MAX_DIFFERENT = 20;
}
