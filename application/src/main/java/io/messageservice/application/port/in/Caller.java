package io.messageservice.application.port.in;

import io.messageservice.application.port.out.EventLoop;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;

/** Somebody whose identity is known and who asks for something. */
public interface Caller {

  /** Who. */
  UserId user();

  /** The name that others see. */
  DisplayName name();

  /** Where answers are given. */
  EventLoop loop();
}
