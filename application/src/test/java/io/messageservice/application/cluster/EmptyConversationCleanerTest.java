package io.messageservice.application.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.application.world.OneNode;
import io.messageservice.application.world.Person;
import io.messageservice.application.world.World;
import io.messageservice.domain.conversation.ConversationId;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of conversations in which nothing is said. */
class EmptyConversationCleanerTest extends OneNode {

  @Test
  void silentConversationIsForgottenADayAfterItsLastJoin() {
    visit("ann", "c");

    hours(23);
    assertThat(isKept("c")).isTrue();

    hours(3);
    assertThat(isKept("c")).isFalse();
  }

  @Test
  void whoComesBackInTimeKeepsItForAnotherDay() {
    visit("ann", "c");
    hours(20);
    visit("ann", "c");

    hours(20);
    assertThat(isKept("c")).isTrue();

    hours(6);
    assertThat(isKept("c")).isFalse();
  }

  @Test
  void whereSomethingWasSaidNothingIsForgotten() {
    Person ann = here("ann");
    ann.join("c").send("c", "hello");
    world.settle();
    ann.go();
    visit("bob", "c");

    hours(24 * 3);

    assertThat(isKept("c")).isTrue();
    assertThat(here("bob").fetch("c")).hasSize(1);
  }

  @Test
  void forgottenConversationBeginsAnewAndItsParticipantsHearNothingOfIt() {
    visit("ann", "c");
    hours(26);
    Person ann = here("ann");
    Person bob = here("bob");
    Person carl = here("carl");
    world.settle();
    world.forget();

    bob.sendTo("carl", "c", "hello");

    assertThat(bob.hears()).containsExactly("sent 1");
    assertThat(carl.hears()).containsExactly("said bob 1 hello");
    assertThat(ann.join("c").hears()).containsExactly("refused FORBIDDEN");
  }

  @Test
  void whoStaysInTheRoomKeepsItForAllWhoTakePart() {
    visit("bob", "c");
    Person ann = here("ann");
    ann.join("c");
    hours(24 * 3);
    Person bob = here("bob");
    world.settle();
    world.forget();

    ann.send("c", "still here");

    assertThat(ann.hears()).containsExactly("sent 1");
    assertThat(bob.hears()).containsExactly("said ann 1 still here");
  }

  @Test
  void whoStayedCountsAsJoinedUntilHeWasLastSeenThere() {
    Person ann = here("ann");
    ann.join("c");
    hours(26);
    ann.go();

    hours(22);
    assertThat(isKept("c")).isTrue();

    hours(4);
    assertThat(isKept("c")).isFalse();
  }

  @Test
  void howeverManyThereAreAllAreForgottenInSmallSteps() {
    Person ann = here("ann");
    int many = 2 * EmptyConversationCleaner.MOST + 1;
    for (int i = 0; i < many; i++) {
      ann.join("c" + i).leave("c" + i);
      world.settle();
    }
    hours(24);
    assertThat(kept(many)).isEqualTo(many);

    world.pass(EmptyConversationCleaner.PERIOD.toMillis());
    assertThat(kept(many)).isEqualTo(many - EmptyConversationCleaner.MOST);

    world.pass(EmptyConversationCleaner.PAUSE.multipliedBy(2).toMillis());
    assertThat(kept(many)).isZero();
  }

  @Test
  void thoseThatAreAttendedDoNotHoldUpTheOthers() {
    for (int i = 0; i < EmptyConversationCleaner.MOST; i++) {
      here("user" + i).join("c" + i);
    }
    world.pass(1);
    visit("bob", "d");

    hours(26);

    assertThat(isKept("d")).isFalse();
    assertThat(kept(EmptyConversationCleaner.MOST)).isEqualTo(EmptyConversationCleaner.MOST);
  }

  @Test
  void laneThatIsFullTakesTheRestAnHourLater() {
    world = new World(1, World.policy(PresenceAudience.EVERYONE, 10));
    for (int i = 0; i < 15; i++) {
      visit("ann", "c" + i);
    }
    hours(24);

    world.pass(EmptyConversationCleaner.PERIOD.toMillis());
    assertThat(kept(15)).isEqualTo(5);

    world.pass(EmptyConversationCleaner.PERIOD.toMillis());
    assertThat(kept(15)).isZero();
  }

  @Test
  void nothingIsForgottenOnceItIsStopped() {
    visit("ann", "c");

    world.useCases.departure().begin(Duration.ofSeconds(5));
    hours(48);

    assertThat(isKept("c")).isTrue();
  }

  @Test
  void storeThatIsDownIsAskedAgainLater() {
    visit("ann", "c");
    hours(24);
    world.storeIsDown(true);
    hours(1);
    assertThat(world.broken).isNotEmpty().hasOnlyElementsOfType(StoreUnavailable.class);
    world.broken.clear();

    world.storeIsDown(false);
    assertThat(isKept("c")).isTrue();
    hours(1);

    assertThat(isKept("c")).isFalse();
  }

  @Test
  void whereReadersAreBusyItWaitsForItsNextTurn() {
    visit("ann", "c");
    hours(24);
    world.readersAreFull(true);
    hours(1);
    assertThat(isKept("c")).isTrue();

    world.readersAreFull(false);
    hours(1);

    assertThat(isKept("c")).isFalse();
  }

  private long kept(int many) {
    return IntStream.range(0, many).filter(i -> isKept("c" + i)).count();
  }

  private boolean isKept(String room) {
    return world.history.conversation(new ConversationId(room)).isPresent();
  }

  /** The user joins and is gone. */
  private void visit(String user, String room) {
    Person person = here(user);
    person.join(room);
    world.settle();
    person.go();
    world.settle();
  }

  /** The last two as they are, of those before only the end. */
  private void hours(int hours) {
    int seen = Math.min(hours, 2);
    world.sleep(Duration.ofHours(hours - seen).toMillis());
    world.pass(Duration.ofHours(seen).toMillis());
  }
}
