package io.messageservice.adapter.redis.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RedisNodeMembershipTest {

  private static final Duration LEASE = Duration.ofSeconds(10);

  private final AtomicLong now = new AtomicLong();
  private final RedisNodeMembership membership =
      new RedisNodeMembership(new PresenceConfig("t:", "own", LEASE), now::get, this::look);

  /** The board as a look finds it; empty where Redis does not answer. */
  private Optional<Set<String>> found = Optional.empty();

  private String board = "board";
  private int looks;

  @Test
  void whileRedisCannotTellAllMayLive() {
    assertThat(membership.lives("a")).isTrue();
    membership.are(board, Set.of("b"));
    now.addAndGet(10 * LEASE.toNanos());

    assertThat(membership.lives("a")).isTrue();
  }

  @Test
  void whereALookWasNotAnsweredNoneFollowsUntilSomethingIsHeard() {
    membership.lives("a");
    membership.lives("a");
    membership.lives("b");
    assertThat(looks).isEqualTo(1);

    found = Optional.of(Set.of());
    membership.are(board, Set.of());

    assertThat(membership.lives("a")).isFalse();
    assertThat(looks).isEqualTo(2);
  }

  @Test
  void whoseNameIsNewAndHasNoLeaseIsGoneAtOnce() {
    found = Optional.of(Set.of("b"));

    assertThat(membership.lives("a")).isFalse();
    assertThat(membership.lives("b")).isTrue();
    assertThat(membership.lives("a")).isFalse();
    assertThat(looks).isEqualTo(1);
  }

  @Test
  void whoHasBegunSinceTheLastLookLives() {
    membership.are(board, Set.of("b"));
    found = Optional.of(Set.of("a", "b"));

    assertThat(membership.lives("a")).isTrue();
    assertThat(membership.lives("a")).isTrue();
    assertThat(looks).isEqualTo(1);
  }

  @Test
  void whoHadALeaseAndHasNoneIsGoneAtOnceAndWithoutALook() {
    membership.are(board, Set.of("a", "b"));
    assertThat(membership.lives("a")).isTrue();

    membership.are(board, Set.of("b"));

    assertThat(membership.lives("a")).isFalse();
    assertThat(looks).isZero();
  }

  @Test
  void whoHasOneAgainLives() {
    membership.are(board, Set.of("a", "b"));
    membership.are(board, Set.of("b"));

    membership.are(board, Set.of("a", "b"));

    assertThat(membership.lives("a")).isTrue();
  }

  @Test
  void forALeaseAfterTheBoardWasLostAllMayLive() {
    membership.are(board, Set.of("a", "b"));
    board = "another";
    found = Optional.of(Set.of("b"));
    membership.are(board, Set.of("b"));

    assertThat(membership.lives("a")).isTrue();
    now.addAndGet(LEASE.toNanos());
    assertThat(membership.lives("a")).isTrue();
    now.addAndGet(1);
    assertThat(membership.lives("a")).isFalse();
  }

  private Future<Boolean> look() {
    looks++;
    found.ifPresent(nodes -> membership.are(board, nodes));
    return CompletableFuture.completedFuture(found.isPresent());
  }
}
