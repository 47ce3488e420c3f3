package io.messageservice.application.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.event.Event;
import io.messageservice.application.memory.InMemoryStore;
import io.messageservice.application.world.Person;
import io.messageservice.application.world.Person.Moment;
import io.messageservice.application.world.SharedWire;
import io.messageservice.application.world.TwoNodes;
import io.messageservice.application.world.World;
import io.messageservice.application.world.Worlds;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of one node do, those of another hear, whatever becomes of what nodes tell. */
class SeveralNodesTest {

  private final TwoNodes nodes = new TwoNodes(7);
  private final Random random = nodes.random;
  private final SharedWire wire = nodes.wire;
  private final InMemoryStore store = nodes.store;
  private final World here = nodes.here;
  private final World there = nodes.there;
  private final Worlds both = nodes.both;

  private Person come(World world, String name) {
    Person person = world.person(name);
    person.come();
    both.settle();
    return person;
  }

  private static List<Long> seqs(Person person, String room) {
    return person.moments.stream()
        .filter(moment -> moment.room().equals(room) && moment.what().equals("said"))
        .map(Moment::seq)
        .toList();
  }

  @Test
  void whoIsInTheRoomOnAnotherNodeStaysAParticipant() {
    come(there, "bob").join("c");
    Person bob = come(here, "bob");
    bob.join("c");
    both.settle();

    bob.leave("c");
    both.settle();

    assertThat(participants("c")).containsExactly(new UserId("bob"));
  }

  @Test
  void whoWasInTheRoomOnADeadNodeDoesNot() {
    come(there, "bob").join("c");
    Person bob = come(here, "bob");
    bob.join("c");
    both.settle();

    wire.dead.add("there");
    bob.leave("c");
    both.settle();

    assertThat(participants("c")).isEmpty();
  }

  private Set<UserId> participants(String room) {
    return store
        .history()
        .conversation(new ConversationId(room))
        .orElseThrow()
        .participants()
        .asSet();
  }

  @Test
  void whatIsSaidOnOneNodeIsHeardOnTheOther() {
    Person ann = come(here, "ann");
    Person bob = come(there, "bob");
    ann.join("c");
    bob.join("c");
    both.settle();

    ann.send("c", "one");
    ann.send("c", "two");
    both.settle();

    assertThat(seqs(bob, "c")).containsExactly(1L, 2L);
  }

  @Test
  void whoLeavesWhileHeTypesIsSaidToHaveStoppedOnce() {
    Person ann = come(here, "ann");
    Person bob = come(there, "bob");
    ann.join("c");
    for (int i = 0; i < 20; i++) {
      bob.join("c");
      both.settle();
      bob.type("c", true);
      both.settle();
      ann.drain();

      bob.leave("c");
      both.settle();

      assertThat(ann.drain()).as("time %d", i).containsOnlyOnce("typing bob false");
      both.pass(2_000);
    }
  }

  @Test
  void aConnectionElsewhereThatNeverTypedDoesNotEndTyping() {
    Person ann = come(here, "ann");
    Person bob = come(here, "bob");
    Person bobThere = come(there, "bob");
    Person carol = come(there, "carol");
    List.of(ann, bob, bobThere, carol).forEach(person -> person.join("c"));
    both.settle();
    bob.type("c", true);
    both.settle();
    ann.drain();
    carol.drain();

    bobThere.leave("c");
    bobThere.go();
    both.settle();

    assertThat(ann.drain()).doesNotContain("typing bob false");
    assertThat(carol.drain()).doesNotContain("typing bob false");
  }

  @Test
  void typingEndsWithTheLastConnectionThatTypesOnAnyNode() {
    Person ann = come(here, "ann");
    Person bob = come(here, "bob");
    Person bobThere = come(there, "bob");
    Person carol = come(there, "carol");
    List.of(ann, bob, bobThere, carol).forEach(person -> person.join("c"));
    both.settle();
    bob.type("c", true);
    both.settle();
    both.pass(1_100);
    bobThere.type("c", true);
    both.settle();
    ann.drain();
    carol.drain();

    bob.go();
    both.settle();
    assertThat(ann.drain()).doesNotContain("typing bob false");
    assertThat(carol.drain()).doesNotContain("typing bob false");
    bobThere.type("c", false);
    both.settle();

    assertThat(ann.drain()).containsOnlyOnce("typing bob false");
    assertThat(carol.drain()).containsOnlyOnce("typing bob false");
  }

