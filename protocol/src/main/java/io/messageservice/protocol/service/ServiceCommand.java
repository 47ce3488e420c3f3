package io.messageservice.protocol.service;

import io.messageservice.application.event.Event.NoticeGiven;
import io.messageservice.application.port.in.message.SendMessage;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;

/** What another service asks for. Immutable. */
public sealed interface ServiceCommand {

  /** Calls the case that this command is. */
  <T> T match(Cases<T> cases);

  /**
   * Sends a message for a user.
   *
   * @param sender for whom
   * @param name the name that others see
   * @param request with the command's id as its key
   */
  record Send(UserId sender, DisplayName name, SendMessage.Request request)
      implements ServiceCommand {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.send(this);
    }
  }

  /** Sends a notice to a user. */
  record Notice(UserId user, NoticeGiven notice) implements ServiceCommand {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.notice(this);
    }
  }

  /** A reader of commands; a new command breaks the build at each. */
  interface Cases<T> {
    T send(Send command);

    T notice(Notice command);
  }
}
