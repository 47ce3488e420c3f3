package io.messageservice.application.reader;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.budget.MemoryBudget.Holder;
import io.messageservice.application.budget.MemoryBudget.Reservation;
import io.messageservice.application.event.Event;
import io.messageservice.application.event.Event.MessageChanged;
import io.messageservice.application.event.Event.MessageStored;
import io.messageservice.application.fanout.ReplaySource;
import io.messageservice.application.fanout.SequencedEvent;
import io.messageservice.application.feed.StoreEpoch;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.Page;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.port.out.Timer;
import io.messageservice.application.port.out.WireFormat;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.message.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Reads the pages of replays on reader threads; where the store cannot answer, again a bit later.
 * Where it has another past than the one that the replay is of, the replay ends with nothing more.
 */
public final class StoredPages implements ReplaySource {
  private static final int PAGE = 128;

  /** Far below what makes a connection lag. */
  private static final int PAGE_BYTES = 32 << 10;

  /** The most memory that reading and encoding a page takes: escaped, and one large message. */
  private static final int READ_BYTES = 2 << 20;

  private static final Duration RETRY = Duration.ofMillis(500);

  /** Where memory is short it is free soon. */
  private static final Duration SOON = Duration.ofMillis(20);

  private final History history;
  private final StoreEpoch epoch;
  private final Access access;
  private final MemoryBudget memory;
  private final Executor readers;
  private final Timer timer;
  private final Faults faults;
  private final Runnable began;

  /**
   * Of replays that {@code access} allows.
   *
   * @param began runs when a replay begins, on its event loop
   */
  public StoredPages(ReaderEnvironment around, StoreEpoch epoch, Access access, Runnable began) {
    this.history = around.history();
    this.epoch = epoch;
    this.access = access;
    this.memory = around.memory();
    this.readers = around.readers();
    this.timer = around.timer();
    this.faults = around.faults();
    this.began = began;
  }

  @Override
  public void begins() {
    began.run();
  }

  @Override
  public void read(Request request, EventLoop loop, Consumer<ReplaySource.ReplayPage> then) {
    read(new Asked(epoch.name(), request), loop, then);
  }

  /** What is to be read, in the past that counted when it was first asked for. */
  private record Asked(String epoch, Request request) {}

  private void read(Asked asked, EventLoop loop, Consumer<ReplaySource.ReplayPage> then) {
    try {
      readers.execute(() -> attempt(asked, loop, then));
    } catch (RejectedExecutionException full) {
      readAfter(RETRY, asked, loop, then);
    }
  }

  private void readAfter(
      Duration delay, Asked asked, EventLoop loop, Consumer<ReplaySource.ReplayPage> then) {
    timer.after(delay, () -> read(asked, loop, then));
  }

  private void attempt(Asked asked, EventLoop loop, Consumer<ReplaySource.ReplayPage> then) {
    if (asked.request().isOver().getAsBoolean()) {
      return;
    }
    Optional<Reservation> room = memory.reserve(Holder.PAGE, READ_BYTES);
    if (room.isEmpty()) {
      readAfter(SOON, asked, loop, then);
      return;
    }
    Reservation held = room.get();
    try {
      ReplaySource.ReplayPage page = page(asked);
      held.resize(page.events().stream().mapToLong(each -> each.event().sizeBytes()).sum());
      loop.execute(() -> hand(page, held, then), page.events().size());
    } catch (StoreUnavailable unavailable) {
      held.close();
      faults.broke("store", unavailable);
      readAfter(RETRY, asked, loop, then);
    } catch (RuntimeException | Error fault) {
      held.close();
      faults.broke("replay", fault);
      readAfter(RETRY, asked, loop, then);
    }
  }

  private static void hand(
      ReplaySource.ReplayPage page, Reservation held, Consumer<ReplaySource.ReplayPage> then) {
    try (held) {
      then.accept(page);
    }
  }

  private ReplaySource.ReplayPage page(Asked asked) {
    Request request = asked.request();
    Optional<Conversation> found = history.conversation(request.conversation());
    boolean mayRead = access.mayRead(found, request.user());
    if (hasEnded(asked) || !mayRead) {
      return ReplaySource.ReplayPage.DENIED;
    }
    ReplaySource.ReplayPage page =
        request.changesAfter().isPresent()
            ? changes(request)
            : messages(request, found.orElseThrow().head());
    boolean isLater =
        page.events().stream().anyMatch(next -> next.position().rev() > found.orElseThrow().rev());
    if (isLater && !access.mayRead(history.conversation(request.conversation()), request.user())) {
      return ReplaySource.ReplayPage.DENIED; // they may have left before it changed
    }
    return hasEnded(asked) ? ReplaySource.ReplayPage.DENIED : page;
  }

  /**
   * @param head what was sent after it is judged by a later look
   */
  private ReplaySource.ReplayPage messages(Request request, long head) {
    long afterSeq = request.seq();
    Page page = history.after(request.conversation(), afterSeq, PAGE, PAGE_BYTES);
    if (page.messages().isEmpty()) {
      throw new IllegalStateException("the store has no message after position " + afterSeq);
    }
    return new ReplaySource.ReplayPage(
        page.messages().stream()
            .filter(message -> message.seq() <= head)
            .map(message -> encoded(message, new MessageStored(message), request.format()))
            .toList(),
        page.more());
  }

  private ReplaySource.ReplayPage changes(Request request) {
    long afterRev = request.changesAfter().orElseThrow();
    Page page = history.changed(request.conversation(), request.seq(), afterRev, PAGE, PAGE_BYTES);
    return new ReplaySource.ReplayPage(
        page.messages().stream().map(message -> change(request, message)).toList(), page.more());
  }

  private static SequencedEvent change(Request request, Message message) {
    Position at = new Position(Math.min(request.seq(), message.rev()), message.rev());
    return encoded(message, new MessageChanged(message, at), request.format());
  }

  private static SequencedEvent encoded(Message message, Event event, WireFormat<?> format) {
    OutgoingEvent outgoing = new OutgoingEvent(event);
    outgoing.encode(format);
    return new SequencedEvent(new Position(message.seq(), message.rev()), outgoing);
  }

  /** Whether what was read may be of another epoch; then the connection is being closed. */
  private boolean hasEnded(Asked asked) {
    return epoch.isOver() || !epoch.name().equals(asked.epoch());
  }
}
