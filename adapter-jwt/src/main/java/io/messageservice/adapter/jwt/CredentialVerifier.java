package io.messageservice.adapter.jwt;

import io.messageservice.application.port.out.Identities.Credential;
import io.messageservice.application.port.out.Identities.Verdict;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Verifies tokens by one kind of key, at once or later on another thread. */
interface CredentialVerifier {

  /** When a client may come again where too many tokens wait. */
  Duration BUSY = Duration.ofSeconds(1);

  /** Gives its verdict exactly once. Any thread may call; never blocks. */
  void verify(Credential credential, Consumer<Verdict> verdict);

  /**
   * Does all that the first verdict needs.
   *
   * @param done runs once, when all is done or cannot be; on any thread
   */
  void warmUp(Runnable done);

  /** Runs the work on a thread of the executor. Where its queue is full the verdict is "later". */
  static void run(Executor executor, Runnable work, Consumer<Verdict> verdict) {
    try {
      executor.execute(work);
    } catch (RejectedExecutionException full) {
      verdict.accept(Verdict.Refused.until(BUSY));
    }
  }
}
