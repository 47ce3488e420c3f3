package io.messageservice.client;

import org.jspecify.annotations.Nullable;

/**
 * Which conversation to join, and where its view begins.
 *
 * @param after the position to resume from; null for none
 * @param history how many of the newest messages a view begins with that does not resume
 */
public record JoinRequest(String conversationId, @Nullable ResumePosition after, int history) {

  /** From now on. */
  public static JoinRequest to(String conversationId) {
    return new JoinRequest(conversationId, null, 0);
  }

  public JoinRequest withHistory(int messages) {
    return new JoinRequest(conversationId, after, messages);
  }

  /** Behind a position that was kept from an earlier client. */
  public JoinRequest resumingAfter(ResumePosition position) {
    return new JoinRequest(conversationId, position, history);
  }
}
