package io.messageservice.application.command;

import io.messageservice.application.port.in.Authenticate;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.out.Identities;
import io.messageservice.application.port.out.Identities.Credential;
import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.Identity;

/**
 * Asks whose a token is, and takes it where it is the caller's own. Any event loop's thread may
 * call.
 */
final class AuthenticateUseCase implements Authenticate {

  private static final Refusal ANOTHER_USER =
      new Refusal(Refusal.Code.FORBIDDEN, "the token of another user");
  private static final Refusal FAILED =
      new Refusal(Refusal.Code.FORBIDDEN, "authentication failed");
  private static final Refusal EXPIRED = new Refusal(Refusal.Code.FORBIDDEN, "token expired");

  private final Identities identities;

  AuthenticateUseCase(Identities identities) {
    this.identities = identities;
  }

  /**
   * A verdict may come before the call returns, or later from another thread: so one way for both.
   */
  @Override
  public void authenticate(Caller caller, String token, Reply<Renewed> reply) {
    identities.identify(
        new Credential(token, "user " + caller.user().value()),
        verdict -> caller.loop().execute(() -> answer(caller, verdict, reply)));
  }

  private static void answer(Caller caller, Verdict verdict, Reply<Renewed> reply) {
    if (verdict instanceof Verdict.Known known) {
      take(caller, known.identity(), reply);
    } else if (verdict instanceof Verdict.Refused refused) {
      reply.refused(refusal(refused));
    }
  }

  private static void take(Caller caller, Identity identity, Reply<Renewed> reply) {
    if (identity.user().equals(caller.user())) {
      reply.done(new Renewed(identity.expiry()));
    } else {
      reply.refused(ANOTHER_USER);
    }
  }

  private static Refusal refusal(Verdict.Refused refused) {
    return switch (refused.reason()) {
      case MISSING, INVALID -> FAILED;
      case EXPIRED -> EXPIRED;
      case UNAVAILABLE ->
          new Refusal(
              Refusal.Code.UNAVAILABLE,
              "authentication unavailable, try again after "
                  + refused.retryAfter().toMillis()
                  + " ms");
    };
  }
}
