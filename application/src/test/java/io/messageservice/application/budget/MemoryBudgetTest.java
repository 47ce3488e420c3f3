package io.messageservice.application.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.application.budget.MemoryBudget.Account;
import io.messageservice.application.budget.MemoryBudget.Holder;
import io.messageservice.application.budget.MemoryBudget.Reservation;
import io.messageservice.application.budget.MemoryBudget.Waiting;
import io.messageservice.application.waiting.Patience;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

  private static final long LIMIT = 100 << 10;

  private final MemoryBudget budget = new MemoryBudget(LIMIT);
  private final List<String> evicted = new ArrayList<>();

  @Test
  void whatIsHeldIsCountedAndGivenBack() {
    Account account = account("a");

    account.hold(10 << 10);
    assertThat(budget.heldBytes()).isEqualTo(10 << 10);

    account.release(10 << 10);
    assertThat(budget.heldBytes()).isZero();
    assertThat(evicted).isEmpty();
  }

  @Test
  void whatIsHeldIsKnownByHolder() {
    Account connection = account("a");
    connection.hold(10 << 10);
    connection.changeOutbox(20 << 10);
    budget.openRequest(() -> {}).hold(5 << 10);
    Reservation page = budget.reserve(Holder.PAGE, 7 << 10).orElseThrow();
    page.resize(6 << 10);

    assertThat(budget.heldBytes(Holder.CONNECTION)).isEqualTo(10 << 10);
    assertThat(budget.heldBytes(Holder.OUTBOX)).isEqualTo(20 << 10);
    assertThat(budget.heldBytes(Holder.REQUEST)).isEqualTo(5 << 10);
    assertThat(budget.heldBytes(Holder.PAGE)).isEqualTo(6 << 10);

    page.close();
    connection.changeOutbox(-(20 << 10));
    assertThat(budget.heldBytes(Holder.PAGE)).isZero();
    assertThat(budget.heldBytes(Holder.OUTBOX)).isZero();
  }

  @Test
  void connectionsForWhichMostWaitsAreKnownByTheirUsers() {
    Account small = account("a");
    small.belongsTo(new UserId("ann"));
    small.changeOutbox(10 << 10);
    Account large = account("b");
    large.belongsTo(new UserId("bob"));
    large.changeOutbox(30 << 10);
    account("c").changeOutbox(20 << 10);
    account("d").hold(40 << 10);

    assertThat(budget.largestOutboxes(2))
        .containsExactly(
            new Waiting(Optional.of(new UserId("bob")), 30 << 10),
            new Waiting(Optional.empty(), 20 << 10));
  }

  @Test
  void smallAccountsAreNotCounted() {
    Account account = account("a");

    account.hold(MemoryBudget.SMALL_BYTES);
    assertThat(budget.heldBytes()).isZero();

    account.hold(1);
    assertThat(budget.heldBytes()).isEqualTo(MemoryBudget.SMALL_BYTES + 1);
  }

  @Test
  void theLargestIsEvictedOnceAndNoMoreThanNeeded() {
    account("small").hold(20 << 10);
    Account large = account("large");
    large.hold(50 << 10);

    account("last").hold(31 << 10);

    assertThat(evicted).containsExactly("large");
    large.hold(5 << 10); // on its way out
    assertThat(evicted).containsExactly("large");
  }

  @Test
  void anEvictedAccountCountsUntilItIsEmpty() {
    Account large = account("large");
    large.hold(101 << 10);
    assertThat(evicted).containsExactly("large");

    large.release(101 << 10);

    assertThat(budget.heldBytes()).isZero();
    account("other").hold(90 << 10);
    assertThat(evicted).containsExactly("large");
  }

  @Test
  void aReservationWithoutRoomIsRefusedAndMakesRoom() {
    Account large = account("large");
    large.hold(90 << 10);

    assertThat(budget.reserve(Holder.PAGE, 20 << 10)).isEmpty();
    assertThat(evicted).containsExactly("large");
    large.release(90 << 10);

    Reservation page = budget.reserve(Holder.PAGE, 20 << 10).orElseThrow();
    page.resize(3 << 10);
    assertThat(budget.heldBytes()).isEqualTo(3 << 10);
    page.close();
    page.close();
    assertThat(budget.heldBytes()).isZero();
  }

  @Test
  void noAccountIsEvictedForWhatIsOnlyReserved() {
    Account small = account("small");
    small.hold(10 << 10);
    Reservation page = budget.reserve(Holder.PAGE, 85 << 10).orElseThrow();

    assertThat(budget.reserve(Holder.PAGE, 10 << 10)).isEmpty();
    page.resize(95 << 10);

    assertThat(evicted).isEmpty();
    assertThat(budget.heldBytes()).isEqualTo(105 << 10);
  }

  @Test
  void moreThanWasHeldCannotBeReleased() {
    Account account = account("a");
    account.hold(10);

    assertThatThrownBy(() -> account.release(11)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void manyThreadsLeaveNothingBehind() throws InterruptedException {
    int threads = 8;
    CountDownLatch done = new CountDownLatch(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    for (int seed = 0; seed < threads; seed++) {
      Random random = new Random(seed);
      pool.execute(
          () -> {
            owners(random);
            done.countDown();
          });
    }

    assertThat(done.await(Patience.MILLIS, TimeUnit.MILLISECONDS)).isTrue();
    pool.shutdown();

    assertThat(budget.heldBytes()).isZero();
    Account full = account("full");
    full.hold(LIMIT + 1);
    assertThat(evicted).containsExactly("full");
  }

  /** Accounts that one thread owns, evicted or not, which end with nothing held. */
  private void owners(Random random) {
    for (int round = 0; round < 2_000; round++) {
      Account account = budget.open(() -> {});
      long held = 0;
      for (int step = 0; step < 10; step++) {
        long change = random.nextInt(30 << 10);
        account.hold(change);
        held += change;
        budget.reserve(Holder.PAGE, random.nextInt(30 << 10)).ifPresent(Reservation::close);
        long back = (long) (random.nextDouble() * held);
        account.release(back);
        held -= back;
      }
      account.release(held);
    }
  }

  private Account account(String name) {
    return budget.open(() -> evicted.add(name));
  }
}
