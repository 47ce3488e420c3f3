package io.messageservice.adapter.websocket.peer;

import io.messageservice.application.port.out.Identities;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.Identity;
import io.messageservice.domain.user.UserId;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes a token for the user's name: {@code late-…} is known from another thread, {@code short-…}
 * expires a minute after {@link TestTime#START}, {@code bad} and {@code expired} are what they say.
 */
public final class NamedUsers implements Identities {

  @Override
  public void identify(Credential credential, Consumer<Verdict> verdict) {
    String token = credential.token();
    if (token.startsWith("late-")) {
      Thread other = new Thread(() -> verdict.accept(judged(token)), "late-verdict");
      other.start();
    } else {
      verdict.accept(judged(token));
    }
  }

  private static Verdict judged(String token) {
    return switch (token) {
      case "" -> new Verdict.Refused(Reason.MISSING);
      case "bad", "late-bad" -> new Verdict.Refused(Reason.INVALID);
      case "expired" -> new Verdict.Refused(Reason.EXPIRED);
      default -> new Verdict.Known(identity(token));
    };
  }

  private static Identity identity(String name) {
    return new Identity(
        new UserId(name),
        new DisplayName(name),
        name.startsWith("short-") ? Optional.of(TestTime.START.plusSeconds(60)) : Optional.empty());
  }
}
