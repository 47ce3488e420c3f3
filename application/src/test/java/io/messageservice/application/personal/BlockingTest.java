package io.messageservice.application.personal;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.command.Policy;
import io.messageservice.application.memory.InMemoryStore;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.application.world.OneNode;
import io.messageservice.application.world.Person;
import io.messageservice.application.world.World;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.AccessPolicy;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.limit.Rate;
import io.messageservice.domain.message.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users who block others. */
class BlockingTest extends OneNode {

  private Person ann;
  private Person bob;

  @BeforeEach
  void talk() {
    ann = keeper("ann");
    bob = keeper("bob");
    converse(ann, "bob", "d");
    inRoom("d", ann, bob);
  }

  @Test
  void neitherWritesUntilItEnds() {
    ann.block("bob", true);
    assertThat(ann.hears()).containsExactly("blocks true");

    ann.send("d", "hello?");
    bob.send("d", "hello?").sendTo("ann", "d", "hello?").sendEvent("d", "wave");
    assertThat(ann.hears()).containsExactly("refused FORBIDDEN");
    assertThat(bob.hears())
        .containsExactly("refused FORBIDDEN", "refused FORBIDDEN", "refused FORBIDDEN");

    bob.block("ann", true);
    drainAll(bob);
    ann.block("bob", false);
    drainAll(ann);
    ann.send("d", "hello?");
    assertThat(ann.hears()).containsExactly("refused FORBIDDEN");
    bob.block("ann", false);
    drainAll(bob);
    bob.send("d", "hello again");

    assertThat(bob.hears()).containsExactly("sent 3");
    assertThat(ann.hears()).containsExactly("said bob 3 hello again");
  }

  @Test
  void onesOwnMessagesAreReadAndDeletedButNotEdited() {
    ann.block("bob", true);
    Message own = bob.fetch("d").get(1);
    drainAll(ann, bob);

    bob.edit(own.id(), "otherwise").react(own.id(), "+").delete(own.id());

    assertThat(bob.hears())
        .containsExactly("refused FORBIDDEN", "refused FORBIDDEN", "done 2 r3 deleted");
  }

  @Test
  void typingReceiptsAndDeliveredAreNotTold() {
    ann.send("d", "one");
    drainAll(ann, bob);
    bob.block("ann", true);
    drainAll(ann, bob);

    bob.type("d", true).reached("d", 3).markAll("d");
    ann.type("d", true).markAll("d");

    assertThat(ann.hears()).containsExactly("all marked 1");
    assertThat(bob.hears()).containsExactly("reached 3", "all marked 2");
  }

  @Test
  void noDirectConversationBeginsBetweenThem() {
    ann.block("eve", true);
    Person eve = keeper("eve");
    drainAll(ann);

    eve.sendTo("ann", "e", "hello");
    ann.sendTo("eve", "e", "hello");

    assertThat(eve.hears()).containsExactly("refused FORBIDDEN");
    assertThat(ann.hears()).containsExactly("refused FORBIDDEN");
  }

  @Test
  void nobodyBlocksThemselves() {
    ann.block("ann", true);

    assertThat(ann.hears()).containsExactly("refused INVALID_PAYLOAD");
  }

  /** A store may have lost part of what it keeps of it. */
  @Test
  void blockThatHoldsIsDecidedAgain() {
    InMemoryStore store = new InMemoryStore(new Random(1));
    List<Decision<?>> decided = new ArrayList<>();
    Ledger noting =
        batch -> store.ledger().commit(batch.stream().map(each -> noting(each, decided)).toList());
    world =
        new World(
            1,
            World.policy(PresenceAudience.EVERYONE, 1_000),
            store.history(),
            noting,
            alone -> Cluster.ALONE);
    Person eve = keeper("eve");

    eve.block("bob", true).block("bob", true);

    assertThat(eve.hears()).containsExactly("blocks true", "blocks true");
    assertThat(decided).filteredOn(Decision.BlockChanged.class::isInstance).hasSize(2);
  }

  private static <R> Ledger.Decider<R> noting(
      Ledger.Decider<R> command, List<Decision<?>> decided) {
    return records -> {
      Decision<R> decision = command.decide(records);
      decided.add(decision);
      return decision;
    };
  }

  @Test
  void neitherKnowsWhetherTheOtherIsOnline() {
    Person eve = keeper("eve");
    ann.block("bob", true);
    drainAll(ann, bob, eve);

    assertThat(ann.askPresence("bob", "eve").hears()).containsExactly("presence bob - eve +");
    assertThat(bob.askPresence("ann", "eve").hears()).containsExactly("presence ann - eve +");
    bob.go();
    world.pass(60_000);

    assertThat(eve.hears()).containsExactly("offline bob");
    assertThat(ann.hears()).isEmpty();
  }

  @Test
  void whatIsHeldForAPauseIsNotToldOnceTheyAreBlocked() {
    ann.send("d", "one").send("d", "two");
    drainAll(ann, bob);
    bob.reached("d", 3).reached("d", 4);
    assertThat(ann.hears()).containsExactly("delivered bob 3");

    ann.block("bob", true);
    drainAll(ann);
    world.pass(2_000);

    assertThat(ann.hears()).isEmpty();
  }

  @Test
  void whoChangesBlocksAllTheTimeIsSlowedDown() {
    world =
        new World(
            1,
            new Policy(
                new Access(AccessPolicy.OPEN, 10),
                PresenceAudience.EVERYONE,
                Duration.ofMillis(500),
                5,
                3,
                Optional.of(new Rate(300, 3_600_000_000_000L, 300)),
                100));
    ann = keeper("ann");
    for (int i = 0; i < 31; i++) {
      ann.block("eve", i % 2 == 0);
      world.settle();
    }

    assertThat(ann.hears()).hasSize(31).containsOnlyOnce("refused RATE_LIMITED");
    world.pass(1_000);
    ann.block("eve", false);
    assertThat(ann.hears()).containsExactly("blocks false");
  }
}
