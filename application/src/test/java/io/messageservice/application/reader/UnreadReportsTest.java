package io.messageservice.application.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.in.personal.ReportUnread;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.world.OneNode;
import io.messageservice.application.world.Person;
import io.messageservice.domain.conversation.ConversationId;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnreadReportsTest extends OneNode {

  private Person bob;

  @BeforeEach
  void talk() {
    Person ann = here("ann");
    bob = here("bob");
    inRoom("c", ann, bob);
    inRoom("d", ann, bob);
    ann.send("c", "one").send("c", "two").send("d", "three");
    drainAll(ann, bob);
  }

  @Test
  void whatIsAskedForWithinASecondIsReadOnceAtItsEnd() {
    report(Optional.empty());
    report(Optional.of("c"));
    report(Optional.of("c"));
    report(Optional.of("d"));
    assertThat(bob.hears()).isEmpty();

    world.pass(1_000);

    assertThat(bob.hears())
        .containsExactly("unread of 3 2 0", "unread 2 0 of 3 2 0", "unread 1 0 of 3 2 0");
    world.pass(5_000);
    assertThat(bob.hears()).isEmpty();
  }

  @Test
  void theTotalComesAloneWhereNothingElseIsAskedFor() {
    report(Optional.empty());

    world.pass(1_000);

    assertThat(bob.hears()).containsExactly("unread of 3 2 0");
  }

  @Test
  void whoIsGoneIsNotCountedFor() {
    report(Optional.of("c"));
    bob.go();

    world.pass(5_000);

    assertThat(bob.hears()).isEmpty();
  }

  @Test
  void whileTheStoreIsDownItIsTriedAgainLessAndLessOften() {
    world.storeIsDown(true);
    report(Optional.of("c"));
    world.pass(60_000);
    assertThat(bob.hears()).isEmpty();
    assertThat(world.broken).isNotEmpty().hasOnlyElementsOfType(StoreUnavailable.class);
    world.broken.clear();

    world.storeIsDown(false);
    world.pass(2_000);
    assertThat(bob.hears()).isEmpty();
    world.pass(14_000);

    assertThat(bob.hears()).containsExactly("unread 2 0 of 3 2 0");
  }

  @Test
  void faultIsTriedThreeTimesAndDoesNotKeepOthers() {
    world.storeIsBroken(true);
    report(Optional.of("c"));
    world.pass(30_000);
    assertThat(world.broken).isNotEmpty().hasOnlyElementsOfType(IllegalStateException.class);
    world.broken.clear();
    world.storeIsBroken(false);
    world.pass(30_000);
    assertThat(bob.hears()).isEmpty();

    report(Optional.of("d"));
    world.pass(1_000);
    assertThat(bob.hears()).containsExactly("unread 1 0 of 3 2 0");
  }

  @Test
  void connectionThatBreaksDoesNotKeepOthersFromTheirs() {
    Person eve = world.person("eve", bob.loop().index());
    eve.come();
    world.pass(1_000);
    world.format.isBroken(true);
    report(eve, Optional.empty(), 0);
    world.pass(1_000);
    assertThat(world.broken).hasSize(1);
    world.broken.clear();
    world.format.isBroken(false);

    report(Optional.of("d"));
    report(eve, Optional.empty(), 0);
    world.pass(1_000);
    assertThat(bob.hears()).contains("unread 1 0 of 3 2 0");
    assertThat(eve.hears()).contains("unread of 0 0 0");
  }

  @Test
  void theTotalComesFirstAndAlone() {
    report(Optional.of("c"));
    report(Optional.empty());

    world.pass(1_000);

    assertThat(bob.hears()).containsExactly("unread of 3 2 0", "unread 2 0 of 3 2 0");
  }

  @Test
  void ofWhatOneTakesNoPartInTheTotalComesAlone() {
    report(Optional.of("none"));

    world.pass(1_000);

    assertThat(bob.hears()).containsExactly("unread of 3 2 0");
  }

  @Test
  void whoHasReadUpToThereIsNotConcerned() {
    bob.markAll("c", 1);
    drainAll(bob);

    report(Optional.of("c"), 1);
    world.pass(1_000);
    assertThat(bob.hears()).isEmpty();

    report(Optional.of("c"), 1);
    report(Optional.of("c"), 2);
    report(Optional.of("c"), 1);
    world.pass(1_000);
    assertThat(bob.hears()).containsExactly("unread 1 0 of 2 2 0");
  }

  @Test
  void connectionsOfAUserAreAnsweredByOneRead() {
    Person phone = here("bob");
    report(Optional.of("c"));
    report(phone, Optional.of("c"), ReportUnread.WHATEVER_IS_READ);

    world.pass(1_000);

    assertThat(bob.hears()).containsExactly("unread 2 0 of 3 2 0");
    assertThat(phone.hears()).containsExactly("unread 2 0 of 3 2 0");
  }

  private void report(Optional<String> room) {
    report(room, ReportUnread.WHATEVER_IS_READ);
  }

  private void report(Optional<String> room, long seq) {
    report(bob, room, seq);
  }

  private void report(Person person, Optional<String> room, long seq) {
    ReportUnread reports = world.useCases.reportUnread();
    person
        .loop()
        .execute(
            () -> {
              if (room.isPresent()) {
                reports.report(person, new ConversationId(room.get()), seq);
              } else {
                reports.reportTotal(person);
              }
            });
    world.settle();
  }
}
