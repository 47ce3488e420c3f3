package io.messageservice.application.port.in;

import io.messageservice.domain.user.UserId;
import java.util.List;

/**
 * Who of a conversation's participants is online, as far as the caller may know; they themselves
 * are.
 *
 * @param count how many
 * @param named some of them, {@link #MAX_NAMED} at most
 */
public record OnlineUsers(int count, List<UserId> named) {

  /** The most users that are named. */
  public static final int MAX_NAMED = 100;

  public OnlineUsers {
    named = List.copyOf(named);
  }
}
