package io.messageservice.application.port.in.message;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.message.EditMessage.ChangedMessage;
import io.messageservice.domain.message.MessageId;

/**
 * Deletes a message: what it said leaves the store before the answer and before anybody hears of
 * it; its place stays.
 */
public interface DeleteMessage {

  /** Deletes; the answer stands in the order of the conversation's changes. */
  void delete(Caller caller, MessageId message, Reply<ChangedMessage> reply);
}
