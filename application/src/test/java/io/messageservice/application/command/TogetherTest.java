package io.messageservice.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.application.world.OneNode;
import io.messageservice.application.world.Person;
import io.messageservice.application.world.World;
import org.junit.jupiter.api.Test;

/** Who types, who is online, and who of his contacts is told. */
class TogetherTest extends OneNode {

  @Test
  void typingIsShownToTheRoomButNotToTheTypist() {
    Person ann = here("ann");
    Person annToo = here("ann");
    Person bob = here("bob");
    Person outside = here("eve");
    inRoom("c", ann, annToo, bob);

    outside.type("c", true);
    ann.type("c", true).type("c", true);

    assertThat(bob.hears()).containsExactly("typing ann true");
    assertThat(ann.hears()).isEmpty();
    assertThat(annToo.hears()).isEmpty();
    assertThat(outside.hears()).isEmpty();
    world.pass(10_000);
    assertThat(bob.hears()).containsExactly("typing ann false");
  }

  @Test
  void typingEndsByLeavingAndByDisconnecting() {
    Person ann = here("ann");
    Person eve = here("eve");
    Person bob = here("bob");
    inRoom("c", ann, eve, bob);
    ann.type("c", true);
    eve.type("c", true);
    assertThat(bob.hears()).contains("typing ann true", "typing eve true");

    ann.leave("c");
    eve.go();

    assertThat(bob.hears()).containsExactlyInAnyOrder("typing ann false", "typing eve false");
  }

  @Test
  void anotherConnectionThatNeverTypedDoesNotEndTyping() {
    Person ann = here("ann");
    Person annToo = here("ann");
    Person annAsWell = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, annToo, annAsWell, bob);
    ann.type("c", true);
    assertThat(bob.hears()).containsExactly("typing ann true");

    annToo.leave("c");
    annAsWell.go();
    world.settle();
    assertThat(bob.hears()).isEmpty();
    ann.go();

    assertThat(bob.hears()).containsExactly("typing ann false");
    annToo.drain();
  }

  @Test
  void typingEndsWithTheLastConnectionThatTypes() {
    Person ann = here("ann");
    Person annToo = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, annToo, bob);
    ann.type("c", true);
    annToo.type("c", true);
    assertThat(bob.hears()).containsExactly("typing ann true");

    ann.type("c", false);
    assertThat(bob.hears()).isEmpty();
    annToo.type("c", false);

    assertThat(bob.hears()).containsExactly("typing ann false");
  }

  @Test
  void presenceIsToldOncePerTransition() {
    Person ann = here("ann");
    Person bob = person("bob");
    Person bobToo = person("bob");
    bob.come();
    bobToo.come();
    assertThat(ann.hears()).containsExactly("online bob");

    bob.go();
    world.pass(1_000);
    bobToo.go();
    world.pass(400);
    Person again = person("bob");
    again.come();
    world.pass(1_000);
    assertThat(ann.hears()).isEmpty();
    again.go();
    world.pass(500);

    assertThat(ann.hears()).containsExactly("offline bob");
  }

  @Test
  void contactsAloneAreToldWhereTheOperatorWantsIt() {
    world = new World(1, World.policy(PresenceAudience.CONTACTS, 100));
    Person ann = here("ann");
    Person eve = here("eve");
    inRoom("open", ann, eve);
    converse(ann, "bob", "c");
    drainAll(ann, eve);

    person("bob").come();

    assertThat(ann.hears()).containsExactly("online bob");
    assertThat(eve.hears()).isEmpty();
  }

  @Test
  void whoWritesUnaskedIsNotToldOfComingAndGoingUntilTheAnswer() {
    world = new World(1, World.policy(PresenceAudience.CONTACTS, 100));
    Person eve = here("eve");
    eve.sendTo("bob", "unasked", "hello");
    world.settle();
    eve.drain();

    Person bob = here("bob");
    bob.go();
    world.pass(1_000);
    assertThat(eve.hears()).isEmpty();
    Person bobAgain = here("bob");
    bobAgain.send("unasked", "hello too");
    world.settle();
    eve.drain();
    bobAgain.go();
    world.pass(1_000);

    assertThat(eve.hears()).containsExactly("offline bob");
  }

  @Test
  void contactsAreToldLaterWhereTheyCannotBeRead() {
    world = new World(1, World.policy(PresenceAudience.CONTACTS, 100));
    Person ann = here("ann");
    converse(ann, "bob", "c");
    converse(ann, "eve", "d");
    ann.drain();
    world.storeIsDown(true);
    person("bob").come();
    Person eve = person("eve");
    eve.come();
    world.settle();
    eve.go();
    world.pass(900);
    assertThat(ann.hears()).isEmpty();

    world.storeIsDown(false);
    world.pass(1_000);

    assertThat(ann.hears()).containsExactly("online bob"); // of eve there is nothing to tell
    world.broken.clear();
  }

  @Test
  void fourthConnectionOfAUserIsRefused() {
    Person first = here("ann");
    here("ann");
    here("ann");
    boolean[] taken = person("ann").come();
    world.settle();
    assertThat(taken).containsExactly(false);

    first.go();
    world.settle();
    boolean[] another = person("ann").come();
    world.settle();
    assertThat(another).containsExactly(true);
  }
}
