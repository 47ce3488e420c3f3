package io.messageservice.domain.personal;

/**
 * What is unread of a conversation.
 *
 * @param messages of others after what was read, none deleted and none of the system, up to 999
 * @param mentions those of them that mention the user, or all, up to 999
 */
public record Unread(int messages, int mentions) {

  /** Nothing. */
  public static final Unread NONE = new Unread(0, 0);
}
