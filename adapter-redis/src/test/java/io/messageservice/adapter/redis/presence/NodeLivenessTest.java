package io.messageservice.adapter.redis.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NodeLivenessTest {

  private static final Duration LEASE = Duration.ofSeconds(10);

  private final AtomicLong now = new AtomicLong();
  private final NodeLiveness living =
      new NodeLiveness(new PresenceConfig("t:", "own", LEASE), now::get, this::look);

  /** The board as a look finds it; empty where Redis does not answer. */
  private Optional<Set<String>> found = Optional.empty();

  private String board = "board";
  private int looks;

  @Test
  void whileRedisCannotTellAllMayLive() {
    assertThat(living.test("a")).isTrue();
    living.are(board, Set.of("b"));
    now.addAndGet(10 * LEASE.toNanos());

    assertThat(living.test("a")).isTrue();
  }

  @Test
  void whereALookWasNotAnsweredNoneFollowsUntilSomethingIsHeard() {
    living.test("a");
    living.test("a");
    living.test("b");
    assertThat(looks).isEqualTo(1);

    found = Optional.of(Set.of());
    living.are(board, Set.of());

    assertThat(living.test("a")).isFalse();
    assertThat(looks).isEqualTo(2);
  }

  @Test
  void whoseNameIsNewAndHasNoLeaseIsGoneAtOnce() {
    found = Optional.of(Set.of("b"));

    assertThat(living.test("a")).isFalse();
    assertThat(living.test("b")).isTrue();
    assertThat(living.test("a")).isFalse();
    assertThat(looks).isEqualTo(1);
  }

  @Test
  void whoHasBegunSinceTheLastLookLives() {
    living.are(board, Set.of("b"));
    found = Optional.of(Set.of("a", "b"));

    assertThat(living.test("a")).isTrue();
    assertThat(living.test("a")).isTrue();
    assertThat(looks).isEqualTo(1);
  }

  @Test
  void whoHadALeaseAndHasNoneIsGoneAtOnceAndWithoutALook() {
    living.are(board, Set.of("a", "b"));
    assertThat(living.test("a")).isTrue();

    living.are(board, Set.of("b"));

    assertThat(living.test("a")).isFalse();
    assertThat(looks).isZero();
  }

  @Test
  void whoHasOneAgainLives() {
    living.are(board, Set.of("a", "b"));
    living.are(board, Set.of("b"));

    living.are(board, Set.of("a", "b"));

    assertThat(living.test("a")).isTrue();
  }

  @Test
  void forALeaseAfterTheBoardWasLostAllMayLive() {
    living.are(board, Set.of("a", "b"));
    board = "another";
    found = Optional.of(Set.of("b"));
    living.are(board, Set.of("b"));

    assertThat(living.test("a")).isTrue();
    now.addAndGet(LEASE.toNanos());
    assertThat(living.test("a")).isTrue();
    now.addAndGet(1);
    assertThat(living.test("a")).isFalse();
  }

  private Future<Boolean> look() {
    looks++;
    found.ifPresent(nodes -> living.are(board, nodes));
    return CompletableFuture.completedFuture(found.isPresent());
  }
}
