package io.messageservice.application.port.in.message;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageEdit;
import io.messageservice.domain.message.MessageId;
import java.util.function.Predicate;

/** Edits a message: stored before the answer and before anybody receives it. */
public interface EditMessage {

  /** Edits; the answer stands in the order of the conversation's changes. */
  void edit(Caller caller, Request request, Reply<ChangedMessage> reply);

  /**
   * What is to be changed.
   *
   * @param fits whether a message with that content can be sent to clients; pure
   */
  record Request(MessageId message, MessageEdit edit, Predicate<MessageContent> fits) {}

  /** What became of a request to change a message. */
  sealed interface ChangedMessage {

    /**
     * It has this state, since this request or before it.
     *
     * @param event the message as others receive it
     */
    record Done(Message message, OutgoingEvent event) implements ChangedMessage {}

    /** It is in another state than the one that the request named, or deleted; nothing changed. */
    record Conflict(Message present) implements ChangedMessage {}
  }
}
