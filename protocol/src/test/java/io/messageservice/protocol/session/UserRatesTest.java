package io.messageservice.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.limit.Rate;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.session.UserRates.RateRefusal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UserRatesTest {

  private static final long SECOND = 1_000_000_000L;
  private static final Rate RATE = new Rate(1, SECOND, 10);
  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");

  private final UserRates rates = new UserRates();

  @Test
  void userIsRememberedUntilTheAllowanceIsFull() {
    UserRate ann = rates.enter(ANN, 0);
    ann.take(RATE, 0);
    ann.take(RATE, 0);
    rates.leave(ann, 0);

    rates.leave(rates.enter(BOB, 2 * SECOND - 1), 2 * SECOND - 1);
    assertThat(rates.size()).isEqualTo(1);

    rates.leave(rates.enter(BOB, 2 * SECOND), 2 * SECOND);
    assertThat(rates.size()).isZero();
  }

  @Test
  void userIsRememberedForAMinuteAfterARefusal() {
    UserRate ann = rates.enter(ANN, 0);
    ann.refuse(0);
    rates.leave(ann, 0);

    assertThat(rates.enter(ANN, 60 * SECOND - 1)).isSameAs(ann);
    rates.leave(ann, 60 * SECOND);
    assertThat(rates.size()).isZero();
  }

  @Test
  void userWithAFullAllowanceIsNotRemembered() {
    rates.leave(rates.enter(ANN, 0), 0);

    assertThat(rates.size()).isZero();
  }

  @Test
  void connectedUserIsNeverForgotten() {
    UserRate ann = rates.enter(ANN, 0);
    ann.take(RATE, 0);
    rates.enter(ANN, 0);
    rates.leave(ann, 0);
    rates.leave(ann, 0);
    rates.enter(ANN, 0);

    rates.enter(BOB, 100 * SECOND);

    assertThat(rates.enter(ANN, 100 * SECOND)).isSameAs(ann);
  }

  @Test
  void whoLeftFirstIsForgottenWhereTooManyAreRemembered() {
    UserRate ann = leaves(ANN);
    for (int i = 1; i < UserRates.MAX_REMEMBERED; i++) {
      leaves(new UserId("u" + i));
    }
    UserRate bob = leaves(BOB);

    assertThat(rates.size()).isEqualTo(UserRates.MAX_REMEMBERED);
    assertThat(rates.enter(BOB, 0)).isSameAs(bob);
    assertThat(rates.enter(ANN, 0)).isNotSameAs(ann);
  }

  @Test
  void aCommandWithoutAConnectionCountsToTheSameRate() {
    UserRate ann = rates.enter(ANN, 0);
    for (int i = 0; i < 9; i++) {
      ann.take(RATE, 0);
    }

    assertThat(rates.take(ANN, RATE, 0)).isEmpty();

    assertThat(ann.take(RATE, 0)).isFalse();
    RateRefusal refusal = rates.take(ANN, RATE, SECOND / 4).orElseThrow();
    assertThat(refusal.delay()).isEqualTo(Duration.ofMillis(750));
    assertThat(refusal.isTooMuch()).isFalse();
    assertThat(rates.take(ANN, RATE, SECOND)).isEmpty();
    assertThat(rates.take(BOB, RATE, 0)).isEmpty();
  }

  @Test
  void whoGoesOnIsCutOff() {
    Rate one = new Rate(1, 3_600 * SECOND, 1);
    assertThat(rates.take(ANN, one, 0)).isEmpty();
    for (int i = 0; i < RefusalCount.MAX_ANSWERED; i++) {
      assertThat(rates.take(ANN, one, 0).orElseThrow().isTooMuch()).isFalse();
    }

    assertThat(rates.take(ANN, one, 0).orElseThrow().isTooMuch()).isTrue();
  }

  private UserRate leaves(UserId user) {
    UserRate rate = rates.enter(user, 0);
    rate.take(RATE, 0);
    rates.leave(rate, 0);
    return rate;
  }

  /** Connections of one user lie on several event loops, which come and go. */
  @Test
  void noPermitIsGivenTwiceWhereThreadsCompete() throws InterruptedException {
    Rate rate = new Rate(1, 3_600 * SECOND, 1_000);
    AtomicInteger taken = new AtomicInteger();
    CountDownLatch begin = new CountDownLatch(1);
    Thread[] threads = new Thread[4];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          new Thread(
              () -> {
                awaitUninterruptibly(begin);
                for (int round = 0; round < 500; round++) {
                  UserRate ann = rates.enter(ANN, 0);
                  if (ann.take(rate, 0)) {
                    taken.incrementAndGet();
                  }
                  rates.leave(ann, 0);
                }
              });
      threads[i].start();
    }

    begin.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(taken).hasValue(1_000);
    assertThat(rates.size()).isEqualTo(1);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
