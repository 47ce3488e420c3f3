package io.messageservice.application.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.memory.InMemoryStore;
import io.messageservice.application.presence.PresenceAudience;
import java.util.Random;

/** Two nodes that share a store and a bus, as a seed has them. */
public final class TwoNodes {

  public final Random random;
  public final SharedWire wire;
  public final InMemoryStore store;
  public final World here;
  public final World there;
  public final Worlds both;

  /** With nobody on them. */
  public TwoNodes(long seed) {
    this.random = new Random(seed);
    this.wire = new SharedWire(random);
    this.store = new InMemoryStore(random);
    this.here = world("here");
    this.there = world("there");
    this.both = new Worlds(here, there);
  }

  private World world(String name) {
    return new World(
        random.nextLong(),
        World.policy(PresenceAudience.EVERYONE, 1_000),
        store.history(),
        store.ledgerOf(name),
        wire.endOf(name));
  }

  /** Nothing may break unnoticed. */
  public void requireSound() {
    assertThat(here.broken).isEmpty();
    assertThat(there.broken).isEmpty();
  }

  /** A connection on that node that is open and has heard nothing yet. */
  public Person come(World node, String name) {
    Person person = node.person(name);
    person.come();
    both.settle();
    person.drain();
    return person;
  }
}
