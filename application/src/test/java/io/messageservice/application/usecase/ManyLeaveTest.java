package io.messageservice.application.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.AccessPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Many connections of many rooms are closed at once. */
class ManyLeaveTest extends OneNode {

  private static final int CONNECTIONS = 400;
  private static final int ROOMS = 50;

  /** So many share their rooms. */
  private static final int GROUP = 4;

  /** More than one command per connection, far less than one per room. */
  private static final int CAPACITY = 500;

  @Test
  void closedConnectionsOfManyRoomsDoNotFillTheLane() {
    Access access = new Access(AccessPolicy.OPEN, 100);
    Policy policy =
        new Policy(
            access, PresenceAudience.CONTACTS, Duration.ZERO, ROOMS, 3, Optional.empty(), CAPACITY);
    world = new World(1, policy);
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

    ann.shard().execute(() -> all.forEach(gone -> world.useCases.attend().go(gone, () -> {})));
    ann.send("c0-0", "x");

    assertThat(ann.hears()).containsExactly("sent 1");
    assertThat(world.useCases.commands().unfinished()).isZero();
  }
}
