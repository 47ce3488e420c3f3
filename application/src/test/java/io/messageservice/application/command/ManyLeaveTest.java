package io.messageservice.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.memory.InMemoryStore;
import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.application.world.OneNode;
import io.messageservice.application.world.Person;
import io.messageservice.application.world.SharedWire;
import io.messageservice.application.world.World;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.AccessPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many connections of many rooms are closed at once, on a node of several. */
class ManyLeaveTest extends OneNode {

  private static final int CONNECTIONS = 400;
  private static final int ROOMS = 50;

  /** So many share their rooms. */
  private static final int GROUP = 4;

  /** More than one command per connection, far less than one per room. */
  private static final int CAPACITY = 500;

  private static final int MESSAGES = 60;

  private static World node() {
    Access access = new Access(AccessPolicy.OPEN, 100);
    Policy policy =
        new Policy(
            access, PresenceAudience.CONTACTS, Duration.ZERO, ROOMS, 3, Optional.empty(), CAPACITY);
    Random random = new Random(1);
    InMemoryStore store = new InMemoryStore(random);
    SharedWire wire = new SharedWire(random);
    return new World(1, policy, store.history(), store.ledgerOf("here"), wire.endOf("here"));
  }

  @Test
  void closedConnectionsOfManyRoomsDoNotFillTheLane() {
    world = node();
    List<Person> all = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      Person person = here("u" + i);
      for (int room = 0; room < ROOMS; room++) {
        person.join("c" + i / GROUP + "-" + room);
      }
      world.settle();
      all.add(person);
    }
    Person ann = here("ann");

    ann.loop()
        .execute(
            () ->
                all.forEach(
                    gone -> world.useCases.registerConnection().unregister(gone, () -> {})));
    for (int i = 0; i < MESSAGES; i++) {
      ann.send("c", "x");
      for (int steps = 0; steps < 5 && world.step(); steps++) {}
    }

    List<String> sent = IntStream.rangeClosed(1, MESSAGES).mapToObj(i -> "sent " + i).toList();
    assertThat(ann.hears()).isEqualTo(sent);
    assertThat(world.useCases.commands().unfinished()).isZero();
  }
}
