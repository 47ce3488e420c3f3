package io.messageservice.application.usecase;

import io.messageservice.application.delivery.Delivery;
import io.messageservice.application.event.Event.MessageRead;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.out.Encoder;
import io.messageservice.application.port.out.Encoder.Encoded;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.user.UserId;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells who is to know that something was read. Any thread may call. */
final class Receipts {

  /** The most receipts that one reading tells of. */
  static final int MAX_TOLD = 100;

  /** In larger conversations the room is not told. */
  private static final int MAX_PARTICIPANTS_TOLD = 50;

  private final Encoder encoder;

  Receipts(Encoder encoder) {
    this.encoder = encoder;
  }

  /** Tells the message's sender, the reader's other connections and the room. */
  void tell(
      Conversation conversation,
      MessageId message,
      UserId sender,
      boolean read,
      Caller reader,
      Delivery delivery) {
    Encoded event =
        encoder.encode(new MessageRead(conversation.id(), message, read, reader.user()));
    tell(conversation, Set.of(sender), reader, event, delivery);
  }

  /** Tells these users, the reader's other connections and the room. */
  void tell(
      Conversation conversation,
      Set<UserId> senders,
      Caller reader,
      Encoded event,
      Delivery delivery) {
    Set<UserId> users = new HashSet<>(senders);
    users.removeIf(sender -> !conversation.has(sender));
    users.add(reader.user());
    @Nullable ConversationId room =
        conversation.participants().size() <= MAX_PARTICIPANTS_TOLD ? conversation.id() : null;
    @Nullable Connection except = reader instanceof Connection connection ? connection : null;
    delivery.onEvery(hall -> hall.tell(users, room, event, except));
  }
}
