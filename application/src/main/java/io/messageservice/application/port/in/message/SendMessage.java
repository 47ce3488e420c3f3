package io.messageservice.application.port.in.message;

import io.messageservice.application.event.Event.MessageStored;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Mentions;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.MessageType;
import io.messageservice.domain.user.UserId;
import java.util.Optional;

/** Sends a message in a conversation: stored before the answer and before anybody receives it. */
public interface SendMessage {

  /** Sends; the answer stands among what its connection is sent in order of {@code seq}. */
  void send(Caller caller, Request request, Reply<Sent> reply);

  /**
   * What is to be sent.
   *
   * @param about what it is beside its content
   * @param receiver who alone is to read it
   * @param key under which it may be sent again
   */
  record Request(
      ConversationId conversation,
      MessageContent content,
      About about,
      Optional<UserId> receiver,
      Optional<ClientMessageId> key) {

    /** A text that replies to nothing and mentions nobody. */
    public Request(
        ConversationId conversation,
        MessageContent content,
        Optional<UserId> receiver,
        Optional<ClientMessageId> key) {
      this(conversation, content, About.NOTHING, receiver, key);
    }
  }

  /**
   * What a message is to be beside its content.
   *
   * @param replyTo a message of the same conversation
   * @param mentions users who do not take part are left out
   */
  record About(Optional<MessageType> type, Optional<MessageId> replyTo, Mentions mentions) {

    /** A text that replies to nothing and mentions nobody. */
    public static final About NOTHING =
        new About(Optional.empty(), Optional.empty(), Mentions.NONE);
  }

  /**
   * What was sent.
   *
   * @param duplicate whether it had been sent before under the same key
   * @param event the message as others receive, or received, it
   */
  record Sent(Message message, boolean duplicate, OutgoingEvent event) {

    /** This, where others received the message in a later state. */
    public Sent deliveredAs(OutgoingEvent delivered) {
      return delivered.event() instanceof MessageStored stored
          ? new Sent(stored.message(), duplicate, delivered)
          : this;
    }
  }
}
