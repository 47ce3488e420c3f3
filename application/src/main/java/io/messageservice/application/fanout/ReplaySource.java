package io.messageservice.application.fanout;

import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.WireFormat;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Where replays get what an event loop does not remember. Any event loop's thread may call; never
 * blocks.
 */
public interface ReplaySource {
  /**
   * Reads what follows a position.
   *
   * @param loop on whose thread the page is handed over, once, however long that takes; not where
   *     the request is over before
   */
  void read(Request request, EventLoop loop, Consumer<ReplayPage> then);

  /** A replay begins, whether anything is read for it or not. */
  default void begins() {}

  /**
   * What is asked for.
   *
   * @param seq the messages after it are asked for, or changes of those up to it
   * @param changesAfter the {@code rev} after which changes are asked for; empty for messages. It
   *     may be lower than {@code seq}, where an earlier replay was cut
   * @param format for which they are encoded
   * @param isOver whether nobody needs the page any more; any thread may ask
   */
  record Request(
      UserId user,
      ConversationId conversation,
      long seq,
      OptionalLong changesAfter,
      WireFormat<?> format,
      BooleanSupplier isOver) {}

  /**
   * What was read.
   *
   * @param events messages by {@code seq} without a hole, at least one; or changes by {@code rev}
   * @param more whether there may be further ones
   * @param denied whether the user may not read there, or not any more
   */
  record ReplayPage(List<SequencedEvent> events, boolean more, boolean denied) {

    /** The user may not read there. */
    public static final ReplayPage DENIED = new ReplayPage(List.of(), false, true);

    public ReplayPage {
      events = List.copyOf(events);
    }

    /** Of a user who may read. */
    public ReplayPage(List<SequencedEvent> events, boolean more) {
      this(events, more, false);
    }
  }
}
