package io.messageservice.application.personal;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.world.OneNode;
import io.messageservice.application.world.Person;
import io.messageservice.domain.message.MessageId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Receipts as marks, and how far a conversation is read. */
class ReceiptsTest extends OneNode {

  @Test
  void oneMarkStandsForAllThatBecameRead() {
    Person ann = keeper("ann");
    Person bob = keeper("bob");
    List<MessageId> said = said(ann, bob, 4);

    bob.mark(said.get(1), true);
    assertThat(ann.hears()).containsExactly("mark bob 2 read 2");
    bob.mark(said.get(0), true).mark(said.get(1), true);
    assertThat(ann.hears()).isEmpty();
    bob.mark(said.get(3), true);

    assertThat(ann.hears()).containsExactly("mark bob 4 read 4");
  }

  @Test
  void theReadersOthersAndTheRoomAreToldAndHeHimselfIsNot() {
    Person ann = keeper("ann");
    Person bob = keeper("bob");
    Person bobToo = keeper("bob");
    Person eve = keeper("eve");
    Person eveOutside = keeper("eve");
    inRoom("c", eve);
    List<MessageId> said = said(ann, bob, 3);
    drainAll(bobToo, eve, eveOutside);

    bob.mark(said.get(2), true);

    assertThat(bob.hears()).containsExactly("marked true");
    assertThat(bobToo.hears()).containsExactly("mark bob 3 read 3");
    assertThat(eve.hears()).containsExactly("mark bob 3 read 3");
    assertThat(eveOutside.hears()).isEmpty();
  }

  @Test
  void everySenderOutsideTheRoomIsToldOnce() {
    Person bob = keeper("bob");
    Person ann = keeper("ann");
    Person joe = keeper("joe");
    Person eve = here("eve");
    inRoom("c", bob);
    ann.send("c", "one").send("c", "two");
    world.settle();
    joe.send("c", "three");
    world.settle();
    eve.send("c", "four");
    drainAll(ann, joe, eve, bob);

    bob.markAll("c");

    assertThat(ann.hears()).containsExactly("mark bob 4 read 4", "all read bob 4");
    assertThat(joe.hears()).containsExactly("mark bob 4 read 4", "all read bob 4");
    assertThat(eve.hears()).containsExactly("read bob true", "all read bob 4");
  }

  @Test
  void theNewestOfOthersIsNamedAndTheMarkStandsWhereItIs() {
    Person ann = keeper("ann");
    Person bob = here("bob");
    said(ann, bob, 2);
    bob.send("c", "mine");
    drainAll(ann, bob);

    bob.markAll("c");
    assertThat(ann.hears()).containsExactly("mark bob 3 read 2", "all read bob 2");
    bob.send("c", "mine too");
    drainAll(ann, bob);
    bob.markAll("c");

    assertThat(bob.hears()).containsExactly("all marked 0");
    assertThat(ann.hears()).isEmpty();
  }

  @Test
  void whatIsCalledUnreadTakesTheMarkBackToBeforeIt() {
    Person ann = keeper("ann");
    Person bob = here("bob");
    List<MessageId> said = said(ann, bob, 3);
    bob.mark(said.get(2), false);
    assertThat(ann.hears()).isEmpty();
    bob.markAll("c");
    drainAll(ann, bob);

    bob.mark(said.get(1), false);
    assertThat(ann.hears()).containsExactly("mark bob 1 unread 2");
    bob.mark(said.get(2), false);
    assertThat(ann.hears()).isEmpty();
    bob.mark(said.get(0), false);

    assertThat(ann.hears()).containsExactly("mark bob 0 unread 1");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "2, 0", "3, 1", "5, 3", "6, 3", "9223372036854775807, 3"})
  void conversationIsReadUpToAPositionAndNeverBack(long upToSeq, int updated) {
    Person ann = keeper("ann");
    Person bob = here("bob");
    said(ann, bob, 5);
    bob.markAll("c", 2);
    assertThat(bob.hears()).containsExactly("all marked 2");
    assertThat(ann.hears()).containsExactly("mark bob 2 read 2", "all read bob 2");

    bob.markAll("c", upToSeq);
    assertThat(bob.hears()).containsExactly("all marked " + updated);
    bob.markAll("c");

    assertThat(bob.hears()).containsExactly("all marked " + (3 - updated));
  }

  @Test
  void roomOfMoreThanFiftyIsNotToldOfMarks() {
    Person ann = keeper("ann");
    Person eve = keeper("eve");
    Person[] crowd = IntStream.range(0, 49).mapToObj(i -> here("u" + i)).toArray(Person[]::new);
    inRoom("c", ann, eve);
    inRoom("c", crowd);
    ann.send("c", "hello all");
    drainAll(ann, eve, crowd[0]);

    crowd[0].markAll("c");

    assertThat(ann.hears()).containsExactly("mark u0 1 read 1", "all read u0 1");
    assertThat(eve.hears()).isEmpty();
  }
}
