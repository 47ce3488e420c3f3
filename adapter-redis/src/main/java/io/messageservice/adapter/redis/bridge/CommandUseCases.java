package io.messageservice.adapter.redis.bridge;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.GiveNotice;
import io.messageservice.application.port.in.message.SendMessage;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;

/**
 * What commands are carried out with.
 *
 * @param loop one of this node's; answers come on its thread
 */
public record CommandUseCases(SendMessage messages, GiveNotice notices, EventLoop loop) {

  /** Somebody for whom a service speaks. */
  Caller caller(UserId user, DisplayName name) {
    return new ServiceCaller(user, name, loop);
  }

  private record ServiceCaller(UserId user, DisplayName name, EventLoop loop) implements Caller {}
}
