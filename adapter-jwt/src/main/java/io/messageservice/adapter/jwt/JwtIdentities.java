package io.messageservice.adapter.jwt;

import io.messageservice.application.port.out.Identities;
import io.messageservice.application.port.out.Timer;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Judges JSON Web Tokens (RFC 7519) by keys of one kind. Any thread may call.
 *
 * <p>By a shared secret every verdict is given before the call returns. By public keys the work is
 * done on an executor's threads; what its queue cannot take is refused as {@link
 * Identities.Reason#UNAVAILABLE}.
 */
public final class JwtIdentities implements Identities {

  private static final Verdict NONE_GIVEN = new Verdict.Refused(Reason.MISSING);
  private static final Verdict NO_TOKEN = new Verdict.Refused(Reason.INVALID);

  private final Bench bench;

  private JwtIdentities(Bench bench) {
    this.bench = bench;
  }

  /** By a secret that the auth service shares. */
  public static JwtIdentities bySecret(JwtSecret secret, JwtConfig config, InstantSource clock) {
    Judge judge = Judge.bySecret(secret, config, clock);
    return new JwtIdentities(new AtHand(judge, "HS256", Runnable::run));
  }

  /**
   * By the auth service's public key.
   *
   * @param verifiers its threads may be busy for a while; its queue has a bound
   */
  public static JwtIdentities byPublicKey(
      JwtPublicKey given, JwtConfig config, InstantSource clock, Executor verifiers) {
    VerificationKey key = given.key();
    Judge judge = Judge.byPublicKeys(key::keyFor, config, clock);
    return new JwtIdentities(new AtHand(judge, key.algorithms().iterator().next(), verifiers));
  }

  /** By the keys that the auth service publishes. */
  public static JwtIdentities byKeySet(
      JwksConfig source, JwtConfig config, InstantSource clock, Surroundings surroundings) {
    return byKeySet(
        new KeySet(
            new HttpKeySource(source, surroundings.fetcher(), surroundings.timer()),
            surroundings.nanoTime(),
            surroundings.events()),
        config,
        clock,
        surroundings.verifiers());
  }

  static JwtIdentities byKeySet(
      KeySet keys, JwtConfig config, InstantSource clock, Executor verifiers) {
    RingJudge judge = new RingJudge(keys::ring, config, clock);
    return new JwtIdentities(new Published(judge, keys, verifiers));
  }

  /**
   * What fetching needs from outside.
   *
   * @param verifiers as of {@link #byPublicKey}
   * @param fetcher for the exchange over HTTP, a few tasks a minute
   * @param timer ends a fetch that takes too long
   * @param nanoTime a monotonic clock, as of {@link System#nanoTime}
   */
  public record Surroundings(
      Executor verifiers, Executor fetcher, Timer timer, LongSupplier nanoTime, JwtEvents events) {}

  @Override
  public void identify(Credential credential, Consumer<Verdict> verdict) {
    if (credential.token().isEmpty()) {
      verdict.accept(NONE_GIVEN);
    } else if (!CompactForm.isSigned(credential.token())) {
      verdict.accept(NO_TOKEN);
    } else {
      bench.judge(credential, verdict);
    }
  }

  /**
   * Does all that the first verdict needs, so that nobody has to wait for it: fetches the keys if
   * they are to be fetched, then judges a token of nobody.
   *
   * @param done runs once, when all is done or keys could not be had; on any thread
   */
  public void warmUp(Runnable done) {
    bench.warmUp(done);
  }
}
