package io.messageservice.application.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** Tests of one node that is alone, in which nothing may break unnoticed. */
abstract class OneNode {

  World world = new World(1);

  @AfterEach
  void nothingBroke() {
    assertThat(world.broken).isEmpty();
  }

  final Person person(String user) {
    return world.person(user);
  }

  /** A connection that is open and has heard nothing yet. */
  final Person here(String user) {
    Person person = world.person(user);
    person.come();
    world.settle();
    world.forget();
    return person;
  }

  /** They join, and have heard nothing since. */
  final void inRoom(String room, Person... persons) {
    for (Person person : persons) {
      person.join(room);
    }
    world.settle();
    drainAll(persons);
  }

  /** The two have both written in their direct conversation. */
  final void converse(Person one, String other, String id) {
    one.sendTo(other, id, "hello");
    world.settle();
    world.person(other).send(id, "hello too");
    world.settle();
    world.forget();
  }

  static void drainAll(Person... persons) {
    Stream.of(persons).forEach(Person::hears);
  }
}
