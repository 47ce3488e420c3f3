package io.messageservice.adapter.jwt;

import static io.messageservice.adapter.jwt.KeyPairs.alice;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.jwt.JwtEvents.Failure;
import io.messageservice.application.port.out.Identities.Credential;
import io.messageservice.application.port.out.Identities.Verdict;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;

/**
 * Keys that are fetched: time and the executors stand still until they are moved, and each fetch
 * takes one of the answers that the test has prepared.
 */
abstract class PublishedKeysFixture {

  static final String OLD = alice("RS256", KeyPairs.RSA, "old");
  static final String NEW = alice("ES256", KeyPairs.P256, "new");
  static final KeyRing OLD_RING = ring(key("old", KeyPairs.RSA));
  static final KeyRing NEW_RING = ring(key("new", KeyPairs.P256));

  final StandingExecutor verifiers = new StandingExecutor();
  final StandingExecutor lookups = new StandingExecutor();
  final List<String> events = new ArrayList<>();

  private final Queue<Optional<KeyRing>> answers = new ArrayDeque<>();
  private final List<String> verdicts = new ArrayList<>();
  private Duration now = Duration.ofNanos(Long.MAX_VALUE - 5);
  private Failure failure = Failure.UNREACHABLE;
  private Runnable duringFetch = () -> {};
  private int fetches;

  final JwtIdentities identities =
      JwtIdentities.byKeySet(
          this::fetch,
          TestTokens.ANY,
          TestTokens.CLOCK,
          new JwtIdentities.Dependencies(
              verifiers,
              lookups,
              Runnable::run,
              () -> now.toNanosPart() + now.toSeconds() * 1_000_000_000,
              new JwtEvents() {
                @Override
                public void keysFetched(int usable) {
                  events.add("fetched " + usable);
                }

                @Override
                public void fetchFailed(Failure cause) {
                  events.add("failed " + cause);
                }
              }));

  @AfterEach
  void nothingIsLeft() {
    assertThat(verifiers.isEmpty()).isTrue();
    assertThat(lookups.isEmpty()).isTrue();
    assertThat(verdicts).isEmpty();
    assertThat(answers).isEmpty();
  }

  private KeyRing fetch() throws KeySource.FetchFailed {
    fetches++;
    Runnable hook = duringFetch;
    duringFetch = () -> {};
    hook.run();
    assertThat(answers).as("a fetch that was not expected").isNotEmpty();
    return answers.remove().orElseThrow(() -> new KeySource.FetchFailed(failure));
  }

  /** Runs once, while the next fetch is in flight, on a thread that does not hold its lock. */
  void duringFetch(Runnable hook) {
    duringFetch =
        () -> assertThat(CompletableFuture.runAsync(hook)).succeedsWithin(Duration.ofMinutes(1));
  }

  /** One more fetch will be answered so. */
  void prepare(KeyRing ring) {
    answers.add(Optional.of(ring));
  }

  void answer(KeyRing ring, String... expected) {
    prepare(ring);
    heard(expected);
  }

  void fail(Failure cause, String... expected) {
    failure = cause;
    answers.add(Optional.empty());
    heard(expected);
  }

  /** What clients hear when all work that waits is done. */
  void heard(String... expected) {
    work();
    heardAlready(expected);
  }

  /** The same, of one client, whatever the wait. */
  void heardToComeAgain() {
    work();
    assertThat(verdicts).singleElement().asString().startsWith("UNAVAILABLE");
    verdicts.clear();
  }

  private void work() {
    while (!verifiers.isEmpty() || !lookups.isEmpty()) {
      verifiers.work();
      lookups.work();
    }
  }

  void heardAlready(String... expected) {
    assertThat(verdicts).containsExactlyInAnyOrder(expected);
    verdicts.clear();
  }

  void fetched(int times) {
    assertThat(fetches).isEqualTo(times);
  }

  void begin() {
    answerFirst(OLD_RING, OLD);
  }

  void answerFirst(KeyRing ring, String token) {
    identify(token);
    answer(ring, "alice");
  }

  /** A token of a key that is not published. */
  void invent(String client) {
    identify(alice("RS256", KeyPairs.RSA, "made-up"), client);
  }

  void identify(String token) {
    identify(token, "ann");
  }

  void identify(String token, String client) {
    identities.identify(
        new Credential(token, client),
        verdict ->
            verdicts.add(
                verdict instanceof Verdict.Known known
                    ? known.identity().user().value()
                    : refusal((Verdict.Refused) verdict)));
  }

  /** The waits of clients that are to come again differ by two seconds, which are left out. */
  private static String refusal(Verdict.Refused refused) {
    long seconds = refused.retryAfter().toSeconds() / 5 * 5;
    return refused.reason() + (seconds == 0 ? "" : " " + seconds);
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  static VerificationKey key(String id, KeyPair pair) {
    return VerificationKey.of(Optional.of(id), pair.getPublic());
  }

  static KeyRing ring(VerificationKey... keys) {
    return new KeyRing(List.of(keys));
  }
}
