package io.messageservice.application.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.world.OneNode;
import io.messageservice.application.world.Person;
import io.messageservice.application.world.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is told of whom that he is online, or when he was last seen. */
class GetPresenceTest extends OneNode {

  @Test
  void eachIsToldOfInTheOrderAsked() {
    Person ann = here("ann");
    here("bob");

    ann.askPresence("bob", "nobody", "ann", "bob");

    assertThat(ann.hears()).containsExactly("presence bob + nobody - ann + bob +");
  }

  @Test
  void whoLeftIsOnlineUntilOthersAreToldAndWasLastSeenWhenHeLeft() {
    Person ann = here("ann");
    Person bob = here("bob");
    Person bobToo = here("bob");
    world.pass(1_000);
    bobToo.go();
    world.pass(60_000);
    bob.go();
    world.pass(499);
    ann.askPresence("bob");
    assertThat(ann.hears()).containsExactly("presence bob +");

    world.pass(1);
    ann.askPresence("bob");

    assertThat(ann.hears()).containsExactly("offline bob", "presence bob - 2026-01-01T00:01:01Z");
  }

  @Test
  void whoComesBackIsOnlineAndIsSeenAnew() {
    Person ann = here("ann");
    here("bob").go();
    world.pass(1_000);
    Person again = here("bob");
    ann.askPresence("bob");
    assertThat(ann.hears()).containsExactly("presence bob +");

    again.go();
    world.pass(1_000);
    ann.hears();

    assertThat(ann.askPresence("bob").hears())
        .containsExactly("presence bob - 2026-01-01T00:00:01Z");
  }

  @Test
  void amongContactsStrangersLookLikeNobody() {
    world = new World(1, World.policy(PresenceAudience.CONTACTS, 100));
    Person ann = here("ann");
    Person bob = here("bob");
    Person eve = here("eve");
    Person joe = here("joe");
    ann.join("open");
    joe.join("open");
    converse(ann, "bob", "direct");
    eve.sendTo("ann", "unasked", "hello");
    ann.sendTo("joe", "unanswered", "hello");
    world.settle();
    eve.go();
    world.pass(1_000);
    ann.drain();

    ann.askPresence("bob", "eve", "joe", "ann", "nobody");
    assertThat(ann.hears()).containsExactly("presence bob + eve - joe - ann + nobody -");
    bob.go();
    world.pass(1_000);
    ann.drain();

    assertThat(ann.askPresence("bob", "eve").hears())
        .containsExactly("presence bob - 2026-01-01T00:00:01Z eve -");
  }

  @Test
  void whoAsksIsOnlineFromTheFirst() {
    for (int seed = 0; seed < 50; seed++) {
      world = new World(seed);
      Person ann = world.person("ann");
      ann.come();

      ann.askPresence("ann");

      assertThat(ann.hears()).as("seed %d", seed).containsExactly("presence ann +");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whileTheStoreIsDownItIsNotKnownWhoMayKnow(PresenceAudience audience) {
    world = new World(1, World.policy(audience, 100));
    Person ann = here("ann");
    world.storeIsDown(true);

    assertThat(ann.askPresence("ann").hears()).containsExactly("refused UNAVAILABLE");

    assertThat(world.broken).hasOnlyElementsOfType(StoreUnavailable.class);
    world.broken.clear();
  }

  /** Otherwise who asks meanwhile would never be pushed that it is taken back. */
  @ParameterizedTest
  @EnumSource
  void whatCannotBeAnnouncedYetIsNotAnsweredYet(PresenceAudience audience) {
    world = new World(1, World.policy(audience, 100));
    Person ann = here("ann");
    Person bob = here("bob");
    converse(ann, "bob", "direct");
    bob.go();
    world.pass(1_000);
    ann.drain();
    world.storeIsDown(true);
    Person again = here("bob");
    world.storeIsDown(false);

    assertThat(ann.askPresence("bob").hears()).singleElement().asString().contains("bob -");
    again.go();
    world.pass(600);
    assertThat(ann.askPresence("bob").hears()).singleElement().asString().contains("bob -");
    world.pass(5_000);
    assertThat(ann.hears()).isEmpty();

    world.storeIsDown(true);
    here("bob");
    world.storeIsDown(false);
    world.pass(1_000);
    assertThat(ann.hears()).containsExactly("online bob");
    assertThat(world.broken).isNotEmpty().hasOnlyElementsOfType(StoreUnavailable.class);
    world.broken.clear();
  }

  @Test
  void tooManyReadsAreRefused() {
    Person ann = here("ann");
    world.readersAreFull(true);

    assertThat(ann.askPresence("ann").hears()).containsExactly("refused OVERLOADED");
  }
}
