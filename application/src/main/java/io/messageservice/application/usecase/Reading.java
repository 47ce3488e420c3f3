package io.messageservice.application.usecase;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.domain.outcome.Refusal;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Reads on threads that may block and answers on the caller's shard.
 *
 * @param readers refuse where too many reads wait
 */
record Reading(Executor readers, Faults faults) {

  /**
   * Has the question asked on a reader; what it gives is run on the caller's shard.
   *
   * @param question asks the store and gives what calls the reply
   */
  void read(Caller caller, Reply<?> reply, Supplier<Runnable> question) {
    try {
      readers.execute(() -> caller.shard().execute(answer(reply, question)));
    } catch (RejectedExecutionException full) {
      reply.refused(Refusal.OVERLOADED);
    }
  }

  private Runnable answer(Reply<?> reply, Supplier<Runnable> question) {
    try {
      return question.get();
    } catch (StoreUnavailable unavailable) {
      faults.broke("store", unavailable);
      return () -> reply.refused(Refusal.UNAVAILABLE);
    } catch (RuntimeException | Error fault) {
      faults.broke("history", fault);
      return () -> reply.refused(Refusal.INTERNAL);
    }
  }
}
