package io.messageservice.application.fanout;

import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one event loop delivered last of its conversations: most who come back missed no more than
 * that. Only the event loop's thread may call.
 *
 * <p>Bounded in messages for each conversation and in bytes for all; the conversation that was
 * quiet longest is forgotten first.
 */
final class Recent {
  static final int MAX_OF_A_CONVERSATION = 128;
  static final int MAX_BYTES = 4 << 20;

  /** What a message costs beside its event, about. */
  private static final int OVERHEAD_BYTES = 64;

  private final Map<ConversationId, Run> runs = new LinkedHashMap<>(16, 0.75f, true);
  private int bytes;

  /**
   * Takes note of a message that was delivered.
   *
   * @param position of the conversation after it
   */
  void add(ConversationId conversation, Position position, OutgoingEvent event) {
    Run run = runs.computeIfAbsent(conversation, id -> new Run());
    if (position.seq() != run.newest + 1 || changes(position) != run.changes) {
      bytes -= run.clear();
    }
    run.changes = changes(position);
    bytes += run.add(position.seq(), event);
    Iterator<Run> quietest = runs.values().iterator();
    while (bytes > MAX_BYTES && quietest.hasNext()) {
      bytes -= quietest.next().clear();
      quietest.remove();
    }
  }

  /** Remembers nothing. */
  void clear() {
    runs.clear();
    bytes = 0;
  }

  private static long changes(Position position) {
    return position.rev() - position.seq();
  }

  /**
   * The messages that follow the position, ascending and without a hole; none where the next one is
   * not remembered, or where a message of the conversation has changed since.
   *
   * @param now how far the conversation has come
   * @param most how many at most
   * @param mostBytes how large they are together at most, but for the first
   */
  List<SequencedEvent> after(
      ConversationId conversation, long seq, Position now, int most, int mostBytes) {
    Run run = runs.get(conversation);
    return run == null || run.changes != changes(now) ? List.of() : run.after(seq, most, mostBytes);
  }

  /** Messages without a hole between them. */
  private static final class Run {
    private final Deque<OutgoingEvent> events = new ArrayDeque<>(4);
    private long newest;

    /** How many changes of messages there were by then. */
    private long changes;

    /** How many bytes more it is. */
    int add(long seq, OutgoingEvent event) {
      newest = seq;
      events.add(event);
      int more = sizeOf(event);
      return events.size() > MAX_OF_A_CONVERSATION ? more - sizeOf(events.remove()) : more;
    }

    /** How many bytes there were. */
    int clear() {
      int size = 0;
      for (OutgoingEvent event : events) {
        size += sizeOf(event);
      }
      events.clear();
      return size;
    }

    List<SequencedEvent> after(long seq, int most, int mostBytes) {
      long next = newest - events.size() + 1;
      List<SequencedEvent> after = new ArrayList<>();
      if (seq + 1 < next) {
        return after;
      }
      int size = 0;
      for (OutgoingEvent event : events) {
        if (next > seq) {
          size += event.sizeBytes();
          if (after.size() == most || (size > mostBytes && !after.isEmpty())) {
            break;
          }
          after.add(new SequencedEvent(Position.ofMessages(next), event));
        }
        next++;
      }
      return after;
    }

    private static int sizeOf(OutgoingEvent event) {
      return event.sizeBytes() + OVERHEAD_BYTES;
    }
  }
}
