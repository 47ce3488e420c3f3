package io.messageservice.application.feed;

import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.domain.outcome.Refusal;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stored message on its way to the connections of this node.
 *
 * @param seq its position
 * @param accessVersion of the conversation after it; 0 where the participants are known to be those
 *     of this message or later ones
 * @param event as connections receive it
 * @param own empty where it was not sent on this node
 */
record FeedMessage(long seq, long accessVersion, OutgoingEvent event, Optional<Own> own) {

  /** As other nodes or the store report it. */
  static FeedMessage of(long seq, long accessVersion, OutgoingEvent event) {
    return new FeedMessage(seq, accessVersion, event, Optional.empty());
  }

  /** As it is when its sender has been answered already: they receive it like everybody else. */
  FeedMessage answered() {
    return of(seq, accessVersion, event);
  }

  /**
   * What a message that was sent on this node has in addition.
   *
   * @param sender gets the answer instead of the message; null where no connection sent it
   * @param delivered answers, in the message's place in the order
   * @param failed answers where the message is stored and cannot be delivered for now
   */
  record Own(@Nullable Connection sender, Runnable delivered, Consumer<Refusal> failed) {}
}
