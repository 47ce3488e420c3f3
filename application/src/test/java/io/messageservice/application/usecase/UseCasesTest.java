package io.messageservice.application.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each thing that a user can do: who is told what, in which order. */
class UseCasesTest {

  private static final Pattern POSITION = Pattern.compile("(?:said \\w+|sent) (\\d+)");

  private World world = new World(1);

  @AfterEach
  void nothingBroke() {
    assertThat(world.broken).isEmpty();
  }

  @Test
  void everybodyHearsItOnceAndTheSenderIsAnswered() {
    Person ann = here("ann");
    Person annToo = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, annToo, bob);

    ann.send("c", "hello");

    assertThat(ann.hears()).containsExactly("sent 1");
    assertThat(annToo.hears()).containsExactly("said ann 1 hello");
    assertThat(bob.hears()).containsExactly("said ann 1 hello");
  }

  @Test
  void replyStandsWhereThePushStandsOnTheOthers() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);

    ann.send("c", "a");
    bob.send("c", "b");
    ann.send("c", "c");
    world.settle();

    assertThat(positions(ann)).isSorted().hasSize(3);
    assertThat(positions(bob)).isSorted().hasSize(3);
  }

  @Test
  void retryIsAnsweredAgainButHeardOnce() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);

    ann.send("c", "hello", null, "k").send("c", "hello", null, "k");
    assertThat(ann.hears()).containsExactly("sent 1", "sent again 1");
    ann.send("c", "hello", null, "k").send("c", "other", null, "k");

    assertThat(ann.hears()).containsExactly("sent again 1", "refused INVALID_PAYLOAD");
    assertThat(bob.hears()).containsExactly("said ann 1 hello");
  }

  @Test
  void retryToAReceiverIsAnsweredAlsoWhereAThirdHasCome() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);
    ann.send("c", "first").send("c", "hello", "bob", "k");
    assertThat(ann.hears()).containsExactly("sent 1", "sent 2");
    inRoom("c", here("eve"));

    ann.send("c", "hello", "bob", "k").send("c", "new", "bob", null);

    assertThat(ann.hears()).contains("sent again 2", "refused FORBIDDEN");
  }

  @Test
  void oneselfIsNoReceiver() {
    Person ann = here("ann");

    ann.sendTo("ann", "c", "hello");

    assertThat(ann.hears()).containsExactly("refused INVALID_PAYLOAD");
  }

  @Test
  void firstMessageToAReceiverReachesAllHisConnections() {
    Person ann = here("ann");
    Person bob = here("bob");
    Person eve = here("eve");

    ann.sendTo("bob", "c", "psst");
    world.settle();
    eve.join("c").send("c", "me too");

    assertThat(ann.hears()).containsExactly("sent 1");
    assertThat(bob.hears()).containsExactly("said ann 1 psst");
    assertThat(eve.hears()).containsExactly("refused FORBIDDEN", "refused FORBIDDEN");
  }

  @Test
  void openConversationTurnedDirectPutsOthersOut() {
    Person ann = here("ann");
    Person eve = here("eve");
    Person bob = here("bob");
    inRoom("c", eve, ann);
    eve.type("c", true);
    assertThat(ann.hears()).containsExactly("typing eve true");

    ann.sendTo("bob", "c", "psst");
    assertThat(ann.hears()).containsExactlyInAnyOrder("typing eve false", "sent 1");
    assertThat(bob.hears()).containsExactly("said ann 1 psst");
    ann.send("c", "still there?").type("c", true);
    eve.type("c", true);

    assertThat(ann.hears()).containsExactly("sent 2");
    assertThat(eve.hears()).isEmpty();
    assertThat(bob.hears()).containsExactly("said ann 2 still there?");
  }

  @Test
  void newcomerHearsNothingBeforeHeIsIn() {
    for (int seed = 0; seed < 100; seed++) {
      world = new World(seed);
      Person ann = here("ann");
      Person bob = here("bob");
      inRoom("c", ann);

      bob.join("c");
      ann.send("c", "one").send("c", "two");

      List<String> heard = bob.hears();
      assertThat(heard.get(0)).as("seed %d", seed).startsWith("joined ");
      int seq = Integer.parseInt(heard.get(0).substring("joined ".length()));
      assertThat(heard).as("seed %d", seed).hasSize(1 + 2 - seq);
    }
  }

  @Test
  void whoComesBackIsToldWhatHeMissed() {
    for (int seed = 0; seed < 100; seed++) {
      world = new World(seed);
      Person ann = here("ann");
      Person bob = here("bob");
      inRoom("c", ann);
      ann.send("c", "one").send("c", "two").send("c", "three");
      world.settle();

      bob.resume("c", 1).send("c", "mine");
      ann.send("c", "four").send("c", "five");

      List<String> heard = bob.hears();
      assertThat(heard.get(0)).as("seed %d", seed).matches("joined [3-6] recovered");
      assertThat(positions(heard.subList(1, heard.size())))
          .as("seed %d: %s", seed, heard)
          .containsExactly(2L, 3L, 4L, 5L, 6L);
      assertThat(heard).filteredOn(words -> words.startsWith("sent")).hasSize(1);
    }
  }

  @Test
  void whoMissedNothingIsToldNothingAgain() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann);
    ann.send("c", "one");
    world.settle();

    bob.resume("c", 1);
    assertThat(bob.hears()).containsExactly("joined 1 recovered");

    ann.send("c", "two");
    assertThat(bob.hears()).containsExactly("said ann 2 two");
  }

  @Test
  void positionBeyondTheHeadIsLost() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann);
    ann.send("c", "one");
    world.settle();

    bob.resume("c", 2);
    assertThat(bob.hears()).containsExactly("joined 1 lost");

    ann.send("c", "two");
    assertThat(bob.hears()).containsExactly("said ann 2 two");
  }

  @Test
  void longReplayIsReadFromTheStoreAndNothingIsToldTwice() {
    Person ann = here("ann");
    inRoom("c", ann);
    for (int i = 1; i <= 1_000; i++) {
      ann.send("c", "m" + i);
    }
    world.settle();
    Person bob = here("bob");

    bob.resume("c", 0);
    for (int i = 1_001; i <= 1_100; i++) {
      ann.send("c", "m" + i);
      world.step();
    }

    List<String> heard = bob.hears();
    assertThat(heard.get(0)).matches("joined 1\\d+ recovered");
    assertThat(positions(heard.subList(1, heard.size())))
        .isEqualTo(LongStream.rangeClosed(1, 1_100).boxed().toList());
  }

  @Test
  void newJoinReplacesTheReplay() {
    Person ann = here("ann");
    inRoom("c", ann);
    for (int i = 1; i <= 500; i++) {
      ann.send("c", "m" + i);
    }
    world.settle();
    Person bob = here("bob");

    bob.resume("c", 0).resume("c", 490);

    List<String> heard = bob.hears();
    int again = heard.lastIndexOf("joined 500 recovered");
    assertThat(again).isPositive();
    assertThat(positions(heard.subList(again + 1, heard.size())))
        .isEqualTo(LongStream.rangeClosed(491, 500).boxed().toList());
  }

  @Test
  void replayOfARoomThatOneLeavesEnds() {
    Person ann = here("ann");
    inRoom("c", ann);
    for (int i = 1; i <= 500; i++) {
      ann.send("c", "m" + i);
    }
    world.settle();
    Person bob = here("bob");

    bob.resume("c", 0).leave("c");

    List<String> heard = bob.hears();
    assertThat(heard.get(heard.size() - 1)).isEqualTo("left c");
    assertThat(positions(heard).size()).isLessThan(500);
  }

  @Test
  void whoLeavesTheRoomAndTakesPartOnMissesNothing() {
    Person ann = here("ann");
    ann.sendTo("bob", "c", "m1");
    for (int i = 2; i <= 500; i++) {
      ann.send("c", "m" + i);
    }
    world.settle();
    Person bob = here("bob");

    bob.resume("c", 0).leave("c");
    List<String> heard = new ArrayList<>(bob.hears());
    ann.send("c", "m501");
    heard.addAll(bob.hears());

    assertThat(heard).contains("left c");
    heard.remove("left c");
    assertThat(positions(heard.subList(1, heard.size())))
        .isEqualTo(LongStream.rangeClosed(1, 501).boxed().toList());
  }

  @Test
  void refusedJoinIsAnsweredAfterTheOneBeforeIt() {
    Person ann = here("ann");
    inRoom("c", ann);
    Person bob = here("bob");
    world.readersAreFull(true);
    bob.join("c");
    world.settle();
    world.storeIsDown(true);
    bob.joinAtOnce("c");
    assertThat(bob.hears()).isEmpty();

    world.storeIsDown(false);
    world.readersAreFull(false);
    world.pass(100);

    assertThat(bob.hears()).containsExactly("joined 0", "refused UNAVAILABLE");
    world.broken.clear();
  }

  @Test
  void whoIsPutOutIsToldNoMoreOfWhatHeMissed() {
    Person ann = here("ann");
    Person eve = here("eve");
    Person bob = here("bob");
    inRoom("c", ann, bob);
    eve.join("c");
    world.forget();

    ann.sendTo("bob", "c", "just us");

    List<String> heard = eve.hears();
    assertThat(heard).noneMatch(words -> words.startsWith("said"));
    assertThat(positions(bob.hears())).containsExactly(1L);
  }

  @Test
  void whatWasStoredInDoubtIsToldAllTheSame() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);
    ann.send("c", "one");
    world.settle();
    world.forget();

    world.answersGetLost(true);
    ann.send("c", "two");
    assertThat(ann.hears()).containsExactly("refused UNAVAILABLE");
    world.answersGetLost(false);
    world.pass(2_000);

    assertThat(ann.hears()).containsExactly("said ann 2 two");
    assertThat(bob.hears()).containsExactly("said ann 2 two");
    world.broken.clear();
  }

  @Test
  void whatBrokeWhileItWasToldIsToldBeforeWhatFollows() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);
    world.pass(2_000);
    world.encoderIsBroken(true);
    ann.send("c", "one");
    world.settle();
    world.encoderIsBroken(false);

    bob.send("c", "two");

    assertThat(bob.hears()).containsExactly("said ann 1 one", "sent 2");
    assertThat(ann.hears()).containsExactly("refused INTERNAL", "said ann 1 one", "said bob 2 two");
    world.broken.clear();
  }

  @Test
  void whatWasStoredInDoubtIsToldBeforeWhatFollows() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);
    world.answersGetLost(true);
    ann.send("c", "one");
    world.settle();
    world.answersGetLost(false);

    bob.send("c", "two");

    assertThat(bob.hears()).containsExactly("said ann 1 one", "sent 2");
    assertThat(ann.hears())
        .containsExactly("refused UNAVAILABLE", "said ann 1 one", "said bob 2 two");
    world.broken.clear();
  }

  private static List<Long> positions(List<String> heard) {
    return heard.stream()
        .map(POSITION::matcher)
        .filter(Matcher::lookingAt)
        .map(said -> Long.valueOf(said.group(1)))
        .toList();
  }

  @Test
  void storeThatIsDownAnswersUnavailableToAll() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);
    world.storeIsDown(true);

    ann.send("c", "lost").markAll("c");
    bob.join("d").leave("c");

    assertThat(ann.hears()).containsExactly("refused UNAVAILABLE", "refused UNAVAILABLE");
    assertThat(bob.hears()).containsExactly("refused UNAVAILABLE", "refused UNAVAILABLE");
    world.storeIsDown(false);
    ann.send("c", "found");
    assertThat(ann.hears()).containsExactly("sent 1");
    assertThat(world.broken).isNotEmpty();
    world.broken.clear();
  }

  @Test
  void fullLaneAnswersOverloaded() {
    world = new World(1, World.policy(PresenceAudience.EVERYONE, 2));
    Person ann = here("ann");

    for (int i = 0; i < 50; i++) {
      ann.send("c", "x" + i);
    }

    List<String> heard = ann.hears();
    assertThat(heard).hasSize(50).contains("sent 1", "refused OVERLOADED");
    assertThat(world.useCases.lane().size()).isZero();
  }

  @Test
  void aLargeMessageCountsForSeveral() {
    Person ann = here("ann");
    ann.send("c", "short");
    assertThat(ann.hears()).containsExactly("sent 1");
    assertThat(world.shards).extracting(shard -> shard.heaviest).allMatch(weight -> weight <= 2);

    ann.send("c", "x".repeat(10_000));

    assertThat(ann.hears()).containsExactly("sent 2");
    assertThat(world.shards).extracting(shard -> shard.heaviest).allMatch(weight -> weight >= 3);
  }

  @Test
  void tooManyRoomsAreRefusedAndPlacesComeBack() {
    Person ann = here("ann");
    for (int i = 0; i < 6; i++) {
      ann.join("r" + i);
    }
    assertThat(ann.hears()).contains("refused TOO_LARGE").hasSize(6);

    ann.leave("r0");
    ann.hears();

    assertThat(ann.join("r6").hears()).containsExactly("joined 0");
  }

  @Test
  void lastConnectionToLeaveEndsTheUsersPart() {
    Person phone = here("ann");
    Person laptop = here("ann");
    Person bob = here("bob");
    inRoom("c", phone, laptop, bob);

    phone.leave("c");
    assertThat(phone.hears()).containsExactly("left c");
    bob.send("c", "one");
    assertThat(phone.hears()).containsExactly("said bob 1 one");
    assertThat(laptop.hears()).containsExactly("said bob 1 one");
    laptop.leave("c");
    laptop.hears();
    bob.send("c", "two");

    assertThat(phone.hears()).isEmpty();
    assertThat(laptop.hears()).isEmpty();
    assertThat(bob.hears()).containsExactly("sent 1", "sent 2");
  }

  @Test
  void whoDisconnectsStaysAParticipant() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);
    ann.go();
    world.settle();
    Person back = here("ann");
    bob.hears();

    bob.send("c", "welcome");

    assertThat(back.hears()).containsExactly("said bob 1 welcome");
    assertThat(ann.hears()).isEmpty();
  }

  @Test
  void leavingADirectConversationKeepsItsMessages() {
    Person ann = here("ann");
    Person bob = here("bob");
    ann.sendTo("bob", "c", "one");
    bob.join("c").leave("c");
    bob.hears();

    ann.send("c", "two").type("c", true);

    assertThat(bob.hears()).containsExactly("said ann 2 two");
  }

  @Test
  void leavingWhereOneNeverWasIsAnswered() {
    assertThat(here("ann").leave("nowhere").hears()).containsExactly("left nowhere");
  }

  @Test
  void connectionThatIsGoneBeforeItsJoinLeavesNoSeat() {
    for (int seed = 0; seed < 200; seed++) {
      world = new World(seed);
      Person phone = here("ann");
      Person laptop = here("ann");
      Person bob = here("bob");
      inRoom("c", laptop, bob);
      phone.join("c").go();
      world.settle();

      laptop.leave("c");
      world.settle();
      laptop.drain();
      bob.send("c", "gone?");

      assertThat(laptop.hears()).as("seed %d", seed).doesNotContain("said bob 1 gone?");
      assertThat(phone.hears()).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void connectionThatLeftAndIsGoneBeforeItsNextJoinLeavesNoSeat() {
    Person phone = here("ann");
    Person laptop = here("ann");
    Person bob = here("bob");
    inRoom("c", phone, laptop, bob);
    world.readersAreFull(true);
    phone.leave("c").joinAtOnce("c");
    world.settle();
    phone.go();
    world.readersAreFull(false);
    world.pass(100);

    laptop.leave("c");
    world.settle();
    laptop.drain();
    bob.send("c", "gone?");

    assertThat(laptop.hears()).isEmpty();
  }

  @Test
  void connectionWhoseSecondJoinWasNotTakenLeavesNoSeatWhenItGoes() {
    for (int seed = 0; seed < 50; seed++) {
      world = new World(seed, World.policy(PresenceAudience.EVERYONE, 1));
      Person phone = here("ann");
      Person laptop = here("ann");
      Person bob = here("bob");
      inRoom("c", bob);
      inRoom("c", laptop);
      world.readersAreFull(true);
      phone.joinAtOnce("c");
      world.settle();
      bob.send("c", "the lane is full");
      phone.joinAtOnce("c");
      world.settle();
      phone.go();
      world.readersAreFull(false);
      world.pass(100);

      laptop.leave("c");
      world.settle();
      laptop.drain();
      bob.send("c", "gone?");

      assertThat(laptop.hears()).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void receiptsGoToTheSenderTheReadersOthersAndTheRoom() {
    Person ann = here("ann");
    Person bob = here("bob");
    Person bobToo = here("bob");
    Person eve = here("eve");
    Person joe = here("joe");
    inRoom("c", ann, bob, eve);
    joe.send("c", "from outside the room");
    ann.send("c", "one").send("c", "two");
    world.settle();
    MessageId two = ann.fetch("c").get(2).id();
    drainAll(ann, bob, bobToo, eve, joe);

    bob.mark(two, true);
    assertThat(bob.hears()).containsExactly("marked true");
    assertThat(bobToo.hears()).hasSize(3).containsOnly("read bob true");
    assertThat(ann.hears()).hasSize(3).containsOnly("read bob true");
    assertThat(eve.hears()).hasSize(3);
    assertThat(joe.hears()).containsExactly("read bob true");
    bob.mark(two, true);
    assertThat(bob.hears()).containsExactly("marked true");
    assertThat(ann.hears()).isEmpty();

    bob.mark(two, false);
    assertThat(ann.hears()).containsExactly("read bob false");
  }

  @Test
  void newestHundredAreTold() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);
    for (int i = 0; i < 130; i++) {
      ann.send("c", "m" + i);
    }
    world.settle();
    drainAll(ann, bob);

    bob.markAll("c");

    assertThat(bob.hears()).containsExactly("all marked 130");
    List<String> told = ann.hears();
    assertThat(told).hasSize(101).endsWith("all read bob 130");
    bob.markAll("c");
    assertThat(bob.hears()).containsExactly("all marked 0");
    assertThat(ann.hears()).isEmpty();
  }

  @Test
  void roomOfMoreThanFiftyIsNotTold() {
    Person ann = here("ann");
    Person eve = here("eve");
    List<Person> crowd = IntStream.range(0, 49).mapToObj(i -> here("u" + i)).toList();
    inRoom("c", ann, eve);
    inRoom("c", crowd.toArray(Person[]::new));
    ann.send("c", "hello all");
    world.settle();
    Person reader = crowd.get(0);
    drainAll(ann, eve, reader);

    reader.markAll("c");

    assertThat(reader.hears()).containsExactly("all marked 1");
    assertThat(ann.hears()).containsExactly("read u0 true", "all read u0 1");
    assertThat(eve.hears()).isEmpty();
  }

  @Test
  void messageOfOthersIsNotFound() {
    Person ann = here("ann");
    Person eve = here("eve");
    ann.send("c", "mine");
    world.settle();
    Message mine = ann.fetch("c").get(0);

    eve.mark(mine.id(), true).mark(new MessageId("none"), true).markAll("c");

    assertThat(eve.hears())
        .containsExactly("refused NOT_FOUND", "refused NOT_FOUND", "refused FORBIDDEN");
    assertThat(eve.fetch("c")).isEmpty();
    assertThat(eve.hears()).containsExactly("refused FORBIDDEN");
  }

  @Test
  void typingIsShownToTheRoomButNotToTheTypist() {
    Person ann = here("ann");
    Person annToo = here("ann");
    Person bob = here("bob");
    Person outside = here("eve");
    inRoom("c", ann, annToo, bob);

    outside.type("c", true);
    ann.type("c", true).type("c", true);

    assertThat(bob.hears()).containsExactly("typing ann true");
    assertThat(ann.hears()).isEmpty();
    assertThat(annToo.hears()).isEmpty();
    assertThat(outside.hears()).isEmpty();
    world.pass(10_000);
    assertThat(bob.hears()).containsExactly("typing ann false");
  }

  @Test
  void typingEndsByLeavingAndByDisconnecting() {
    Person ann = here("ann");
    Person eve = here("eve");
    Person bob = here("bob");
    inRoom("c", ann, eve, bob);
    ann.type("c", true);
    eve.type("c", true);
    assertThat(bob.hears()).contains("typing ann true", "typing eve true");

    ann.leave("c");
    eve.go();

    assertThat(bob.hears()).containsExactlyInAnyOrder("typing ann false", "typing eve false");
  }

  @Test
  void presenceIsToldOncePerTransition() {
    Person ann = here("ann");
    Person bob = person("bob");
    Person bobToo = person("bob");
    bob.come();
    bobToo.come();
    assertThat(ann.hears()).containsExactly("online bob");

    bob.go();
    world.pass(1_000);
    bobToo.go();
    world.pass(400);
    Person again = person("bob");
    again.come();
    world.pass(1_000);
    assertThat(ann.hears()).isEmpty();
    again.go();
    world.pass(500);

    assertThat(ann.hears()).containsExactly("offline bob");
  }

  @Test
  void contactsAloneAreToldWhereTheOperatorWantsIt() {
    world = new World(1, World.policy(PresenceAudience.CONTACTS, 100));
    Person ann = here("ann");
    Person eve = here("eve");
    inRoom("open", ann, eve);
    ann.sendTo("bob", "c", "hello");
    world.settle();
    drainAll(ann, eve);

    person("bob").come();

    assertThat(ann.hears()).containsExactly("online bob");
    assertThat(eve.hears()).isEmpty();
  }

  @Test
  void contactsAreToldLaterWhereTheyCannotBeRead() {
    world = new World(1, World.policy(PresenceAudience.CONTACTS, 100));
    Person ann = here("ann");
    ann.sendTo("bob", "c", "hello").sendTo("eve", "d", "hello");
    world.settle();
    ann.drain();
    world.storeIsDown(true);
    person("bob").come();
    Person eve = person("eve");
    eve.come();
    world.settle();
    eve.go();
    world.pass(900);
    assertThat(ann.hears()).isEmpty();

    world.storeIsDown(false);
    world.pass(1_000);

    assertThat(ann.hears()).containsExactly("online bob"); // of eve there is nothing to tell
    world.broken.clear();
  }

  @Test
  void fourthConnectionOfAUserIsRefused() {
    Person first = here("ann");
    here("ann");
    here("ann");
    boolean[] taken = person("ann").come();
    world.settle();
    assertThat(taken).containsExactly(false);

    first.go();
    world.settle();
    boolean[] another = person("ann").come();
    world.settle();
    assertThat(another).containsExactly(true);
  }

  private Person person(String user) {
    return world.person(user);
  }

  /** A connection that is open and has heard nothing yet. */
  private Person here(String user) {
    Person person = world.person(user);
    person.come();
    world.settle();
    world.forget();
    return person;
  }

  private void inRoom(String room, Person... persons) {
    for (Person person : persons) {
      person.join(room);
    }
    world.settle();
    drainAll(persons);
  }

  private static void drainAll(Person... persons) {
    Stream.of(persons).forEach(Person::hears);
  }

  private static List<Long> positions(Person person) {
    return person.hears().stream()
        .map(words -> words.replaceFirst("said \\w+ ", "").replaceFirst("sent ", ""))
        .map(words -> Long.valueOf(words.split(" ", -1)[0]))
        .toList();
  }
}
