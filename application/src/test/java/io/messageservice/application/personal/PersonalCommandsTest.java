package io.messageservice.application.personal;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.world.OneNode;
import io.messageservice.application.world.Person;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.personal.PreferencesChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Delivered marks and preferences. */
class PersonalCommandsTest extends OneNode {

  private static final PreferencesChange HIDE =
      new PreferencesChange(Optional.empty(), Optional.of(true));
  private static final PreferencesChange SHOW =
      new PreferencesChange(Optional.empty(), Optional.of(false));
  private static final PreferencesChange MUTE =
      new PreferencesChange(Optional.of(Instant.ofEpochMilli(7)), Optional.empty());

  @Test
  void theSendersAndTheReceiversOtherConnectionsLearnWhatWasDelivered() {
    Person ann = keeper("ann");
    Person bob = keeper("bob");
    Person bobToo = keeper("bob");
    Person eve = keeper("eve");
    inRoom("c", eve);
    said(ann, bob, 3);
    drainAll(bobToo, eve);

    bob.reached("c", 2);

    assertThat(ann.hears()).containsExactly("delivered bob 2");
    assertThat(bobToo.hears()).containsExactly("delivered bob 2");
    assertThat(bob.hears()).containsExactly("reached 2");
    assertThat(eve.hears()).isEmpty();
  }

  @Test
  void whatComesWithinASecondIsDeliveredAsOneAtItsEnd() {
    Person ann = keeper("ann");
    Person bob = keeper("bob");
    said(ann, bob, 5);

    bob.reached("c", 1).reached("c", 2).reached("c", 4);
    assertThat(ann.hears()).containsExactly("delivered bob 1");
    world.pass(999);
    assertThat(ann.hears()).isEmpty();
    world.pass(1);
    assertThat(ann.hears()).containsExactly("delivered bob 4");
    bob.reached("c", 5);
    assertThat(ann.hears()).isEmpty();
    world.pass(1_000);
    assertThat(ann.hears()).containsExactly("delivered bob 5");

    world.pass(3_000);
    assertThat(ann.hears()).isEmpty();
  }

  @Test
  void whatIsDeliveredAtItsEndIsTheMarkAsItStandsByThen() {
    Person ann = keeper("ann");
    Person bob = keeper("bob");
    List<MessageId> said = said(ann, bob, 4);
    bob.reached("c", 1).reached("c", 2);
    bob.mark(said.get(3), true).mark(said.get(0), false);
    drainAll(ann, bob);

    world.pass(1_000);

    assertThat(ann.hears()).containsExactly("delivered bob 4");
  }

  @Test
  void everybodyWhoSentSomethingInBetweenLearnsOfIt() {
    Person ann = keeper("ann");
    Person joe = keeper("joe");
    Person bob = keeper("bob");
    said(ann, bob, 1);
    joe.send("c", "two");
    drainAll(ann, joe, bob);

    bob.reached("c", 1);
    assertThat(ann.hears()).containsExactly("delivered bob 1");
    assertThat(joe.hears()).isEmpty();
    bob.reached("c", 2);
    world.pass(1_000);

    assertThat(joe.hears()).containsExactly("delivered bob 2");
    assertThat(ann.hears()).isEmpty();
  }

  @Test
  void theMarkOnlyGrowsAndStopsAtTheNewestMessage() {
    Person ann = keeper("ann");
    Person bob = keeper("bob");
    said(ann, bob, 3);

    bob.reached("c", 9).reached("c", 1);

    assertThat(bob.hears()).containsExactly("reached 3", "reached 3");
    world.pass(1_000);
    assertThat(ann.hears()).containsExactly("delivered bob 3");
  }

  @Test
  void whatWasReadHasBeenDeliveredAlsoWhereItIsCalledUnread() {
    Person ann = keeper("ann");
    Person bob = keeper("bob");
    List<MessageId> said = said(ann, bob, 4);
    bob.mark(said.get(2), true).mark(said.get(0), false);
    drainAll(ann, bob);

    bob.reached("c", 2).reached("c", 4);

    assertThat(bob.hears()).containsExactly("reached 3", "reached 4");
    assertThat(ann.hears()).containsExactly("delivered bob 4");
  }

  @Test
  void whoTakesNoPartHasNoMarksAndNoPreferences() {
    said(keeper("ann"), keeper("bob"), 1);
    Person eve = keeper("eve");

    eve.reached("c", 1).prefer("c", HIDE).reached("none", 1);

    assertThat(eve.hears())
        .containsExactly("refused FORBIDDEN", "refused FORBIDDEN", "refused FORBIDDEN");
  }

  @Test
  void preferencesAreForOnesOwnConnectionsAlone() {
    Person ann = keeper("ann");
    Person bob = keeper("bob");
    Person bobToo = keeper("bob");
    said(ann, bob, 2);
    drainAll(bobToo);

    bob.prefer("c", HIDE).prefer("c", MUTE);

    assertThat(bob.hears()).containsExactly("prefers 0 2", "prefers 7 2");
    assertThat(bobToo.hears()).containsExactly("preferences 0 2", "preferences 7 2");
    assertThat(ann.hears()).isEmpty();
  }

  @Test
  void whatIsSoAlreadyIsNoChange() {
    Person ann = keeper("ann");
    Person bob = keeper("bob");
    Person bobToo = keeper("bob");
    said(ann, bob, 2);
    bob.prefer("c", HIDE);
    world.settle();
    ann.send("c", "shown again");
    drainAll(ann, bob, bobToo);

    bob.prefer("c", SHOW);
    assertThat(bob.hears()).containsExactly("prefers 0 -1");
    assertThat(bobToo.hears()).isEmpty();
    bob.prefer("c", HIDE).prefer("c", HIDE);

    assertThat(bobToo.hears()).containsExactly("preferences 0 3");
  }
}
