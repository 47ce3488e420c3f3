package io.messageservice.application.delivery;

import io.messageservice.application.event.Event.MessageSaid;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.out.Encoder;
import io.messageservice.application.port.out.Encoder.Encoded;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.Head;
import io.messageservice.application.port.out.History.Heads;
import io.messageservice.application.port.out.History.Page;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Message;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one way by which messages reach the connections of this node: of each conversation in order,
 * each once, none left out. What is missing is read from the store first; what was told is not told
 * again. Only the lane's thread may call; calls block.
 *
 * <p>Between two comparisons it remembers what it told; up to the last one everything stored is
 * told.
 */
public final class Gate {
  private static final int PAGE = 200;
  private static final int PAGE_BYTES = 1 << 20;

  /** A message counts for one more of the things that a shard is told for each of these. */
  private static final int BYTES_OF_WEIGHT = 4 << 10;

  private final History history;
  private final Encoder encoder;
  private final Map<ConversationId, Long> told = new HashMap<>();

  /** Everything stored before this is told. */
  private History.Mark mark;

  private boolean inDoubt;

  /**
   * What is stored by now is nobody's to tell: nobody is connected yet.
   *
   * @throws io.messageservice.application.port.out.StoreUnavailable where the store cannot be read
   */
  public Gate(History history, Encoder encoder) {
    this.history = history;
    this.encoder = encoder;
    this.mark = history.mark();
  }

  /**
   * Tells a message that was stored since the last comparison.
   *
   * @param conversation as it stands after the message
   * @param sender is not told, since he is answered; null where nobody is to be left out
   * @throws io.messageservice.application.port.out.StoreUnavailable where something before it is
   *     missing and cannot be read; the message is told by the next comparison then
   */
  public void pass(
      Conversation conversation,
      Message message,
      Encoded event,
      @Nullable Connection sender,
      Delivery delivery) {
    long before = told.getOrDefault(conversation.id(), message.seq() - 1);
    if (message.seq() <= before) {
      return;
    }
    fill(conversation, before, message.seq() - 1, delivery);
    tell(conversation, message.seq(), event, sender, delivery);
  }

  /** It is not known whether something was stored: nothing is to pass before a comparison. */
  public void doubt() {
    inDoubt = true;
  }

  /** Whether {@link #compare} is due before the next message. */
  public boolean isInDoubt() {
    return inDoubt;
  }

  /**
   * Tells everything that is stored and was not told.
   *
   * @throws io.messageservice.application.port.out.StoreUnavailable where the store cannot be read
   */
  public void compare(Delivery delivery) {
    for (Heads heads = next(); !heads.changed().isEmpty(); heads = next()) {
      for (Head head : heads.changed()) {
        reach(head, delivery);
      }
      mark = heads.mark();
    }
    told.clear();
    inDoubt = false;
  }

  private Heads next() {
    return history.headsChangedSince(mark);
  }

  private void reach(Head head, Delivery delivery) {
    long before = told.getOrDefault(head.conversation(), head.afterSeq());
    if (before < head.head()) {
      Optional<Conversation> found = history.conversation(head.conversation());
      if (found.isPresent()) {
        delivery.onEvery(hall -> hall.putOut(found.get()));
        fill(found.get(), before, head.head(), delivery);
      }
    }
  }

  private void fill(Conversation conversation, long after, long upTo, Delivery delivery) {
    long position = after;
    while (position < upTo) {
      Page page = history.after(conversation.id(), position, PAGE, PAGE_BYTES);
      for (Message missed : page.messages()) {
        if (missed.seq() <= upTo) {
          Encoded event = encoder.encode(new MessageSaid(missed));
          tell(conversation, missed.seq(), event, null, delivery);
        }
        position = missed.seq();
      }
      if (page.messages().isEmpty()) {
        throw new IllegalStateException("the store has no message after position " + position);
      }
    }
  }

  private void tell(
      Conversation conversation,
      long seq,
      Encoded event,
      @Nullable Connection sender,
      Delivery delivery) {
    int weight = 1 + event.sizeBytes() / BYTES_OF_WEIGHT;
    delivery.onEvery(hall -> hall.tell(conversation, seq, event, sender), weight);
    told.put(conversation.id(), seq);
  }
}
