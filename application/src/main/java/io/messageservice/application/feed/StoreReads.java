package io.messageservice.application.feed;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.budget.MemoryBudget.Holder;
import io.messageservice.application.budget.MemoryBudget.Reservation;
import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.port.out.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Has the store read on the readers' threads, and the outcome handled in the lane. What was read
 * counts only where the epoch is still the one in which it was asked for. Any thread may call;
 * nothing here blocks.
 */
final class StoreReads {

  private static final Duration RETRY = Duration.ofMillis(20);

  private final StoreEpoch epoch;
  private final Executor readers;
  private final Timer timer;
  private final MemoryBudget memory;
  private final LaneTasks lane;

  StoreReads(StoreEpoch epoch, Executor readers, Timer timer, MemoryBudget memory, LaneTasks lane) {
    this.epoch = epoch;
    this.readers = readers;
    this.timer = timer;
    this.memory = memory;
    this.lane = lane;
  }

  /**
   * Something that is read.
   *
   * @param where names it where it breaks
   * @param bytes the most memory that what is read takes
   * @param read runs on a reader's thread and may block
   * @param found gets what was read, in the lane
   * @param failed gets what went wrong instead, in the lane
   */
  record Read<T>(
      String where,
      int bytes,
      Supplier<T> read,
      BiConsumer<T, Fanout> found,
      BiConsumer<Throwable, Fanout> failed) {}

  /** The epoch of what is read by now. */
  String epoch() {
    return epoch.name();
  }

  /** Runs the task in the lane. */
  void inLane(Runnable task) {
    lane.soon("feeds", fanout -> task.run());
  }

  /** Has it read, as soon as a reader and memory are free. */
  <T> void ask(Read<T> read) {
    ask(read, epoch.name());
  }

  private <T> void ask(Read<T> read, String asked) {
    Optional<Reservation> room = memory.reserve(Holder.FEED, read.bytes());
    if (room.isEmpty()) {
      timer.after(RETRY, () -> ask(read, asked));
      return;
    }
    try {
      readers.execute(() -> perform(read, asked, room.get()));
    } catch (RejectedExecutionException full) {
      room.get().close();
      timer.after(RETRY, () -> ask(read, asked));
    }
  }

  private <T> void perform(Read<T> read, String asked, Reservation room) {
    try {
      T outcome = read.read().get();
      hand(read, asked, room, fanout -> handle(read, outcome, fanout));
    } catch (RuntimeException | Error fault) {
      hand(read, asked, room, fanout -> read.failed().accept(fault, fanout));
    }
  }

  /** What cannot be handled counts as not read: the caller retries, with its backoff. */
  private static <T> void handle(Read<T> read, T outcome, Fanout fanout) {
    try {
      read.found().accept(outcome, fanout);
    } catch (EpochChanged changed) {
      throw changed;
    } catch (RuntimeException | Error fault) {
      read.failed().accept(fault, fanout);
    }
  }

  private <T> void hand(Read<T> read, String asked, Reservation room, Consumer<Fanout> outcome) {
    lane.soon(
        read.where(),
        fanout -> {
          try (room) {
            if (asked.equals(epoch.name())) {
              epoch.require();
              outcome.accept(fanout);
            }
          }
        });
  }
}
