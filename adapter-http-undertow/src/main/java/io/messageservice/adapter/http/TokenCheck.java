package io.messageservice.adapter.http;

import io.messageservice.application.port.out.Identities;
import io.messageservice.application.port.out.Identities.Credential;
import io.messageservice.application.port.out.Identities.Reason;
import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.domain.user.CallerKind;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Judges tokens by the key of services first, where there is one, and by that of users then. Any
 * thread may call; never blocks.
 */
record TokenCheck(Identities users, Optional<Identities> services) {

  /** Gives its verdict exactly once, perhaps later and on another thread. */
  void judge(Credential credential, BiConsumer<Verdict, CallerKind> judged) {
    if (services.isEmpty()) {
      judgeUser(credential, judged);
      return;
    }
    services
        .get()
        .identify(
            credential,
            verdict -> {
              if (isOfAnotherKey(verdict)) {
                judgeUser(credential, judged);
              } else {
                judged.accept(verdict, CallerKind.SERVICE);
              }
            });
  }

  private void judgeUser(Credential credential, BiConsumer<Verdict, CallerKind> judged) {
    users.identify(credential, verdict -> judged.accept(verdict, CallerKind.USER));
  }

  private static boolean isOfAnotherKey(Verdict verdict) {
    return verdict instanceof Verdict.Refused refused && refused.reason() == Reason.INVALID;
  }
}
