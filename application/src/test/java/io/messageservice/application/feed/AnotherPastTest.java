package io.messageservice.application.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.command.Policy;
import io.messageservice.application.memory.InMemoryStore;
import io.messageservice.application.memory.ReadSide;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.Signal;
import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.application.world.Person;
import io.messageservice.application.world.Person.Moment;
import io.messageservice.application.world.SharedWire;
import io.messageservice.application.world.World;
import io.messageservice.application.world.Worlds;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Nobody is told positions of another past than the one that he was told positions of before. */
class AnotherPastTest {

  private final Random random = new Random(11);
  private final SharedWire wire = new SharedWire(random);
  private InMemoryStore store = new InMemoryStore(random);

  /** After the answer to which question the store has another past; none where empty. */
  private String fateful = "";

  private final World here = world("here");
  private final World there = world("there");
  private final Worlds both = new Worlds(here, there);
  private int sentAway;

  private World world(String name) {
    ReadSide history =
        (ReadSide)
            Proxy.newProxyInstance(
                ReadSide.class.getClassLoader(), new Class<?>[] {ReadSide.class}, asItStands());
    Ledger ledger = batch -> store.ledgerOf(name).commit(batch);
    List<Ledger> ledgers = Collections.nCopies(lanes(), ledger);
    Policy policy = World.policy(PresenceAudience.EVERYONE, 1_000);
    return new World(random.nextLong(), policy, history, ledgers, wire.endOf(name));
  }

  /** Of each node. */
  int lanes() {
    return 1;
  }

  private InvocationHandler asItStands() {
    return (proxy, method, arguments) -> {
      try {
        Object answer = method.invoke(store.history(), arguments);
        if (method.getName().equals(fateful)) {
          fateful = "";
          loseAndBeginAnew();
        }
        return answer;
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    };
  }

  /** Another past, in which two other messages were said. */
  private void loseAndBeginAnew() {
    store = new InMemoryStore(random);
    World before =
        new World(
            3,
            World.policy(PresenceAudience.EVERYONE, 10),
            store.history(),
            store.ledgerOf("before"),
            new SharedWire(random).endOf("before"));
    Person eve = before.person("eve");
    eve.come();
    eve.join("c").send("c", "other one").send("c", "other two");
    before.settle();
  }

  /** Who is there goes before anything else is told, as the service has it. */
  private void sendAwayFrom(World world, Person... persons) {
    world
        .useCases
        .commands()
        .onEpochChange(
            () -> {
              sentAway++;
              List.of(persons).forEach(Person::go);
            });
  }

  private Person come(World world, String name) {
    Person person = world.person(name);
    person.come();
    person.join("c");
    both.settle();
    return person;
  }

  private static List<Long> told(Person person) {
    return person.moments.stream()
        .filter(moment -> moment.what().startsWith("s"))
        .map(Moment::seq)
        .toList();
  }

  @Test
  void whatIsStoredInAnotherPastIsNeitherToldNorAnsweredInThisOne() {
    Person ann = come(here, "ann");
    Person bob = come(here, "bob");
    sendAwayFrom(here, ann, bob);
    ann.send("c", "one").send("c", "two");
    both.settle();

    loseAndBeginAnew();
    ann.send("c", "three");
    both.settle();

    assertThat(sentAway).isEqualTo(1);
    assertThat(told(ann)).containsExactly(1L, 2L);
    assertThat(told(bob)).containsExactly(1L, 2L);
    assertThat(ann.drain()).endsWith("refused UNAVAILABLE");
    assertThat(here.broken).isEmpty();
  }

  @Test
  void whatIsHeardOfAnotherPastIsNotTold() {
    Person ann = come(there, "ann");
    Person bob = come(here, "bob");
    sendAwayFrom(here, bob);
    sendAwayFrom(there, ann);
    ann.send("c", "one").send("c", "two");
    both.settle();

    loseAndBeginAnew();
    there.pass(600);
    Person again = come(there, "ann");
    again.send("c", "three");
    both.settle();

    assertThat(told(again)).containsExactly(3L);
    assertThat(told(bob)).containsExactly(1L, 2L);
    assertThat(sentAway).isEqualTo(2);
    assertThat(here.broken).isEmpty();
  }

  @Test
  void whatWaitsForOthersWhenThePastEndsIsToldToNobody() {
    Person ann = come(here, "ann");
    Person bob = come(there, "bob");
    sendAwayFrom(there, bob);
    ann.send("c", "one");
    both.settle();
    wire.held = true;
    ann.send("c", "two");
    both.settle();
    bob.send("c", "three");
    both.settle();
    assertThat(told(bob)).containsExactly(1L);

    loseAndBeginAnew();
    there.pass(100);
    there.person("carl").come();
    both.settle();

    assertThat(told(bob)).containsExactly(1L);
    assertThat(bob.drain()).endsWith("refused UNAVAILABLE");
    assertThat(sentAway).isEqualTo(1);
    assertThat(there.broken).isEmpty();
  }

  @Test
  void whatComesLateFromThePastThatEndedIsNotTold() {
    Person ann = come(there, "ann");
    Person bob = come(here, "bob");
    sendAwayFrom(here, bob);
    sendAwayFrom(there, ann);
    ann.send("c", "one").send("c", "two").send("c", "lost");
    both.settle();
    Signal late = wire.published.get(wire.published.size() - 1);
    loseAndBeginAnew();
    both.pass(4_000);
    Person bobAgain = come(here, "bob");
    Person annAgain = come(there, "ann");

    wire.carryAgain(late);
    both.settle();
    annAgain.send("c", "three");
    both.settle();

    assertThat(bobAgain.drain()).contains("said ann 3 three").doesNotContain("said ann 3 lost");
  }

  @Test
  void whatAComparisonFindsInAnotherPastIsNotTold() {
    Person ann = come(here, "ann");
    sendAwayFrom(here, ann);
    ann.send("c", "one");
    both.settle();

    loseAndBeginAnew();
    both.pass(4_000);

    assertThat(told(ann)).containsExactly(1L);
    assertThat(sentAway).isEqualTo(1);
    assertThat(here.broken).isEmpty();
  }

  @Test
  void whoComesBackIsToldOfTheNewPast() {
    Person ann = come(here, "ann");
    sendAwayFrom(here, ann);
    loseAndBeginAnew();
    both.pass(4_000);

    Person again = come(here, "ann");
    Person eve = come(there, "eve");
    eve.send("c", "three");
    both.settle();

    assertThat(again.drain()).contains("joined 2", "said eve 3 three");
    assertThat(sentAway).isEqualTo(1);
  }

  @Test
  void aJoinNeverHasThePositionOfOnePastAndTheNameOfAnother() {
    Person ann = come(here, "ann");
    ann.send("c", "one");
    both.settle();
    Person bob = here.person("bob");
    sendAwayFrom(here, ann);
    bob.come();
    both.settle();

    fateful = "standing";
    bob.join("c");
    both.settle();

    assertThat(bob.drain()).contains("refused UNAVAILABLE").doesNotContain("joined 1");
  }

  @Test
  void aReplayEndsWithThePastThatItIsOf() {
    Person ann = come(here, "ann");
    sendAwayFrom(here, ann);
    for (int i = 0; i < 300; i++) {
      ann.send("c", "more");
    }
    both.settle();
    Person bob = here.person("bob");
    bob.come();
    both.settle();

    fateful = "after";
    bob.resume("c", 0);
    both.settle();
    both.pass(2_000);

    assertThat(told(bob)).isEmpty();
    assertThat(here.broken).isEmpty();
  }
}
