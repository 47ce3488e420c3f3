package io.messageservice.application.port.in;

import io.messageservice.application.port.out.EventLoop;
import io.messageservice.domain.user.Actor;
import io.messageservice.domain.user.CallerKind;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;

/**
 * Somebody whose identity is known and who asks for something: a {@link Connection}, or a request
 * that has no connection of its own. The pushes of what such a request does go to all connections,
 * those of its user included.
 *
 * <p>What takes a caller may be called on any thread.
 */
public interface Caller {

  /**
   * Who. For a service the user in whose name it sends, reads or lists; where it names none, an id
   * of its own, which gives it no part in anything.
   */
  UserId user();

  /** The name that others see. */
  DisplayName name();

  /** Where answers are given. */
  EventLoop loop();

  /** By what right. Whatever depends on it is decided by the domain, not by the caller. */
  default CallerKind kind() {
    return CallerKind.USER;
  }

  /** User and right as one. */
  default Actor actor() {
    return new Actor(user(), kind());
  }
}
