package io.messageservice.application.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.application.world.OneNode;
import io.messageservice.application.world.Person;
import io.messageservice.application.world.World;
import org.junit.jupiter.api.Test;

/** Who is in a room, and takes part on or not when he leaves it. */
class NodeOccupanciesTest extends OneNode {

  @Test
  void tooManyRoomsAreRefusedAndPlacesComeBack() {
    Person ann = here("ann");
    for (int i = 0; i < 6; i++) {
      ann.join("r" + i);
    }
    assertThat(ann.hears()).contains("refused TOO_LARGE").hasSize(6);

    ann.leave("r0");
    ann.hears();

    assertThat(ann.join("r6").hears()).containsExactly("joined 0");
  }

  @Test
  void lastConnectionToLeaveEndsTheUsersPart() {
    Person phone = here("ann");
    Person laptop = here("ann");
    Person bob = here("bob");
    inRoom("c", phone, laptop, bob);

    phone.leave("c");
    assertThat(phone.hears()).containsExactly("left c");
    bob.send("c", "one");
    assertThat(phone.hears()).containsExactly("said bob 1 one");
    assertThat(laptop.hears()).containsExactly("said bob 1 one");
    laptop.leave("c");
    laptop.hears();
    bob.send("c", "two");

    assertThat(phone.hears()).isEmpty();
    assertThat(laptop.hears()).isEmpty();
    assertThat(bob.hears()).containsExactly("sent 1", "sent 2");
  }

  @Test
  void whoDisconnectsStaysAParticipant() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);
    ann.go();
    world.settle();
    Person back = here("ann");
    bob.hears();

    bob.send("c", "welcome");

    assertThat(back.hears()).containsExactly("said bob 1 welcome");
    assertThat(ann.hears()).isEmpty();
  }

  @Test
  void leavingADirectConversationKeepsItsMessages() {
    Person ann = here("ann");
    Person bob = here("bob");
    ann.sendTo("bob", "c", "one");
    bob.join("c").leave("c");
    bob.hears();

    ann.send("c", "two").type("c", true);

    assertThat(bob.hears()).containsExactly("said ann 2 two");
  }

  @Test
  void leavingWhereOneNeverWasIsAnswered() {
    assertThat(here("ann").leave("nowhere").hears()).containsExactly("left nowhere");
  }

  @Test
  void connectionThatIsGoneBeforeItsJoinLeavesNoSeat() {
    for (int seed = 0; seed < 200; seed++) {
      world = new World(seed);
      Person phone = here("ann");
      Person laptop = here("ann");
      Person bob = here("bob");
      inRoom("c", laptop, bob);
      phone.join("c").go();
      world.settle();

      laptop.leave("c");
      world.settle();
      laptop.drain();
      bob.send("c", "gone?");

      assertThat(laptop.hears()).as("seed %d", seed).doesNotContain("said bob 1 gone?");
      assertThat(phone.hears()).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void connectionThatLeftAndIsGoneBeforeItsNextJoinLeavesNoSeat() {
    Person phone = here("ann");
    Person laptop = here("ann");
    Person bob = here("bob");
    inRoom("c", phone, laptop, bob);
    world.readersAreFull(true);
    phone.leave("c").joinAtOnce("c");
    world.settle();
    phone.go();
    world.readersAreFull(false);
    world.pass(100);

    laptop.leave("c");
    world.settle();
    laptop.drain();
    bob.send("c", "gone?");

    assertThat(laptop.hears()).isEmpty();
  }

  @Test
  void connectionWhoseSecondJoinWasNotTakenLeavesNoSeatWhenItGoes() {
    for (int seed = 0; seed < 50; seed++) {
      world = new World(seed, World.policy(PresenceAudience.EVERYONE, 1));
      Person phone = here("ann");
      Person laptop = here("ann");
      Person bob = here("bob");
      inRoom("c", bob);
      inRoom("c", laptop);
      world.readersAreFull(true);
      phone.joinAtOnce("c");
      world.settle();
      bob.send("c", "the lane is full");
      phone.joinAtOnce("c");
      world.settle();
      phone.go();
      world.readersAreFull(false);
      world.pass(100);

      laptop.leave("c");
      world.settle();
      laptop.drain();
      bob.send("c", "gone?");

      assertThat(laptop.hears()).as("seed %d", seed).isEmpty();
    }
  }
}
