package io.messageservice.application.port.out;

import io.messageservice.domain.user.Identity;
import java.time.Duration;
import java.util.function.Consumer;

/** Judges tokens. */
public interface Identities {

  /** How far the clocks of the auth service and of this one may differ, in seconds. */
  int CLOCK_SKEW_SECONDS = 30;

  /**
   * Finds the user of a token, or the reason to refuse it.
   *
   * <p>May be called on any thread and never blocks. The verdict is given exactly once: before the
   * call returns where the keys are at hand, otherwise later and on another thread.
   */
  void identify(Credential credential, Consumer<Verdict> verdict);

  /**
   * A token, and the client that sent it. Never prints the token.
   *
   * @param token empty where there is none
   * @param client an address or a user, as far as is known before the token is judged. It decides
   *     nothing but how often keys are looked for on the client's behalf
   */
  record Credential(String token, String client) {

    @Override
    public String toString() {
      return "Credential[***]";
    }
  }

  /** What was found about a token. */
  sealed interface Verdict {
    /** The token is good. */
    record Known(Identity identity) implements Verdict {}

    /**
     * The token is not.
     *
     * @param retryAfter when to bring it again; zero, unless it could not be judged
     */
    record Refused(Reason reason, Duration retryAfter) implements Verdict {

      public Refused {
        if ((reason == Reason.UNAVAILABLE) == retryAfter.isZero()) {
          throw new IllegalArgumentException("a token that was not judged comes again later");
        }
      }

      /** For good. */
      public Refused(Reason reason) {
        this(reason, Duration.ZERO);
      }

      /** It could not be judged now. */
      public static Refused until(Duration retryAfter) {
        return new Refused(Reason.UNAVAILABLE, retryAfter);
      }
    }
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
