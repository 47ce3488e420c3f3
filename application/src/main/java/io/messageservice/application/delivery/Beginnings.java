package io.messageservice.application.delivery;

import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.Page;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a node begins to tell a conversation that it watches and of which it has told nothing yet:
 * with what was said since somebody was here who takes part, since that may have been lost on the
 * way. Telling a little more does no harm: those who never joined begin with what they are told
 * first. Only the lane's thread may call; calls block.
 */
final class Beginnings {

  private static final int PAGE = 100;
  private static final int PAGE_BYTES = 1 << 20;

  /** How far back it looks at the most. */
  private static final int MOST_PAGES = 100;

  /** How far the clocks of nodes may differ, which the store sets. */
  private static final Duration SKEW = Duration.ofMillis(500);

  private final History history;
  private final Watches watches;

  Beginnings(History history, Watches watches) {
    this.history = history;
    this.watches = watches;
  }

  /**
   * The position after which to begin, where the next message known is at that position.
   *
   * @throws io.messageservice.application.port.out.StoreUnavailable where it cannot be read
   */
  long before(Conversation conversation, long seq) {
    Optional<Instant> since = watches.since(conversation);
    return since.isEmpty() || seq == 1 ? seq - 1 : lookBack(conversation.id(), seq, since.get());
  }

  /**
   * The position after which to begin with a conversation that stands as given.
   *
   * @throws io.messageservice.application.port.out.StoreUnavailable where it cannot be read
   */
  long upTo(Conversation conversation) {
    Optional<Instant> since = watches.since(conversation);
    boolean quiet = since.filter(at -> !conversation.lastAt().isBefore(at.minus(SKEW))).isEmpty();
    return quiet || conversation.isSilent()
        ? conversation.head()
        : lookBack(conversation.id(), conversation.head() + 1, since.get());
  }

  private long lookBack(ConversationId conversation, long seq, Instant since) {
    Instant from = since.minus(SKEW);
    long first = seq;
    for (int i = 0; i < MOST_PAGES; i++) {
      Page page = history.before(conversation, first, PAGE, PAGE_BYTES);
      long before = first;
      List<Message> messages = page.messages();
      for (int at = messages.size() - 1; at >= 0 && isNew(messages.get(at), from); at--) {
        first = messages.get(at).seq();
      }
      if (first > before - messages.size() || !page.more()) {
        break;
      }
    }
    return first - 1;
  }

  private static boolean isNew(Message message, Instant from) {
    return !message.createdAt().isBefore(from);
  }
}
