package io.messageservice.application.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.ListingPoint;
import io.messageservice.application.world.OneNode;
import io.messageservice.application.world.Person;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListingPointsTest extends OneNode {

  private Person ann;

  @BeforeEach
  void begin() {
    ann = here("ann");
    inRoom("c", ann);
    world.pass(1_000);
  }

  @Test
  void aPointIsHalfASecondOldAtMost() {
    ListingPoint before = recent();
    ann.send("c", "one");
    world.settle();
    assertThat(recent()).isEqualTo(before);

    world.pass(500);

    assertThat(recent()).isNotEqualTo(before);
  }

  @Test
  void whereNobodyAsksItIsReadEveryTenSeconds() {
    AtomicInteger reads = new AtomicInteger();
    Deque<Runnable> due = new ArrayDeque<>();
    ListingPoints points =
        new ListingPoints(
            new ReaderEnvironment(
                counting(reads),
                Runnable::run,
                (delay, task) -> due.add(task),
                MemoryBudget.unlimited(),
                (where, fault) -> world.broken.add(fault)));
    assertThat(points.recent().value()).isEqualTo("1");

    due.remove().run();
    assertThat(reads).as("it was asked for").hasValue(2);
    for (int i = 0; i < 19; i++) {
      due.remove().run();
    }
    assertThat(reads).hasValue(2);
    due.remove().run();
    assertThat(reads).hasValue(3);
    assertThat(points.recent().value()).isEqualTo("3");
    due.remove().run();
    assertThat(reads).hasValue(4);
  }

  /** Each point is how many were read. */
  private static History counting(AtomicInteger reads) {
    return (History)
        Proxy.newProxyInstance(
            History.class.getClassLoader(),
            new Class<?>[] {History.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("listingPoint");
              return new ListingPoint(Integer.toString(reads.incrementAndGet()));
            });
  }

  @Test
  void whereTheStoreCannotBeReadTheOneBeforeIsKept() {
    ListingPoint before = recent();
    ann.send("c", "one");
    world.settle();
    world.storeIsDown(true);
    world.pass(5_000);
    assertThat(recent()).isEqualTo(before);

    world.storeIsDown(false);
    world.pass(500);

    assertThat(recent()).isNotEqualTo(before);
    world.broken.clear();
  }

  @Test
  void faultIsReportedAndDoesNotEndIt() {
    ListingPoint before = recent();
    ann.send("c", "one");
    world.settle();
    world.storeIsBroken(true);
    world.pass(500);
    world.storeIsBroken(false);
    assertThat(world.broken).hasAtLeastOneElementOfType(IllegalStateException.class);
    world.broken.clear();

    world.pass(500);

    assertThat(recent()).isNotEqualTo(before);
  }

  private ListingPoint recent() {
    return world.useCases.listingPoint().get();
  }
}
