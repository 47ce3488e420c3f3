package io.messageservice.application.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.memory.InMemoryStore;
import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.application.world.Person;
import io.messageservice.application.world.Requester;
import io.messageservice.application.world.SharedWire;
import io.messageservice.application.world.World;
import io.messageservice.application.world.Worlds;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups that are created and changed on one node, with members on another. */
class GroupsOnSeveralNodesTest {

  private final Random random = new Random(11);
  private final SharedWire wire = new SharedWire(random);
  private final InMemoryStore store = new InMemoryStore(random);
  private final World here = world("here");
  private final World there = world("there");
  private final Worlds both = new Worlds(here, there);

  private final Requester ann = here.request("ann");

  private World world(String name) {
    return new World(
        random.nextLong(),
        World.policy(PresenceAudience.EVERYONE, 1_000),
        store.history(),
        store.ledgerOf(name),
        wire.endOf(name));
  }

  @AfterEach
  void nothingBroke() {
    assertThat(here.broken).isEmpty();
    assertThat(there.broken).isEmpty();
  }

  private Person come(World world, String name) {
    Person person = world.person(name);
    person.come();
    both.settle();
    person.drain();
    return person;
  }

  private String created(Requester requester) {
    both.settle();
    return requester.id();
  }

  /** The bus loses so many of a thousand signals; what is lost is found by reconciliation. */
  @ParameterizedTest
  @ValueSource(ints = {0, 500, 1_000})
  void membersElsewhereReceiveWithoutAJoinUntilTheyAreRemoved(int lost) {
    wire.lost = lost;
    Person bob = come(there, "bob");
    Person carol = come(there, "carol");
    bob.drain();
    String id = created(ann.createGroup("bob"));
    both.pass(2_000);
    ann.send(id, "one");
    both.pass(2_000);
    assertThat(bob.drain()).containsExactly("said ann 1 one");
    assertThat(carol.drain()).isEmpty();

    ann.add(id, "carol");
    both.pass(2_000);
    ann.send(id, "two");
    both.pass(2_000);
    assertThat(bob.drain()).containsExactly("said ann 2 two");
    assertThat(carol.drain()).containsExactly("said ann 2 two");

    bob.join(id);
    both.pass(2_000);
    assertThat(bob.drain()).containsExactly("joined 2");
    ann.remove(id, "bob");
    both.pass(2_000);
    ann.send(id, "three");
    both.pass(2_000);
    assertThat(bob.drain()).isEmpty();
    assertThat(carol.drain()).containsExactly("said ann 3 three");
    bob.send(id, "let me in");
    both.settle();
    assertThat(bob.drain()).containsExactly("refused FORBIDDEN");
  }

  @Test
  void removedUserElsewhereHearsNothingThatIsSentAfterwards() {
    Person bob = come(there, "bob");
    Person carol = come(there, "carol");
    String id = created(ann.createGroup("bob", "carol"));
    bob.join(id);
    carol.join(id);
    both.settle();
    List.of(bob, carol).forEach(Person::drain);

    ann.remove(id, "bob").send(id, "he is gone");
    both.settle();
    both.pass(2_000);

    assertThat(bob.drain()).isEmpty();
    assertThat(carol.drain()).containsExactly("said ann 1 he is gone");
  }

  @Test
  void membersOnTheSameNodeReceiveWithoutALook() {
    Person bob = come(here, "bob");
    Person carol = come(here, "carol");
    bob.drain();
    String id = created(ann.createGroup("bob"));
    ann.send(id, "one");
    both.settle();
    assertThat(bob.drain()).containsExactly("said ann 1 one");

    ann.add(id, "carol");
    both.settle();
    ann.send(id, "two");
    both.settle();

    assertThat(carol.drain()).containsExactly("said ann 2 two");
  }

  @Test
  void removedUserElsewhereSeesNobodyTypeAnyMore() {
    Person bob = come(there, "bob");
    Person carol = come(there, "carol");
    String id = created(ann.createGroup("bob", "carol"));
    bob.join(id);
    carol.join(id);
    both.pass(2_000);
    bob.drain();

    ann.remove(id, "bob");
    both.pass(2_000);
    carol.type(id, true);
    both.settle();

    assertThat(bob.drain()).isEmpty();
  }

  @Test
  void twoWhoCreateTheirDirectConversationAtOnceOnTwoNodesGetOne() {
    Requester bob = there.request("bob");

    ann.createDirect("bob");
    bob.createDirect("ann");
    both.settle();

    assertThat(bob.id()).isEqualTo(ann.id());
    assertThat(List.of(ann.answers().get(0), bob.answers().get(0)))
        .containsExactlyInAnyOrder("created", "existed");
  }

  @Test
  void sameNameOnTwoNodesIsOneGroup() {
    Requester again = there.request("ann");

    ann.createNamed("n", "bob");
    again.createNamed("n", "bob");
    both.settle();

    assertThat(again.id()).isEqualTo(ann.id());
  }

  @Test
  void messageOfAServiceReachesMembersElsewhere() {
    Person bob = come(there, "bob");
    String id = created(ann.createGroup("bob"));

    here.service("bot").send(id, "news");
    both.pass(2_000);

    assertThat(bob.drain()).containsExactly("said bot 1 news");
  }
}
