package io.messageservice.adapter.jwt;

import io.messageservice.adapter.jwt.JwtEvents.Failure;

/** Where key sets come from. */
interface KeySource {

  /**
   * Begins to fetch, and says what came of it exactly once, within a bounded time, on any thread;
   * never blocks.
   */
  void fetch(Listener listener);

  /** Hears what came of one fetch. */
  interface Listener {

    void fetched(KeyRing ring);

    void failed(Failure cause);
  }
}
