package io.messageservice.application.port.in.message;

import io.messageservice.application.event.Event.CustomEvent;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.Reply;

/** Sends the room an event of the clients' own. Ephemeral: never stored, may be lost. */
public interface SendEvent {

  /**
   * Sends it, unless the connection is not in the room: {@code FORBIDDEN}. It does not receive it
   * itself.
   */
  void send(Connection caller, CustomEvent event, Reply<CustomEvent> reply);
}
