package io.messageservice.adapter.jwt;

import io.messageservice.application.port.out.Identities.Reason;
import io.messageservice.application.port.out.Identities.Verdict;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Judges a token by those of several keys that can be meant. Any thread may call. */
final class RingJudge {

  private final JwtConfig config;
  private final InstantSource clock;

  /** Finds the key, or says that there are several to try. */
  private final Judge byHeader;

  /**
   * @param ring the keys as they are known at the moment
   */
  RingJudge(Supplier<KeyRing> ring, JwtConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
    this.byHeader = Judge.byPublicKeys(header -> ring.get().find(header), config, clock);
  }

  /**
   * Says who the token speaks for.
   *
   * @throws UnknownKey where another ring may hold its key
   */
  Verdict judge(String token) {
    try {
      return byHeader.judge(token);
    } catch (SeveralKeys several) {
      return byEach(several, token);
    }
  }

  private Verdict byEach(SeveralKeys several, String token) {
    for (VerificationKey key : several.keys()) {
      Optional<Verdict> verdict =
          Judge.byPublicKeys(key::keyFor, config, clock).judgeWhereSigned(token);
      if (verdict.isPresent()) {
        return verdict.get();
      }
    }
    if (several.areNamed()) {
      return new Verdict.Refused(Reason.INVALID);
    }
    throw new UnknownKey();
  }
}
