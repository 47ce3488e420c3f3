package io.messageservice.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.fuzz.Fuzz;
import io.messageservice.application.world.OneNode;
import io.messageservice.application.world.Person;
import io.messageservice.application.world.Person.Moment;
import io.messageservice.application.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A message goes to the event loops that have receivers, and to no other. */
class EventLoopsTest extends OneNode {

  private Person on(int loop, String user) {
    Person person = world.person(user, loop);
    person.come();
    world.settle();
    world.forget();
    return person;
  }

  private List<Integer> deliveries() {
    return world.loops.stream().map(loop -> loop.deliveries).toList();
  }

  @Test
  void eventLoopWithoutReceiversGetsNoTask() {
    Person ann = on(0, "ann");
    Person bob = on(1, "bob");
    on(2, "eve");
    inRoom("c", ann, bob);
    List<Integer> before = deliveries();

    ann.send("c", "one");

    assertThat(bob.hears()).containsExactly("said ann 1 one");
    List<Integer> after = deliveries();
    assertThat(after.get(0)).as("the answer").isEqualTo(before.get(0) + 1);
    assertThat(after.get(1)).as("the message").isEqualTo(before.get(1) + 1);
    assertThat(after.get(2)).as("nobody receives it there").isEqualTo(before.get(2));
  }

  @Test
  void eventLoopWhoseLastReceiverHasGoneGetsNoTask() {
    Person ann = on(0, "ann");
    Person bob = on(1, "bob");
    inRoom("c", ann, bob);
    bob.go();
    world.settle();
    List<Integer> before = deliveries();

    ann.send("c", "one");

    assertThat(ann.hears()).contains("sent 1");
    assertThat(deliveries().get(1)).isEqualTo(before.get(1));
    Person again = on(2, "bob");
    ann.send("c", "two");
    assertThat(again.hears()).contains("said ann 2 two");
  }

  /**
   * A message may be on its way to an event loop whose last receiver goes, so that the next is not:
   * who opens a connection there in between receives neither.
   */
  @Test
  void connectionThatOpensWhileMessagesAreOnTheirWayHasNoHole() {
    Fuzz.rounds("openings", 400, EventLoopsTest::comeAndGoWhileOneSpeaks);
  }

  private static void comeAndGoWhileOneSpeaks(Random random) {
    World world = new World(random.nextLong());
    Person ann = world.person("ann", 0);
    Person bob = world.person("bob", 1);
    for (Person person : List.of(ann, bob)) {
      person.come();
      person.join("c");
    }
    world.settle();
    List<Person> all = new ArrayList<>(List.of(bob));
    for (int i = 0; i < 40; i++) {
      ann.send("c", "x");
      if (random.nextInt(3) == 0) {
        all.get(all.size() - 1).go();
        Person next = world.person("bob", 1 + random.nextInt(2));
        next.come();
        all.add(next);
      }
      for (int steps = random.nextInt(6); steps > 0 && world.step(); steps--) {}
    }
    world.settle();
    ann.send("c", "last");
    world.settle();

    all.forEach(person -> assertThat(holes(said(person))).as("in %s", said(person)).isZero());
    assertThat(said(all.get(all.size() - 1))).as("who stays").endsWith(41L);
    assertThat(world.broken).isEmpty();
  }

  private static List<Long> said(Person person) {
    return person.moments.stream()
        .filter(moment -> moment.what().equals("said"))
        .map(Moment::seq)
        .toList();
  }

  private static long holes(List<Long> seqs) {
    long holes = 0;
    for (int i = 1; i < seqs.size(); i++) {
      holes += seqs.get(i) == seqs.get(i - 1) + 1 ? 0 : 1;
    }
    return holes;
  }
}
