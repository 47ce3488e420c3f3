package io.messageservice.adapter.jwt;

import io.messageservice.application.port.out.Identities;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Verifies JSON Web Tokens (RFC 7519) by keys of one kind. Any thread may call.
 *
 * <p>By a shared secret every verdict is given before the call returns. By public keys the work is
 * done on an executor's threads; what its queue cannot take is refused as {@link
 * Identities.Reason#UNAVAILABLE}.
 */
public final class JwtIdentities implements Identities {

  private static final Verdict NONE_GIVEN = new Verdict.Refused(Reason.MISSING);
  private static final Verdict NO_TOKEN = new Verdict.Refused(Reason.INVALID);

  private final CredentialVerifier verifier;

  private JwtIdentities(CredentialVerifier verifier) {
    this.verifier = verifier;
  }

  /** By a secret that the auth service shares. */
  public static JwtIdentities bySecret(JwtSecret secret, JwtConfig config, InstantSource clock) {
    TokenVerifier verifier = TokenVerifier.bySecret(secret, config, clock);
    return new JwtIdentities(new FixedKeyVerifier(verifier, "HS256", Runnable::run));
  }

  /**
   * By the auth service's public key.
   *
   * @param verifiers its threads may be busy for a while; its queue has a bound
   */
  public static JwtIdentities byPublicKey(
      JwtPublicKey given, JwtConfig config, InstantSource clock, Executor verifiers) {
    VerificationKey key = given.key();
    TokenVerifier verifier = TokenVerifier.byPublicKeys(key::keyFor, config, clock);
    String algorithm = key.algorithms().iterator().next();
    return new JwtIdentities(new FixedKeyVerifier(verifier, algorithm, verifiers));
  }

  /** By the keys that the auth service publishes. */
  public static JwtIdentities byKeySet(
      JwksConfig source, JwtConfig config, InstantSource clock, Dependencies surroundings) {
    KeySource http = new HttpKeySource(source, surroundings.fetcher(), HttpKeySource.TIMEOUT);
    return byKeySet(http, config, clock, surroundings);
  }

  static JwtIdentities byKeySet(
      KeySource source, JwtConfig config, InstantSource clock, Dependencies surroundings) {
    KeySet keys =
        new KeySet(source, ring -> new KeyRingVerifier(ring, config, clock), surroundings);
    return new JwtIdentities(
        new FetchedKeyVerifier(keys, surroundings.verifiers(), surroundings.lookups()));
  }

  /**
   * What fetching needs from outside.
   *
   * @param verifiers as of {@link #byPublicKey}
   * @param lookups one thread that waits for fetches; takes every task until it is shut down
   * @param fetcher for the exchange over HTTP, a few tasks a minute
   * @param nanoTime a monotonic clock, as of {@link System#nanoTime}
   */
  public record Dependencies(
      Executor verifiers,
      ExecutorService lookups,
      Executor fetcher,
      LongSupplier nanoTime,
      JwtEvents events) {}

  @Override
  public void identify(Credential credential, Consumer<Verdict> verdict) {
    if (credential.token().isEmpty()) {
      verdict.accept(NONE_GIVEN);
    } else if (!CompactForm.isSigned(credential.token())) {
      verdict.accept(NO_TOKEN);
    } else {
      verifier.verify(credential, verdict);
    }
  }

  /**
   * Does all that the first verdict needs, so that nobody has to wait for it: fetches the keys if
   * they are to be fetched, then verifies a token that nobody signed.
   *
   * @param done runs once, when all is done or keys could not be had; on any thread
   */
  public void warmUp(Runnable done) {
    verifier.warmUp(done);
  }
}
