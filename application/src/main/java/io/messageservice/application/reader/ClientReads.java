package io.messageservice.application.reader;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.budget.MemoryBudget.Holder;
import io.messageservice.application.budget.MemoryBudget.Reservation;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply.Prepared;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.port.out.Timer;
import io.messageservice.domain.outcome.Refusal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reads on threads that may block and answers on the caller's event loop. A read begins only when
 * the memory budget has room for it; what it found is held there until it is sent.
 */
public final class ClientReads {

  /** A read that finds no room is tried again so often, and then refused. */
  private static final int TRIES = 250;

  private static final Duration RETRY = Duration.ofMillis(20);

  private final Executor readers;
  private final Timer timer;
  private final MemoryBudget memory;
  private final Faults faults;

  /** Nothing is read yet. */
  public ClientReads(ReaderEnvironment around) {
    this.readers = around.readers();
    this.timer = around.timer();
    this.memory = around.memory();
    this.faults = around.faults();
  }

  /**
   * Has the question asked on a reader; what it gives is run on the caller's event loop.
   *
   * @param refused is called there instead where it cannot be read
   * @param bytes the most that the read takes while it is under way
   * @param question asks the store and gives the answer
   */
  public void read(
      Caller caller, Consumer<Refusal> refused, int bytes, Supplier<Prepared> question) {
    new Read(caller, refused, bytes, question).begin();
  }

  private final class Read {
    private final Caller caller;
    private final Consumer<Refusal> refused;
    private final int bytes;
    private final Supplier<Prepared> question;

    Read(Caller caller, Consumer<Refusal> refused, int bytes, Supplier<Prepared> question) {
      this.caller = caller;
      this.refused = refused;
      this.bytes = bytes;
      this.question = question;
    }

    /** May refuse before it returns, on the thread of the caller's event loop. */
    void begin() {
      try {
        readers.execute(() -> attempt(1));
      } catch (RejectedExecutionException full) {
        refused.accept(Refusal.OVERLOADED);
      }
    }

    private void attempt(int tries) {
      Optional<Reservation> room = memory.reserve(Holder.PAGE, bytes);
      if (room.isPresent()) {
        ask(room.get());
      } else if (tries == TRIES) {
        refuse();
      } else {
        timer.after(RETRY, () -> again(tries + 1));
      }
    }

    private void again(int tries) {
      try {
        readers.execute(() -> attempt(tries));
      } catch (RejectedExecutionException full) {
        refuse();
      }
    }

    private void refuse() {
      caller.loop().execute(() -> refused.accept(Refusal.OVERLOADED));
    }

    private void ask(Reservation held) {
      Prepared answer = answer();
      held.resize(answer.bytes());
      caller.loop().execute(() -> send(answer, held));
    }

    private void send(Prepared answer, Reservation held) {
      try (held) {
        answer.send().run();
      }
    }

    private Prepared answer() {
      try {
        return question.get();
      } catch (StoreUnavailable unavailable) {
        faults.broke("store", unavailable);
        return refusal(Refusal.UNAVAILABLE);
      } catch (RuntimeException | Error fault) {
        faults.broke("history", fault);
        return refusal(Refusal.INTERNAL);
      }
    }

    private Prepared refusal(Refusal refusal) {
      return new Prepared(0, () -> refused.accept(refusal));
    }
  }
}
