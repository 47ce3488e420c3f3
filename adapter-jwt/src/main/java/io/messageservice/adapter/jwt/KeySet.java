package io.messageservice.adapter.jwt;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.RefreshAheadCachingJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.messageservice.adapter.jwt.KeySource.FetchFailed;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The keys that an auth service publishes, in a cache of Nimbus. One fetch runs at a time, on the
 * thread that asked first; others that need it wait. A fetch begins because the keys are old, or
 * because a token names an unknown key and the {@link FetchBudget} allows it.
 *
 * <p>An I/O thread may call {@link #fetchesBegun} only. The rest may block, but {@link #current}
 * does not while the keys are younger than {@link #MAX_AGE} or the last fetch failed. The cache
 * never drops keys, so they outlive an outage of the auth service. All times are monotonic.
 */
final class KeySet {

  /** From this age on, keys are fetched again while they are still used. */
  static final Duration REFRESH_AGE = Duration.ofMinutes(8);

  /** Older keys are fetched again before they are used: one of them may have been withdrawn. */
  static final Duration MAX_AGE = Duration.ofMinutes(10);

  /** The least time from the beginning of a fetch that failed to that of the next. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  /** The longest wait for a fetch on another thread: more than a fetch may take. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  private static final Duration FOREVER = Duration.ofDays(100_000);

  private final Function<KeyRing, KeyRingVerifier> verifierOf;
  private final JwtIdentities.Dependencies surroundings;
  private final JWKSetSource<SecurityContext> cache;
  private final long startNanos;

  /** The number of the last fetch that has begun, from 1; 0 before the first. */
  private volatile long begun;

  /** Whether the last fetch that ended failed. */
  private volatile boolean failed;

  KeySet(
      KeySource source,
      Function<KeyRing, KeyRingVerifier> verifierOf,
      JwtIdentities.Dependencies surroundings) {
    this.verifierOf = verifierOf;
    this.surroundings = surroundings;
    this.startNanos = surroundings.nanoTime().getAsLong();
    this.cache =
        new RefreshAheadCachingJWKSetSource<>(
            new LimitedSource(source),
            FOREVER.toMillis(),
            MAX_WAIT.toMillis(),
            FOREVER.minus(REFRESH_AGE).toMillis(),
            false,
            surroundings.lookups(),
            false,
            null);
  }

  /** The number of the last fetch that has begun, for {@link #newerThan}. */
  long fetchesBegun() {
    return begun;
  }

  /**
   * The keys as they are known, fetched first where there are none or they are too old.
   *
   * @throws KeysUnavailable where there are none
   */
  KeyRingVerifier current() {
    try {
      return get(new RecentKeys());
    } catch (KeysUnavailable e) {
      return get(JWKSetCacheRefreshEvaluator.noRefresh());
    }
  }

  /**
   * Keys of a later fetch.
   *
   * @param client whose budget is charged where that fetch is made now
   * @throws KeysUnavailable where they cannot be fetched now
   */
  KeyRingVerifier newerThan(long fetch, String client) {
    return get(new NewerKeys(fetch, client));
  }

  private KeyRingVerifier get(JWKSetCacheRefreshEvaluator evaluator) {
    long millis = Duration.ofNanos(nanoTime() - startNanos).toMillis();
    try {
      return ((FetchedKeys) cache.getJWKSet(evaluator, millis, null)).verifier;
    } catch (KeySourceException | RejectedExecutionException e) {
      throw new KeysUnavailable(CredentialVerifier.BUSY);
    }
  }

  private long nanoTime() {
    return surroundings.nanoTime().getAsLong();
  }

  /**
   * The keys of one fetch as the cache holds them. Its own list stays empty: jjwt verifies, by keys
   * of the JDK.
   */
  private static final class FetchedKeys extends JWKSet {
    private final transient KeyRingVerifier verifier;
    private final long fetch;
    private final long fetchedNanos;

    FetchedKeys(KeyRingVerifier verifier, long fetch, long fetchedNanos) {
      this.verifier = verifier;
      this.fetch = fetch;
      this.fetchedNanos = fetchedNanos;
    }
  }

  /** Asks for keys below {@link #MAX_AGE}, unless the last fetch failed: then any will do. */
  private final class RecentKeys extends JWKSetCacheRefreshEvaluator {
    @Override
    public boolean requiresRefresh(JWKSet keys) {
      long age = nanoTime() - ((FetchedKeys) keys).fetchedNanos;
      return age >= MAX_AGE.toNanos() && !failed;
    }
  }

  /** Asks for keys of a later fetch, because of a token that a client brought. */
  private static final class NewerKeys extends JWKSetCacheRefreshEvaluator {
    private final long fetch;
    private final String client;

    NewerKeys(long fetch, String client) {
      this.fetch = fetch;
      this.client = client;
    }

    @Override
    public boolean requiresRefresh(JWKSet keys) {
      return ((FetchedKeys) keys).fetch <= fetch;
    }
  }

  /** Fetches no more often than allowed. Guarded by the lock of the cache, which alone calls. */
  private final class LimitedSource implements JWKSetSource<SecurityContext> {
    private final KeySource source;
    private final FetchBudget budget = new FetchBudget(nanoTime());
    private long begunNanos;

    LimitedSource(KeySource source) {
      this.source = source;
    }

    @Override
    public JWKSet getJWKSet(
        JWKSetCacheRefreshEvaluator reason, long currentTime, @Nullable SecurityContext context) {
      long now = nanoTime();
      Duration wait = pauseLeft(now);
      if (wait.isZero() && reason instanceof NewerKeys newer) {
        wait = budget.spend(newer.client, now);
      }
      if (!wait.isZero()) {
        throw new KeysUnavailable(wait);
      }
      begunNanos = now;
      long number = begun + 1;
      begun = number;
      return fetch(number);
    }

    private Duration pauseLeft(long now) {
      long left = failed ? PAUSE.toNanos() - (now - begunNanos) : 0;
      return Duration.ofNanos(Math.max(0, left));
    }

    private FetchedKeys fetch(long number) {
      try {
        KeyRing ring = source.fetch();
        failed = false;
        surroundings.events().keysFetched(ring.keys().size());
        return new FetchedKeys(verifierOf.apply(ring), number, nanoTime());
      } catch (FetchFailed e) {
        failed = true;
        surroundings.events().fetchFailed(e.failure());
        throw new KeysUnavailable(pauseLeft(nanoTime()));
      }
    }

    @Override
    public void close() {
      // nothing is held
    }
  }
}
