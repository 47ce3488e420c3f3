package io.messageservice.adapter.http;

import io.messageservice.application.event.Event.MessageChanged;
import io.messageservice.application.event.Event.ReactionChanged;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.message.EditMessage;
import io.messageservice.application.port.in.message.EditMessage.ChangedMessage;
import io.messageservice.application.port.in.message.FetchMessages;
import io.messageservice.application.port.in.message.FetchMessages.Fetched;
import io.messageservice.application.port.in.message.ReactToMessage;
import io.messageservice.application.port.in.message.ReactToMessage.Reacted;
import io.messageservice.application.port.out.History.GivenReaction;
import io.messageservice.application.port.out.History.OwnReactions;
import io.messageservice.application.port.out.History.Page;
import io.messageservice.application.port.out.History.ReactionPage;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.message.Deletion;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.Revision;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What becomes of the one message that there is: the third in its conversation, sent by Bob. */
final class ChangedMessages {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  private ChangedMessages() {}

  /** It has the {@code rev} 12 before, 13 after. */
  static ChangedMessage edited(EditMessage.Request request) {
    MessageContent before = new MessageContent("before", List.of());
    boolean isOther = request.edit().ifRev().orElse(12) != 12;
    return isOther
        ? new ChangedMessage.Conflict(message(request.message(), before, Revision.first(12)))
        : done(
            message(
                request.message(),
                request.edit().appliedTo(before),
                new Revision(13, Optional.of(NOW), Optional.empty())));
  }

  static ChangedMessage deleted(MessageId id) {
    Deletion deletion = new Deletion(NOW, false);
    return done(
        message(
            id, MessageContent.NONE, new Revision(13, Optional.empty(), Optional.of(deletion))));
  }

  /** The caller is the second one of two who react so; they never did where they take it back. */
  static Reacted reacted(Caller caller, ReactToMessage.Request request) {
    ReactionChanged event =
        new ReactionChanged(
            new ConversationId("c"),
            request.message(),
            3,
            new Position(9, 13),
            request.reaction(),
            caller.user(),
            request.add(),
            request.add() ? 2 : 1);
    return new Reacted(event, request.add());
  }

  /** There is one more. */
  static ReactionPage reactions() {
    return new ReactionPage(
        List.of(new GivenReaction(new Reaction("+1"), new UserId("bob"), 13)), true);
  }

  /** Pages are empty but for that of the conversation in which there are reactions. */
  static Fetched fetched(FetchMessages.Request request) {
    if (!request.conversation().value().equals("reactions")) {
      return new Fetched(request.conversation(), request.direction(), Page.EMPTY);
    }
    MessageContent before = new MessageContent("before", List.of());
    Message message = message(new MessageId("m1"), before, Revision.first(12));
    return new Fetched(
        request.conversation(),
        request.direction(),
        new Page(List.of(message), false),
        List.of(new OwnReactions(3, List.of(new Reaction("+1")))));
  }

  private static ChangedMessage done(Message message) {
    return new ChangedMessage.Done(
        message, new OutgoingEvent(new MessageChanged(message, new Position(9, 13))));
  }

  private static Message message(MessageId id, MessageContent content, Revision revision) {
    return new Message(
        id,
        new ConversationId("c"),
        3,
        new UserId("bob"),
        content,
        Instant.EPOCH,
        Optional.empty(),
        revision);
  }
}
