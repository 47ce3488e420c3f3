package io.messageservice.domain.conversation;

import io.messageservice.domain.outcome.Refusal;

/** The answer to a request to enter a conversation. */
public sealed interface Admission {

  /**
   * Come in.
   *
   * @param conversation as it is with the user in it
   * @param voice leave to speak there
   */
  record Granted(Conversation conversation, SendPermission voice) implements Admission {}

  /** Stay out. */
  record Denied(Refusal refusal) implements Admission {}
}
