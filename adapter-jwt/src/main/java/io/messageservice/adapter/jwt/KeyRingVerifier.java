package io.messageservice.adapter.jwt;

import io.messageservice.application.port.out.Identities.Reason;
import io.messageservice.application.port.out.Identities.Verdict;
import java.time.InstantSource;
import java.util.Optional;

/** Verifies tokens by the keys of one ring, of which several can be meant. Any thread may call. */
final class KeyRingVerifier {

  private final KeyRing ring;
  private final JwtConfig config;
  private final InstantSource clock;

  /** Finds the key, or reports that there are several to try. */
  private final TokenVerifier byHeader;

  KeyRingVerifier(KeyRing ring, JwtConfig config, InstantSource clock) {
    this.ring = ring;
    this.config = config;
    this.clock = clock;
    this.byHeader = TokenVerifier.byPublicKeys(ring::find, config, clock);
  }

  KeyRing ring() {
    return ring;
  }

  /**
   * Whom the token identifies.
   *
   * @throws KeyRing.UnknownKey where another ring may hold its key
   */
  Verdict verify(String token) {
    try {
      return byHeader.verify(token);
    } catch (KeyRing.SeveralKeys several) {
      return byEach(several, token);
    }
  }

  private Verdict byEach(KeyRing.SeveralKeys several, String token) {
    for (VerificationKey key : several.keys()) {
      Optional<Verdict> verdict =
          TokenVerifier.byPublicKeys(key::keyFor, config, clock).verifyWhereSigned(token);
      if (verdict.isPresent()) {
        return verdict.get();
      }
    }
    if (several.areNamed()) {
      return new Verdict.Refused(Reason.INVALID);
    }
    throw new KeyRing.UnknownKey();
  }
}
