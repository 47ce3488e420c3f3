package io.messageservice.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** Receives what concerns no joined conversation alone. The thread of the client calls. */
public interface ClientListener {

  /** Does nothing. */
  ClientListener NONE = new ClientListener() {};

  /** A connection is open; conversations are joined again, and waiting messages sent. */
  default void connected() {}

  /** There is no connection; the next attempt follows. */
  default void disconnected(String why, Duration retryIn) {}

  /** A push other than a message of a joined conversation. */
  default void pushed(String event, JsonNode data) {}

  /**
   * What is unread has changed otherwise than by new messages, or a connection has just opened. Of
   * several of one conversation the last counts; it may be left out.
   */
  default void unreadChanged(UnreadState state) {}

  /** A message or a join was refused for the moment, and is sent again. */
  default void postponed(String event, CommandFailed why) {}
}
