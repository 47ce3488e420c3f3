package io.messageservice.application.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.History.ListingPoint;
import io.messageservice.application.world.OneNode;
import io.messageservice.application.world.Person;
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
