package io.messageservice.application.feed;

import io.messageservice.application.event.Event.MessageStored;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.port.out.Signal;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.outcome.Refusal;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stored message, or a change of one, on its way to the connections of this node.
 *
 * @param position of the conversation after it
 * @param accessVersion of the conversation after it; 0 where the participants are known to be those
 *     of this message or later ones
 * @param event as connections receive it
 * @param own empty where it was not stored by this node
 */
record FeedMessage(Position position, long accessVersion, OutgoingEvent event, Optional<Own> own) {

  /** As other nodes or the store report it. */
  static FeedMessage of(Position position, long accessVersion, OutgoingEvent event) {
    return new FeedMessage(position, accessVersion, event, Optional.empty());
  }

  /** As another node reports it. */
  static FeedMessage of(Signal.OfMessage stored) {
    return of(stored.position(), stored.accessVersion(), new OutgoingEvent(stored.event()));
  }

  /** As another node reports it. */
  static FeedMessage of(Signal.OfChange stored) {
    return of(stored.event().position(), stored.accessVersion(), new OutgoingEvent(stored.event()));
  }

  /** As this node stored it. */
  static FeedMessage of(StoredEvent stored, Own own) {
    return new FeedMessage(
        stored.conversation().position(),
        stored.conversation().accessVersion(),
        stored.event(),
        Optional.of(own));
  }

  /** Whether it is a message, not a change of one. */
  boolean isMessage() {
    return event.event() instanceof MessageStored;
  }

  /** This, as the store has it by now, with the answer of the same as it was sent here. */
  FeedMessage with(FeedMessage sent) {
    return new FeedMessage(position, accessVersion, event, sent.own());
  }

  /** Where the conversation stood before it. */
  Position before() {
    return isMessage() ? position.beforeMessage() : position.beforeChange();
  }

  /** Whether it is delivered where everything up to that position is. */
  boolean isUpTo(Position reached) {
    return isMessage() ? position.seq() <= reached.seq() : position.rev() <= reached.rev();
  }

  /** As it is when its sender has been answered already: they receive it like everybody else. */
  FeedMessage answered() {
    return of(position, accessVersion, event);
  }

  /**
   * What a message that was stored by this node has in addition.
   *
   * @param sender gets the answer instead of the message; null where no connection sent it
   * @param delivered answers, in the message's place in the order; is given the message as it was
   *     delivered, perhaps in a later state
   * @param failed answers where the message is stored and cannot be delivered for now
   */
  record Own(
      @Nullable Connection sender, Consumer<OutgoingEvent> delivered, Consumer<Refusal> failed) {}
}
