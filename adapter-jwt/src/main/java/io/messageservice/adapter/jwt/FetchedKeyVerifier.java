package io.messageservice.adapter.jwt;

import io.messageservice.application.port.out.Identities.Credential;
import io.messageservice.application.port.out.Identities.Reason;
import io.messageservice.application.port.out.Identities.Verdict;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Verifies tokens by keys that are fetched. Any thread may call; nothing is done on it.
 *
 * <p>A token of an unknown key is refused only by keys that were fetched after it arrived. Until
 * then it waits, or its client gets a time to come again; tokens of known keys do not wait for it.
 */
final class FetchedKeyVerifier implements CredentialVerifier {

  /** The most tokens of unknown keys that wait for a fetch. */
  static final int MAX_WAITING = 1_024;

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]+");

  /** The waits of clients that come again differ by up to this, in milliseconds. */
  private static final int SPREAD_MILLIS = 2_000;

  private final KeySet keys;
  private final Executor verifiers;
  private final Executor lookups;
  private final Semaphore room = new Semaphore(MAX_WAITING);

  /**
   * @param verifiers verify tokens of known keys
   * @param lookups fetch keys, one after the other, and verify the tokens that waited for them
   */
  FetchedKeyVerifier(KeySet keys, Executor verifiers, Executor lookups) {
    this.keys = keys;
    this.verifiers = verifiers;
    this.lookups = lookups;
  }

  @Override
  public void verify(Credential credential, Consumer<Verdict> verdict) {
    long fetch = keys.fetchesBegun();
    CredentialVerifier.run(verifiers, () -> byCurrentKeys(credential, fetch, verdict), verdict);
  }

  private void byCurrentKeys(Credential credential, long fetch, Consumer<Verdict> verdict) {
    Verdict found;
    try {
      found = keys.current().verify(credential.token());
    } catch (KeyRing.UnknownKey e) {
      lookUp(credential, fetch, verdict);
      return;
    } catch (KeysUnavailable e) {
      found = later(credential, e);
    }
    verdict.accept(found);
  }

  private void lookUp(Credential credential, long fetch, Consumer<Verdict> verdict) {
    if (!room.tryAcquire()) {
      verdict.accept(Verdict.Refused.until(BUSY));
      return;
    }
    Runnable lookup =
        () -> {
          room.release();
          verdict.accept(byNewerKeys(credential, fetch));
        };
    CredentialVerifier.run(lookups, lookup, verdict);
  }

  /**
   * A fetch that was in flight when the token arrived may be too early; then another one follows.
   */
  private Verdict byNewerKeys(Credential credential, long fetch) {
    try {
      return keys.newerThan(fetch, credential.client()).verify(credential.token());
    } catch (KeyRing.UnknownKey e) {
      return new Verdict.Refused(Reason.INVALID);
    } catch (KeysUnavailable e) {
      return later(credential, e);
    }
  }

  private static Verdict later(Credential credential, KeysUnavailable cause) {
    int spread = Math.floorMod(credential.token().hashCode(), SPREAD_MILLIS);
    return Verdict.Refused.until(cause.retryAfter().plusMillis(spread + 1));
  }

  @Override
  public void warmUp(Runnable done) {
    Runnable rehearsal =
        () -> {
          rehearse();
          done.run();
        };
    CredentialVerifier.run(verifiers, rehearsal, full -> done.run());
  }

  private void rehearse() {
    try {
      KeyRingVerifier verifier = keys.current();
      Verdict unused = verifier.verify(CompactForm.warmUpToken(header(verifier.ring())));
    } catch (KeysUnavailable | KeyRing.UnknownKey e) {
      // as far as it goes without keys, or with keys that have no id
    }
  }

  /** A header that leads to a key, if there is one. */
  private static String header(KeyRing ring) {
    return ring.keys().stream()
        .findFirst()
        .map(FetchedKeyVerifier::header)
        .orElse("{\"alg\":\"RS256\"}");
  }

  private static String header(VerificationKey key) {
    String id =
        key.id().filter(PLAIN.asMatchPredicate()).map(kid -> ",\"kid\":\"" + kid + "\"").orElse("");
    return "{\"alg\":\"" + key.algorithms().iterator().next() + "\"" + id + "}";
  }
}
