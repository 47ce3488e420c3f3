package io.messageservice.application.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.world.OneNode;
import io.messageservice.application.world.Person;
import io.messageservice.application.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Who comes into a conversation, or back: what he is told, and what not again. */
class ReplayTest extends OneNode {

  private static final Pattern POSITION = Pattern.compile("(?:said \\w+|sent) (\\d+)");

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
    Person ann = annAfter(1);
    Person bob = here("bob");

    bob.resume("c", 1);
    assertThat(bob.hears()).containsExactly("joined 1 recovered", "caught up 1 r1");

    ann.send("c", "two");
    assertThat(bob.hears()).containsExactly("said ann 2 two");
  }

  @Test
  void positionBeyondTheHeadIsLost() {
    Person ann = annAfter(1);
    Person bob = here("bob");

    bob.resume("c", 2);
    assertThat(bob.hears()).containsExactly("joined 1 lost");

    ann.send("c", "two");
    assertThat(bob.hears()).containsExactly("said ann 2 two");
  }

  @Test
  void longReplayIsReadFromTheStoreAndNothingIsToldTwice() {
    Person ann = annAfter(1_000);
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
    annAfter(500);
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
    annAfter(500);
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
  void evictedUserReceivesNothingMoreOfWhatTheyMissed() {
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

  /** Somebody who sent so many messages in the conversation. */
  private Person annAfter(int messages) {
    Person ann = here("ann");
    inRoom("c", ann);
    for (int i = 1; i <= messages; i++) {
      ann.send("c", "m" + i);
    }
    world.settle();
    return ann;
  }

  private static List<Long> positions(List<String> heard) {
    return heard.stream()
        .map(POSITION::matcher)
        .filter(Matcher::lookingAt)
        .map(said -> Long.valueOf(said.group(1)))
        .toList();
  }
}
