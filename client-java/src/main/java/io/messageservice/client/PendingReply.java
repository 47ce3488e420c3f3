package io.messageservice.client;

import com.fasterxml.jackson.databind.JsonNode;

/** What to do with the reply to one command. The thread of the client calls one of these, once. */
interface PendingReply {

  void succeeded(JsonNode reply);

  void refused(CommandFailed why);

  /** The connection ended first. */
  void lost();
}
