package io.messageservice.bootstrap;

import io.messageservice.application.event.Event;
import io.messageservice.application.port.out.Faults;
import io.messageservice.domain.outcome.Refusal.Code;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.session.SessionEvents;
import org.jspecify.annotations.Nullable;

/** Calls an observer of sessions. Where it throws, that is reported, and the session goes on. */
record GuardedSessionEvents(SessionEvents observer, Faults faults) implements SessionEvents {

  @Override
  public void ended(int loop, UserId user, @Nullable String event, @Nullable Code refusal) {
    try {
      observer.ended(loop, user, event, refusal);
    } catch (RuntimeException | Error fault) {
      broke(fault);
    }
  }

  @Override
  public void delivered(int loop, Event event) {
    try {
      observer.delivered(loop, event);
    } catch (RuntimeException | Error fault) {
      broke(fault);
    }
  }

  @Override
  public void lagged() {
    try {
      observer.lagged();
    } catch (RuntimeException | Error fault) {
      broke(fault);
    }
  }

  private void broke(Throwable fault) {
    faults.broke("observer", fault);
  }
}
