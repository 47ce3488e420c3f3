package io.messageservice.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.world.OneNode;
import io.messageservice.application.world.Person;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a user says: who is told it and how he is answered. */
class SendingTest extends OneNode {

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

  private static List<Long> positions(Person person) {
    return person.hears().stream()
        .map(words -> words.replaceFirst("said \\w+ ", "").replaceFirst("sent ", ""))
        .map(words -> Long.valueOf(words.split(" ", -1)[0]))
        .toList();
  }
}
