package io.messageservice.application.port.in;

import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.user.UserId;
import java.util.Optional;

/** Sends a message in a conversation: stored before the answer and before anybody receives it. */
public interface SendMessage {

  /** Sends; the answer stands among what its connection is sent in order of {@code seq}. */
  void send(Caller caller, Request request, Reply<Sent> reply);

  /**
   * What is to be sent.
   *
   * @param receiver who alone is to read it
   * @param key under which it may be sent again
   */
  record Request(
      ConversationId conversation,
      MessageContent content,
      Optional<UserId> receiver,
      Optional<ClientMessageId> key) {}

  /**
   * What was sent.
   *
   * @param duplicate whether it had been sent before under the same key
   * @param event the message as others receive, or received, it
   */
  record Sent(Message message, boolean duplicate, OutgoingEvent event) {}
}
