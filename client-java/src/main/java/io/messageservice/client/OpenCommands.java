package io.messageservice.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/** The connection as senders of commands see it. The thread of the client calls. */
interface OpenCommands {

  boolean isOpen();

  /** Sends a command on the connection that is open. */
  void send(String event, ObjectNode payload, PendingReply reply);

  /** Runs a task later, unless this connection ends before. */
  void later(Duration delay, Runnable task);

  /** Gives the connection up, and opens the next one after a while. */
  void giveUp(String why);
}
