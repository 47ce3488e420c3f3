package io.messageservice.application.fanout;

import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.WireFormat;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Where replays get what an event loop does not remember. Any event loop's thread may call; never
 * blocks.
 */
public interface ReplaySource {
  /**
   * Reads the messages that follow a position.
   *
   * @param loop on whose thread the page is handed over, once, however long that takes; not where
   *     the request is over before
   * @param then takes the page: ascending, without a hole, at least one message; an empty one where
   *     the user may not read there
   */
  void read(Request request, EventLoop loop, Consumer<List<SequencedEvent>> then);

  /** A replay begins, whether anything is read for it or not. */
  default void begins() {}

  /**
   * What is asked for.
   *
   * @param format for which the messages are encoded
   * @param isOver whether nobody needs the page any more; any thread may ask
   */
  record Request(
      UserId user,
      ConversationId conversation,
      long afterSeq,
      WireFormat<?> format,
      BooleanSupplier isOver) {}
}
