package io.messageservice.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.world.OneNode;
import io.messageservice.application.world.Person;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.view.ResumePoint;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Messages that are edited and deleted: who is sent what, and what is left. */
class ChangingTest extends OneNode {

  private MessageId sent(Person sender, String room, String text) {
    sender.send(room, text);
    world.settle();
    List<Message> all = sender.fetch(room);
    List<String> unused = sender.drain();
    return all.get(all.size() - 1).id();
  }

  @Test
  void editIsSentToEverybodyAndAnsweredToWhoAsked() {
    Person ann = here("ann");
    Person annToo = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, annToo, bob);
    MessageId message = sent(ann, "c", "helo");
    bob.hears();
    annToo.hears();

    ann.edit(message, "hello");

    assertThat(ann.hears()).containsExactly("done 1 r2 hello");
    assertThat(annToo.hears()).containsExactly("changed 1 r2 hello");
    assertThat(bob.hears()).containsExactly("changed 1 r2 hello");
    assertThat(bob.fetch("c")).extracting(found -> found.content().text()).containsExactly("hello");
  }

  @Test
  void editWithoutAChangeChangesNothing() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);
    MessageId message = sent(ann, "c", "hello");
    bob.hears();

    ann.edit(message, "hello");

    assertThat(ann.hears()).containsExactly("done 1 r1 hello");
    assertThat(bob.hears()).isEmpty();
  }

  @Test
  void editOfAnotherStateThanExpectedIsAConflictAndShowsIt() {
    Person ann = here("ann");
    inRoom("c", ann);
    MessageId message = sent(ann, "c", "a");

    ann.edit(message, "b", OptionalLong.of(1)).edit(message, "c", OptionalLong.of(1));

    assertThat(ann.hears()).containsExactly("done 1 r2 b", "conflict 1 r2 b");
  }

  @Test
  void othersMayNotEditAndStrangersSeeNothing() {
    Person ann = here("ann");
    Person bob = here("bob");
    Person eve = here("eve");
    inRoom("c", ann, bob);
    MessageId message = sent(ann, "c", "hello");
    bob.hears();

    bob.edit(message, "mine").delete(message);
    eve.edit(message, "mine").delete(message);
    eve.edit(new MessageId("nothing"), "mine");

    assertThat(bob.hears()).containsExactly("refused FORBIDDEN", "refused FORBIDDEN");
    assertThat(eve.hears())
        .containsExactly("refused NOT_FOUND", "refused NOT_FOUND", "refused NOT_FOUND");
  }

  @Test
  void deletedMessageStaysEmptyAndCannotBeEdited() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);
    MessageId message = sent(ann, "c", "oops");
    bob.hears();

    ann.delete(message).delete(message).edit(message, "again");

    assertThat(ann.hears())
        .containsExactly("done 1 r2 deleted", "done 1 r2 deleted", "conflict 1 r2 deleted");
    assertThat(bob.hears()).containsExactly("changed 1 r2 deleted");
    assertThat(bob.fetch("c")).extracting(found -> found.content().isEmpty()).containsExactly(true);
  }

  @Test
  void emptyTextIsNoEdit() {
    Person ann = here("ann");
    inRoom("c", ann);
    MessageId message = sent(ann, "c", "hello");

    ann.edit(message, "");

    assertThat(ann.hears()).containsExactly("refused INVALID_PAYLOAD");
  }

  @Test
  void retryOfAChangedMessageIsAnsweredWithItsPresentState() {
    Person ann = here("ann");
    inRoom("c", ann);
    ann.send("c", "helo", null, "k");
    world.settle();
    MessageId message = ann.fetch("c").get(0).id();
    ann.drain();

    ann.edit(message, "hello").send("c", "helo", null, "k").send("c", "hello", null, "k");
    ann.delete(message).send("c", "helo", null, "k");

    assertThat(ann.hears())
        .containsExactly(
            "done 1 r2 hello",
            "sent again 1",
            "refused INVALID_PAYLOAD",
            "done 1 r3 deleted",
            "sent again 1");
  }

  @Test
  void whoComesBackIsSentWhatChangedAndWhatWasMissed() {
    Person ann = here("ann");
    inRoom("c", ann);
    MessageId first = sent(ann, "c", "one");
    MessageId second = sent(ann, "c", "two");
    ann.edit(second, "2").edit(first, "1");
    sent(ann, "c", "three");
    ann.delete(second);
    world.settle();
    ann.drain();

    Person bob = here("bob");
    bob.join("c", from(2, OptionalLong.of(2)));

    assertThat(bob.hears())
        .containsExactly(
            "joined 3 recovered",
            "changed 1 r4 1",
            "changed 2 r6 deleted",
            "said ann 3 three",
            "caught up 3 r6");
  }

  @Test
  void whoMissedNothingIsToldSo() {
    Person ann = here("ann");
    inRoom("c", ann);
    MessageId message = sent(ann, "c", "one");
    ann.edit(message, "1");
    world.settle();

    Person bob = here("bob");
    bob.join("c", from(1, OptionalLong.of(2)));

    assertThat(bob.hears()).containsExactly("joined 1 recovered", "caught up 1 r2");
  }

  @Test
  void positionBeyondTheChangesIsLost() {
    Person ann = here("ann");
    inRoom("c", ann);
    sent(ann, "c", "one");

    Person bob = here("bob");
    bob.join("c", from(1, OptionalLong.of(2)));

    assertThat(bob.hears()).containsExactly("joined 1 lost");
  }

  @Test
  void whoFollowsNoChangesIsSentMessagesAsTheyAre() {
    Person ann = here("ann");
    inRoom("c", ann);
    MessageId first = sent(ann, "c", "one");
    sent(ann, "c", "two");
    ann.edit(first, "1");
    world.settle();

    Person bob = here("bob");
    bob.join("c", from(0, OptionalLong.empty()));

    assertThat(bob.hears())
        .containsExactly("joined 2 recovered", "said ann 1 1", "said ann 2 two", "caught up 2 r3");
  }

  /** The event loop that remembers a message has nobody when it is deleted. */
  @Test
  void whatWasDeletedWhileNobodyWasThereIsNotSentAgain() {
    Person ann = world.person("ann", 0);
    Person bob = world.person("bob", 1);
    ann.come();
    bob.come();
    inRoom("c", ann, bob);
    ann.send("c", "one").send("c", "secret").send("c", "three");
    assertThat(bob.hears()).hasSize(3);
    bob.go();
    world.settle();

    ann.delete(ann.fetch("c").get(1).id());
    world.settle();
    Person again = world.person("bob", 1);
    again.come();
    again.join("c", from(1, OptionalLong.of(1)));

    assertThat(again.hears())
        .containsExactly("joined 3 recovered", "said ann 2 ", "said ann 3 three", "caught up 3 r4");
  }

  /** Joins that missed nothing do not wait for a replay of the same connection. */
  @Test
  void whoMissedNothingIsLiveAtOnce() {
    Person ann = here("ann");
    inRoom("c", ann);
    inRoom("d", ann);
    for (int i = 0; i < 300; i++) {
      ann.send("c", "m" + i);
    }
    ann.send("d", "one");
    world.settle();
    Person bob = here("bob");

    bob.join("c", from(0, OptionalLong.empty()));
    bob.join("d", from(1, OptionalLong.of(1)));
    world.settle();
    List<String> heard = bob.drain();

    assertThat(heard).contains("caught up 300 r300", "caught up 1 r1");
    assertThat(heard.indexOf("caught up 1 r1")).isEqualTo(heard.indexOf("joined 1 recovered") + 1);
  }

  private static Optional<ResumePoint> from(long afterSeq, OptionalLong afterRev) {
    return Optional.of(new ResumePoint(afterSeq, afterRev, Optional.empty(), Optional.empty()));
  }
}
