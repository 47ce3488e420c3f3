package io.messageservice.application.port.out;

import io.messageservice.domain.user.Identity;
import java.util.function.Consumer;

/** Judges tokens. */
public interface Identities {

  /** How far the clocks of the auth service and of this one may differ, in seconds. */
  int CLOCK_SKEW_SECONDS = 30;

  /**
   * Says who a token speaks for, or why it is refused.
   *
   * <p>May be called on any thread and never blocks. The verdict is given exactly once: before the
   * call returns where the keys are at hand, otherwise later and on another thread.
   */
  void identify(String token, Consumer<Verdict> verdict);

  /** What was found about a token. */
  sealed interface Verdict {
    /** The token is good. */
    record Known(Identity identity) implements Verdict {}

    /** The token is not. */
    record Refused(Reason reason) implements Verdict {}
  }

  /** Why a token is refused. */
  enum Reason {
    /** There is none, or an empty one. */
    MISSING,
    /** Malformed, wrongly signed, not yet valid, or for somebody else. */
    INVALID,
    /** Its time is over. */
    EXPIRED,
    /** Not judged: too many wait, or its key could not be had. It may be good a little later. */
    UNAVAILABLE
  }
}
