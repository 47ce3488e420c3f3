package io.messageservice.application.feed;

import io.messageservice.application.event.Event.MessageChanged;
import io.messageservice.application.event.Event.MessageStored;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Revision;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;

/** Messages and their changes, as feeds of tests are given them. */
final class FeedEvents {

  private FeedEvents() {}

  /** The message at that position, in the state that the change of its {@code rev} left. */
  static OutgoingEvent sent(Position position) {
    return new OutgoingEvent(new MessageStored(message(position.seq(), position.rev())));
  }

  /** A change of the message at {@code seq} that leads to that position. */
  static OutgoingEvent changed(long seq, Position position) {
    return new OutgoingEvent(new MessageChanged(message(seq, position.rev()), position));
  }

  private static Message message(long seq, long rev) {
    return new Message(
        new MessageId("m" + seq),
        new ConversationId("c"),
        seq,
        new UserId("ann"),
        MessageContent.of("text"),
        Instant.EPOCH,
        Optional.empty(),
        new Revision(rev, Optional.of(Instant.EPOCH), Optional.empty()));
  }
}
