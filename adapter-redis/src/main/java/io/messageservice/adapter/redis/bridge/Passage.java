package io.messageservice.adapter.redis.bridge;

import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.Page;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** A way through the messages of a conversation, in order. One thread at a time; it blocks. */
final class Passage {

  private static final int PAGE = 200;
  private static final int PAGE_BYTES = 1 << 20;

  private final History history;
  private final ConversationId conversation;
  private final long end;
  private final Deque<Message> read = new ArrayDeque<>();
  private long at;

  /**
   * @param first where it begins
   * @param end where it ends
   */
  Passage(History history, ConversationId conversation, long first, long end) {
    this.history = history;
    this.conversation = conversation;
    this.at = first - 1;
    this.end = end;
  }

  /** Goes on to the position. What is not there any more is passed over. */
  void upTo(long seq, Consumer<Message> each) {
    while (at < seq) {
      if (read.isEmpty()) {
        Page page = history.after(conversation, at, (int) Math.min(PAGE, end - at), PAGE_BYTES);
        read.addAll(page.messages());
      }
      if (read.isEmpty() || read.element().seq() > seq) {
        return;
      }
      Message message = read.remove();
      at = message.seq();
      each.accept(message);
    }
  }
}
