package io.messageservice.application.port.in;

import io.messageservice.application.port.out.Encoder.Encoded;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.user.UserId;
import java.util.Optional;

/** Says something in a conversation: stored before the answer and before anybody hears it. */
public interface SendMessage {

  /** Sends; the answer stands among what its connection is told in order of {@code seq}. */
  void send(Caller caller, Request request, Reply<Sent> reply);

  /**
   * What is to be said.
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
   * What was said.
   *
   * @param duplicate whether it had been said before under the same key
   * @param event what others are, or were, told of it
   */
  record Sent(Message message, boolean duplicate, Encoded event) {}
}
