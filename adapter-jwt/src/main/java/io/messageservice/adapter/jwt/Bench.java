package io.messageservice.adapter.jwt;

import io.messageservice.application.port.out.Identities.Reason;
import io.messageservice.application.port.out.Identities.Verdict;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Where tokens are judged: here and now, or later on another thread. */
interface Bench {

  Verdict TRY_LATER = new Verdict.Refused(Reason.UNAVAILABLE);

  /** Gives its verdict exactly once. Any thread may call; never blocks. */
  void judge(String token, Consumer<Verdict> verdict);

  /** A header that leads to a key, if there is one by now. */
  String header();

  /** Judges on a thread of the executor. Whoever finds its queue full is told to try later. */
  static void onThreadOf(Executor executor, Runnable work, Consumer<Verdict> verdict) {
    try {
      executor.execute(work);
    } catch (RejectedExecutionException full) {
      verdict.accept(TRY_LATER);
    }
  }
}
