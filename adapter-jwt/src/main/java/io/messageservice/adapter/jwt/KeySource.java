package io.messageservice.adapter.jwt;

import io.messageservice.adapter.jwt.JwtEvents.Failure;

/** Where key sets come from. */
interface KeySource {

  /** Fetches the keys; blocks, for a bounded time. One thread at a time calls. */
  KeyRing fetch() throws FetchFailed;

  /** A key set was not had. Carries no text: a text could quote an address. */
  final class FetchFailed extends Exception {

    private final Failure failure;

    FetchFailed(Failure failure) {
      super(failure.name(), null, false, false);
      this.failure = failure;
    }

    Failure failure() {
      return failure;
    }
  }
}
