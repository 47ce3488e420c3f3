package io.messageservice.adapter.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.Identities;
import io.messageservice.application.port.out.Identities.Credential;
import io.messageservice.application.port.out.Identities.Reason;
import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.domain.user.Identity;
import java.util.ArrayList;
import java.util.List;

/** What an {@link Identities} says about a token, checked to be said once and at once. */
final class Verdicts {

  private Verdicts() {}

  static Identity known(Identities identities, String token) {
    Verdict verdict = on(identities, token);
    assertThat(verdict).isInstanceOf(Verdict.Known.class);
    return ((Verdict.Known) verdict).identity();
  }

  static Reason refused(Identities identities, String token) {
    Verdict verdict = on(identities, token);
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    return ((Verdict.Refused) verdict).reason();
  }

  private static Verdict on(Identities identities, String token) {
    List<Verdict> heard = new ArrayList<>();
    identities.identify(new Credential(token, "ann"), heard::add);
    assertThat(heard).hasSize(1);
    return heard.get(0);
  }
}
