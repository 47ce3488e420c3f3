package io.messageservice.application.port.in;

import io.messageservice.domain.outcome.Refusal;

/**
 * Where the answer to one command goes. One of the methods is called, once, on the thread of the
 * caller's shard, in order with what that shard is told.
 *
 * @param <R> what a yes brings
 */
public interface Reply<R> {

  /** It was carried out. */
  void done(R result);

  /** It was not. */
  void refused(Refusal refusal);
}
