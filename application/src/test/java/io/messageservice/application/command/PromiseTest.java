package io.messageservice.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.application.world.Person;
import io.messageservice.application.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Users do things at random, the threads of the service run in random order, and then everything
 * that each connection saw is held against the promise: from its join (or its first message) on it
 * saw every message, in order, each once, and nothing after it left.
 *
 * <p>Users s0, s1 ... never leave and have many connections; users l0, l1 ... have one and leave.
 */
class PromiseTest {

  private static final int STEPS = 4_000;

  private final Map<String, Long> heads = new HashMap<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everyViewIsWithoutHoleOrDouble(long seed) {
    Random random = new Random(seed);
    World world =
        new World(seed, World.policy(PresenceAudience.EVERYONE, 1_000), (int) (1 + seed % 3));
    List<Person> open = new ArrayList<>();
    List<Person> all = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      act(random, world, open, all);
      for (int i = random.nextInt(8); i > 0 && world.step(); i--) {}
    }
    world.settle();

    assertThat(world.broken).as("seed %d", seed).isEmpty();
    all.forEach(this::findHeads);
    assertThat(open).allMatch(person -> person.unanswered() == 0);
    assertThat(heads).hasSize(4);
    for (Person person : all) {
      for (String room : heads.keySet()) {
        long last = person.view(seed, room);
        if (open.contains(person) && person.user().value().startsWith("s") && last >= 0) {
          assertThat(last).as("seed %d: what was said last", seed).isEqualTo(heads.get(room));
        }
      }
    }
    open.forEach(Person::go);
    world.pass(20_000);
    assertThat(world.useCases.commands().unfinished()).isZero();
    assertThat(world.broken).isEmpty();
  }

  private static void act(Random random, World world, List<Person> open, List<Person> all) {
    if (open.size() < 4 || random.nextInt(40) == 0) {
      come(random, world, open, all);
      return;
    }
    Person person = open.get(random.nextInt(open.size()));
    boolean leaves = person.user().value().startsWith("l");
    String room = "c" + random.nextInt(4);
    switch (random.nextInt(12)) {
      case 0 -> {
        open.remove(person);
        person.go();
      }
      case 1, 2, 3 -> person.join(room);
      case 4 -> person.type(room, random.nextBoolean());
      case 5 -> person.markAll(room);
      case 6, 7 -> {
        if (leaves) {
          person.leave(room);
        }
      }
      default -> person.send(room, "x", null, random.nextBoolean() ? null : key(random));
    }
  }

  private static String key(Random random) {
    return "k" + random.nextInt(200);
  }

  private static void come(Random random, World world, List<Person> open, List<Person> all) {
    boolean leaves = random.nextBoolean();
    // who leaves comes once, so that what others of his do is no part of the view
    Person person = world.person(leaves ? "l" + all.size() : "s" + random.nextInt(3));
    long same = open.stream().filter(other -> other.user().equals(person.user())).count();
    if (same < 3) {
      boolean[] taken = person.come();
      world.settle();
      if (taken[0]) {
        open.add(person);
        all.add(person);
      }
    }
  }

  private void findHeads(Person person) {
    person.moments.forEach(moment -> heads.merge(moment.room(), moment.seq(), Math::max));
  }
}
