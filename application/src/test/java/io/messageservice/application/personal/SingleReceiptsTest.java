package io.messageservice.application.personal;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.world.OneNode;
import io.messageservice.application.world.Person;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is read, told message by message: to whom, and of how much. */
class SingleReceiptsTest extends OneNode {

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
}
