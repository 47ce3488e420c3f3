package io.messageservice.bootstrap;

import io.messageservice.adapter.jwt.JwksConfig;
import io.messageservice.adapter.jwt.JwtConfig;
import io.messageservice.adapter.jwt.JwtIdentities;
import io.messageservice.adapter.jwt.JwtPublicKey;
import io.messageservice.adapter.jwt.JwtSecret;
import io.messageservice.application.port.out.Identities;
import io.messageservice.bootstrap.config.ServiceSettings;
import io.messageservice.bootstrap.config.Settings;
import io.messageservice.bootstrap.config.TokenSettings;
import io.messageservice.bootstrap.logging.KeyLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Wires {@code adapter-jwt}, by the kind of key that the operator gave. */
final class JwtModule {

  /** More than one fetch of keys takes; a start without keys goes on, since they may come later. */
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  private JwtModule() {}

  /** Has fetched its keys and verified one token when it is returned, so that no client waits. */
  static Identities warm(TokenSettings tokens, Threads threads, InstantSource clock) {
    JwtIdentities identities = cold(tokens, threads, clock);
    CountDownLatch done = new CountDownLatch(1);
    identities.warmUp(done::countDown);
    try {
      boolean unused = done.await(WARM_UP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    return identities;
  }

  /** What judges the tokens of services; empty where they have none. */
  static Optional<Identities> services(Settings settings, Threads threads, InstantSource clock) {
    JwtConfig config = JwtConfig.ofServices(settings.tokens().expiryRequired());
    ServiceSettings services = settings.services();
    Optional<Identities> bySecret =
        services.secret().map(secret -> JwtIdentities.bySecret(secret, config, clock));
    return bySecret.or(
        () ->
            services
                .publicKey()
                .map(key -> JwtIdentities.byPublicKey(key, config, clock, threads.verifiers)));
  }

  private static JwtIdentities cold(TokenSettings tokens, Threads threads, InstantSource clock) {
    JwtConfig config = new JwtConfig(tokens.issuer(), tokens.audience(), tokens.expiryRequired());
    Optional<JwtSecret> secret = tokens.secret();
    if (secret.isPresent()) {
      return JwtIdentities.bySecret(secret.get(), config, clock);
    }
    Optional<JwtPublicKey> publicKey = tokens.publicKey();
    if (publicKey.isPresent()) {
      return JwtIdentities.byPublicKey(publicKey.get(), config, clock, threads.verifiers);
    }
    JwksConfig keySet = tokens.keySet().orElseThrow();
    return JwtIdentities.byKeySet(keySet, config, clock, fetching(threads));
  }

  private static JwtIdentities.Dependencies fetching(Threads threads) {
    return new JwtIdentities.Dependencies(
        threads.verifiers, threads.keyLookups, threads.keyFetcher, System::nanoTime, new KeyLog());
  }
}
