package io.messageservice.application.port.out;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Mentions;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageEdit;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.MessageType;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.UserId;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Asks a service of the product about a message of a user before it is stored. */
public interface BeforeSend {

  /** Asks. The answer is given once, on any thread, maybe before this returns. Never blocks. */
  void ask(Question question, Consumer<Answer> answer);

  /**
   * A message as it would be stored.
   *
   * @param edited which message would be changed; empty for a new one
   * @param key under which it may be asked about again
   */
  record Question(
      ConversationId conversation,
      UserId sender,
      Optional<MessageId> edited,
      MessageContent content,
      Optional<MessageType> type,
      Optional<MessageId> replyTo,
      Mentions mentions,
      Optional<ClientMessageId> key,
      Trace trace) {}

  /** What becomes of the message. */
  sealed interface Answer {

    /** It is stored, with this change. */
    record Accepted(MessageEdit change) implements Answer {

      /** As it is. */
      public static final Accepted UNCHANGED =
          new Accepted(
              new MessageEdit(
                  Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty()));
    }

    /** It is not stored. */
    record Rejected(Refusal refusal) implements Answer {}
  }
}
