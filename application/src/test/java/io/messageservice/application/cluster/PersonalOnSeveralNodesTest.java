package io.messageservice.application.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.world.Person;
import io.messageservice.application.world.TwoNodes;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.personal.BlockChange;
import io.messageservice.domain.personal.PreferencesChange;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks, delivered marks and preferences of users on different nodes. */
class PersonalOnSeveralNodesTest {

  private TwoNodes nodes;
  private Person ann;
  private Person bob;

  /** Two who have talked; each repetition has a seed of its own. */
  @BeforeEach
  void begin(TestInfo test) {
    nodes = new TwoNodes(test.getDisplayName().hashCode());
    ann = nodes.come(nodes.here, "ann");
    bob = nodes.come(nodes.there, "bob");
    ann.sendTo("bob", "d", "hello");
    nodes.both.pass(2_000);
    bob.send("d", "hello too");
    nodes.both.pass(2_000);
    ann.join("d");
    bob.join("d");
    nodes.both.pass(2_000);
    drain();
  }

  @AfterEach
  void nothingBroke() {
    nodes.requireSound();
  }

  private void drain() {
    ann.drain();
    bob.drain();
  }

  /** The bus loses so many of a thousand signals; what is lost is found by reconciliation. */
  @ParameterizedTest
  @ValueSource(ints = {0, 500, 1_000})
  void aBlockHoldsOnTheNodeOfTheOther(int lost) {
    nodes.wire.lost = lost;
    ann.block("bob", true);
    nodes.both.pass(2_000);
    assertThat(ann.drain()).containsExactly("blocks true");
    nodes.wire.lost = 0;

    bob.type("d", true).sendEvent("d", "wave").send("d", "hello?").reached("d", 2).markAll("d");
    nodes.both.pass(2_000);
    assertThat(ann.drain()).isEmpty();
    assertThat(bob.drain())
        .containsExactlyInAnyOrder(
            "refused FORBIDDEN", "refused FORBIDDEN", "reached 2", "all marked 1");

    nodes.wire.lost = lost;
    ann.block("bob", false);
    nodes.both.pass(2_000);
    nodes.wire.lost = 0;
    drain();
    bob.type("d", true);
    nodes.both.pass(100);
    assertThat(ann.drain()).containsExactly("typing bob true");
    bob.send("d", "hello again");
    nodes.both.pass(2_000);
    assertThat(ann.drain()).contains("said bob 3 hello again");
  }

  /** Whatever the order in which what is decided here and there is stored. */
  @RepeatedTest(50)
  void aConversationThatBeginsWithABlockIsBlocked() {
    Person eve = nodes.come(nodes.there, "eve");

    ann.block("eve", true);
    eve.sendTo("ann", "e", "hello");
    nodes.both.pass(2_000);
    eve.drain();
    eve.sendTo("ann", "e", "hello?");
    nodes.both.pass(2_000);

    assertThat(eve.drain()).containsExactly("refused FORBIDDEN");
  }

  /** Of blocks that begin and end here and there at once what is recorded is noted. */
  @RepeatedTest(50)
  void blocksOfBothAtOnceLeaveWhatIsTrue() {
    ann.block("bob", true);
    nodes.both.pass(2_000);
    drain();

    ann.block("bob", false);
    bob.block("ann", true);
    nodes.both.pass(2_000);
    drain();
    ann.send("d", "hello?");
    nodes.both.pass(2_000);
    assertThat(ann.drain()).containsExactly("refused FORBIDDEN");

    bob.block("ann", false);
    nodes.both.pass(2_000);
    drain();
    ann.send("d", "hello?");
    nodes.both.pass(2_000);
    assertThat(ann.drain()).containsExactly("sent 3");
  }

  @Test
  void ownConnectionsAndSendersElsewhereLearnWhatWasDeliveredAndWhatIsPreferred() {
    Person annToo = nodes.come(nodes.there, "ann");
    annToo.keepsMarks = true;
    bob.keepsMarks = true;
    drain();

    ann.reached("d", 2).prefer("d", new PreferencesChange(Optional.empty(), Optional.of(true)));
    nodes.both.pass(2_000);

    assertThat(bob.drain()).containsExactly("delivered ann 2");
    assertThat(annToo.drain()).containsExactlyInAnyOrder("delivered ann 2", "preferences 0 2");
  }

  /** A node failed before it had noted what was recorded; it is made up for where they join. */
  @Test
  void aBlockThatWasNotNotedIsNotedByTheNextJoin() {
    BlockChange block = new BlockChange(ann.user(), bob.user(), true);
    nodes
        .store
        .ledgerOf("gone")
        .commit(List.of(records -> Decision.blockChanged("blocked", block)));
    nodes.both.pass(5_000);

    bob.join("d");
    nodes.both.pass(2_000);
    bob.drain();
    bob.send("d", "hello?");
    nodes.both.pass(2_000);

    assertThat(bob.drain()).containsExactly("refused FORBIDDEN");
  }
}
