package io.messageservice.application.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.message.MessageId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** Tests of one node that is alone, in which nothing may break unnoticed. */
public abstract class OneNode {

  public World world = new World(1);

  @AfterEach
  public void nothingBroke() {
    assertThat(world.broken).isEmpty();
  }

  public final Person person(String user) {
    return world.person(user);
  }

  /** A connection that is open and has heard nothing yet. */
  public final Person here(String user) {
    Person person = world.person(user);
    person.come();
    world.settle();
    world.forget();
    return person;
  }

  /** As above, one that keeps marks. */
  public final Person keeper(String user) {
    Person person = here(user);
    person.keepsMarks = true;
    return person;
  }

  /** They join, and have heard nothing since. */
  public final void inRoom(String room, Person... persons) {
    for (Person person : persons) {
      person.join(room);
    }
    world.settle();
    drainAll(persons);
  }

  /** What the one says in a room with the other. */
  public final List<MessageId> said(Person ann, Person bob, int count) {
    inRoom("c", ann, bob);
    for (int i = 0; i < count; i++) {
      ann.send("c", "m" + i);
    }
    world.settle();
    List<MessageId> said = ann.fetch("c").stream().map(message -> message.id()).toList();
    drainAll(ann, bob);
    return said;
  }

  /** The two have both written in their direct conversation. */
  public final void converse(Person one, String other, String id) {
    one.sendTo(other, id, "hello");
    world.settle();
    world.person(other).send(id, "hello too");
    world.settle();
    world.forget();
  }

  public static void drainAll(Person... persons) {
    Stream.of(persons).forEach(Person::hears);
  }
}
