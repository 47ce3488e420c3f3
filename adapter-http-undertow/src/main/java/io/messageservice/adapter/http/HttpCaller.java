package io.messageservice.adapter.http;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.domain.user.CallerKind;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.util.Optional;

/** The sender of a request; has no connection that pushes go to. */
record HttpCaller(UserId user, DisplayName name, CallerKind kind, EventLoop loop)
    implements Caller {

  /** The service in the name of a user, where it names one. */
  HttpCaller inTheNameOf(Optional<UserId> named) {
    return named
        .map(user -> new HttpCaller(user, new DisplayName(user.value()), kind, loop))
        .orElse(this);
  }
}
