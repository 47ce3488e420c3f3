package io.messageservice.application.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.application.world.OneNode;
import io.messageservice.application.world.Person;
import io.messageservice.application.world.Requester;
import io.messageservice.application.world.World;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What could not be stored, or of which nobody knows whether it was; and what is too much. */
class DoubtTest extends OneNode {

  @Test
  void whatWasStoredInDoubtIsToldAllTheSame() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);
    ann.send("c", "one");
    world.settle();
    world.forget();

    world.answersGetLost(true);
    ann.send("c", "two");

    assertThat(ann.hears()).containsExactly("refused UNAVAILABLE", "said ann 2 two");
    assertThat(bob.hears()).containsExactly("said ann 2 two");
    world.broken.clear();
  }

  @Test
  void whatBrokeWhileItWasToldIsToldBeforeWhatFollows() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);
    world.pass(2_000);
    world.format.isBroken(true);
    ann.send("c", "one");
    world.settle();
    world.format.isBroken(false);
    world.pass(1_000);

    bob.send("c", "two");

    assertThat(bob.hears()).containsExactly("said ann 1 one", "sent 2");
    assertThat(ann.hears()).containsExactly("refused INTERNAL", "said ann 1 one", "said bob 2 two");
    world.broken.clear();
  }

  @Test
  void whatWasStoredInDoubtIsToldBeforeWhatFollows() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);
    world.answersGetLost(true);
    ann.send("c", "one");
    world.settle();
    world.answersGetLost(false);

    bob.send("c", "two");

    assertThat(bob.hears()).containsExactly("said ann 1 one", "sent 2");
    assertThat(ann.hears())
        .containsExactly("refused UNAVAILABLE", "said ann 1 one", "said bob 2 two");
    world.broken.clear();
  }

  @Test
  void whatFollowsWhatWasStoredInDoubtWaitsForALookThatTakesLong() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);
    world.readersAreHeldBack(true);
    world.answersGetLost(true);
    ann.send("c", "one");
    world.settle();
    world.answersGetLost(false);

    bob.send("c", "two");
    assertThat(bob.hears()).as("nobody knows what comes first").isEmpty();
    world.readersAreHeldBack(false);

    assertThat(bob.hears()).containsExactly("said ann 1 one", "sent 2");
    assertThat(ann.hears())
        .containsExactly("refused UNAVAILABLE", "said ann 1 one", "said bob 2 two");
    world.broken.clear();
  }

  @Test
  void whoWasRemovedInDoubtLearnsSo() {
    Requester ann = world.request("ann");
    Person bob = here("bob");
    ann.createGroup("bob");
    world.settle();
    bob.hearsOfGroups();
    world.pass(60_000); // nobody has a feed for the group any more

    world.answersGetLost(true);
    ann.remove(ann.id(), "bob");
    world.settle();

    assertThat(ann.answers()).containsExactly("created", "refused UNAVAILABLE");
    assertThat(bob.hearsOfGroups()).containsExactly("removed");
    world.broken.clear();
  }

  @Test
  void storeThatIsDownAnswersUnavailableToAll() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);
    world.storeIsDown(true);

    ann.send("c", "lost").markAll("c");
    bob.join("d").leave("c");

    assertThat(ann.hears()).containsExactly("refused UNAVAILABLE", "refused UNAVAILABLE");
    assertThat(bob.hears()).containsExactly("refused UNAVAILABLE", "refused UNAVAILABLE");
    world.storeIsDown(false);
    ann.send("c", "found");
    assertThat(ann.hears()).containsExactly("sent 1");
    assertThat(world.broken).isNotEmpty();
    world.broken.clear();
  }

  @Test
  void fullLaneAnswersOverloaded() {
    world = new World(1, World.policy(PresenceAudience.EVERYONE, 2));
    Person ann = here("ann");

    for (int i = 0; i < 50; i++) {
      ann.send("c", "x" + i);
    }

    List<String> heard = ann.hears();
    assertThat(heard).hasSize(50).contains("sent 1", "refused OVERLOADED");
    assertThat(world.useCases.commands().unfinished()).isZero();
  }

  @Test
  void aLargeMessageCountsForSeveral() {
    Person ann = here("ann");
    ann.send("c", "short");
    assertThat(ann.hears()).containsExactly("sent 1");
    assertThat(world.loops).extracting(loop -> loop.heaviest).allMatch(weight -> weight <= 2);

    ann.send("c", "x".repeat(10_000));

    assertThat(ann.hears()).containsExactly("sent 2");
    assertThat(world.loops).extracting(loop -> loop.heaviest).anyMatch(weight -> weight >= 3);
  }
}