  @Test
  void aNoticeReachesEveryConnectionOfItsUserAndNobodyElse() {
    Person bobHere = come(here, "bob");
    Person bobThere = come(there, "bob");
    Person ann = come(there, "ann");
    bobHere.drain();
    bobThere.drain();
    ann.drain();

    here.useCases
        .giveNotice()
        .give(new UserId("bob"), new Event.NoticeGiven("order", "{\"number\":7}"));
    both.settle();

    String notice = "notice order {\"number\":7}";
    assertThat(bobHere.drain()).containsExactly(notice);
    assertThat(bobThere.drain()).isNotEmpty().containsOnly(notice); // this bus may double it
    assertThat(ann.drain()).isEmpty();
  }

  @Test
  void whoeverIsWrittenToForTheFirstTimeHearsItOnAnotherNode() {
    Person ann = come(here, "ann");
    Person bob = come(there, "bob");

    ann.sendTo("bob", "d", "hello");
    both.settle();

    assertThat(seqs(bob, "d")).containsExactly(1L);
  }

  @Test
  void whatTheBusLosesIsFoundWithinSeconds() {
    Person ann = come(here, "ann");
    Person bob = come(there, "bob");
    ann.sendTo("bob", "d", "hello");
    both.settle();
    wire.lost = 1_000;

    ann.send("d", "two");
    ann.sendTo("bob", "another", "three");
    both.settle();
    assertThat(seqs(bob, "d")).containsExactly(1L);
    both.pass(4_000);

    assertThat(seqs(bob, "d")).containsExactly(1L, 2L);
    assertThat(seqs(bob, "another")).containsExactly(1L);
  }

  @Test
  void whoTakesPartUnnoticedIsToldAllWhereAnotherIsTheFirstToSpeakHere() {
    Person bobHere = come(here, "bob");
    Person bobThere = come(there, "bob");
    wire.lost = 1_000;
    bobHere.send("c", "one");
    both.settle();
    both.pass(1_000);

    Person ann = come(there, "ann");
    ann.send("c", "two");
    both.settle();

    assertThat(seqs(bobThere, "c")).containsExactly(1L, 2L);
  }

  @Test
  void whoLeavesOnTheLastNodeTakesPartNoMore() {
    Person ann = come(here, "ann");
    Person bobHere = come(here, "bob");
    Person bobThere = come(there, "bob");
    List.of(ann, bobHere, bobThere).forEach(person -> person.join("c"));
    both.settle();

    bobHere.leave("c");
    both.settle();
    ann.send("c", "one");
    both.settle();
    assertThat(seqs(bobHere, "c")).containsExactly(1L);
    bobThere.leave("c");
    both.settle();
    ann.send("c", "two");
    both.settle();

    assertThat(seqs(bobHere, "c")).containsExactly(1L);
    assertThat(seqs(bobThere, "c")).containsExactly(1L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void viewsHaveNoHoleAndNoDouble(long seed) {
    random.setSeed(seed);
    wire.lost = seed % 2 == 0 ? 200 : 0;
    List<Person> people = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      people.add(come(i % 2 == 0 ? here : there, "u" + i / 2));
    }
    for (int i = 0; i < 1_500; i++) {
      Person person = people.get(random.nextInt(people.size()));
      String room = "c" + random.nextInt(3);
      if (random.nextInt(5) == 0) {
        person.join(room);
      } else {
        person.send(room, "x");
      }
      for (int steps = random.nextInt(12); steps > 0; steps--) {
        boolean unused = random.nextBoolean() ? here.step() : there.step();
      }
      if (random.nextInt(50) == 0) {
        here.pass(300);
        there.pass(300);
      }
    }
    both.settle();
    both.pass(5_000);

    nodes.requireSound();
    people.forEach(person -> requireWhole(seed, person));
  }

  private void requireWhole(long seed, Person person) {
    for (String room : List.of("c0", "c1", "c2")) {
      long head = here.history.conversation(new ConversationId(room)).orElseThrow().head();
      assertThat(person.view(seed, room)).as("seed %d", seed).isIn(-1L, head);
    }
  }
}
