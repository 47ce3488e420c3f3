package io.messageservice.application.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.world.Person;
import io.messageservice.application.world.Requester;
import io.messageservice.application.world.SharedWire;
import io.messageservice.application.world.TwoNodes;
import io.messageservice.application.world.World;
import io.messageservice.application.world.Worlds;
import io.messageservice.domain.conversation.Ban;
import io.messageservice.domain.conversation.Role;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups that are created and changed on one node, with members on another. */
class GroupsOnSeveralNodesTest {

  private final TwoNodes nodes = new TwoNodes(11);
  private final SharedWire wire = nodes.wire;
  private final World here = nodes.here;
  private final World there = nodes.there;
  private final Worlds both = nodes.both;

  private final Requester ann = here.request("ann");

  @AfterEach
  void nothingBroke() {
    nodes.requireSound();
  }

  private String created(Requester requester) {
    both.settle();
    return requester.id();
  }

  /** The bus loses so many of a thousand signals; what is lost is found by reconciliation. */
  @ParameterizedTest
  @ValueSource(ints = {0, 500, 1_000})
  void membersElsewhereReceiveWithoutAJoinUntilTheyAreRemoved(int lost) {
    wire.lost = lost;
    Person bob = nodes.come(there, "bob");
    Person carol = nodes.come(there, "carol");
    bob.drain();
    String id = created(ann.createGroup("bob"));
    both.pass(2_000);
    ann.send(id, "one");
    both.pass(2_000);
    assertThat(bob.drain()).containsExactly("said ann 1 one");
    assertThat(carol.drain()).isEmpty();

    ann.add(id, "carol");
    both.pass(2_000);
    ann.send(id, "two");
    both.pass(2_000);
    assertThat(bob.drain()).containsExactly("said ann 2 two");
    assertThat(carol.drain()).containsExactly("said ann 2 two");

    bob.join(id);
    both.pass(2_000);
    assertThat(bob.drain()).containsExactly("joined 2");
    ann.remove(id, "bob");
    both.pass(2_000);
    ann.send(id, "three");
    both.pass(2_000);
    assertThat(bob.drain()).isEmpty();
    assertThat(carol.drain()).containsExactly("said ann 3 three");
    bob.send(id, "let me in");
    both.settle();
    assertThat(bob.drain()).containsExactly("refused FORBIDDEN");
  }

  /**
   * What changed is one push where signals arrive, and one of several changes where they do not.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 500, 1_000})
  void changesOfAGroupReachMembersElsewhereWhateverIsLost(int lost) {
    wire.lost = lost;
    Person bob = nodes.come(there, "bob");
    Person carol = nodes.come(there, "carol");
    bob.join(created(ann.createGroup("bob", "carol")));
    both.pass(2_000);
    String id = ann.id();
    bob.groups();
    carol.groups();

    ann.title(id, "A title").role(id, "carol", Role.MODERATOR).freeze(id, true);
    both.pass(2_000);
    bob.send(id, "frozen");
    both.pass(2_000);

    assertThat(bob.groups()).isNotEmpty().last().asString().startsWith("group r4 data");
    assertThat(carol.groups()).isNotEmpty().last().asString().startsWith("group r4 data");
    assertThat(bob.drain()).contains("joined 0").endsWith("refused FORBIDDEN");
  }

  @Test
  void changesOfAGroupElsewhereAreNamedOneByOne() {
    Person bob = nodes.come(there, "bob");
    Person carol = nodes.come(there, "carol");
    String id = created(ann.createGroup("bob"));
    both.pass(2_000); // it is known there by then
    ann.title(id, "A title");
    both.settle();
    ann.add(id, "carol");
    both.settle();
    ann.role(id, "bob", Role.MODERATOR);
    both.settle();
    ann.remove(id, "carol");
    both.pass(2_000);

    assertThat(bob.groups())
        .containsExactly(
            "group r1 data +ann +bob ann=OWNER as MEMBER",
            "group r2 data",
            "group r3 +carol",
            "group r4 bob=MODERATOR as MODERATOR",
            "group r5 -carol");
    assertThat(new LinkedHashSet<>(carol.groups())) // "removed" comes once more after a late signal
        .containsExactly("group r3 +carol as MEMBER", "group r4 bob=MODERATOR", "removed");
  }

  /** Of two nodes that change a group the later one may be heard first. */
  @Test
  void changeOfDataThatComesBeforeThatOfParticipantsHidesNobody() {
    Person bob = nodes.come(there, "bob");
    Person carol = nodes.come(there, "carol");
    String id = known("bob");

    backwards(() -> ann.add(id, "carol"), () -> ann.title(id, "A title"));
    ann.send(id, "one");
    both.settle();

    assertThat(carol.groups()).startsWith("group r3 +carol as MEMBER");
    assertThat(carol.drain()).containsExactly("said ann 2 one");
    assertThat(bob.drain()).endsWith("said ann 1 zero", "said ann 2 one");
  }

  @Test
  void changeOfDataThatComesBeforeARemovalReachesNobodyWhoIsRemoved() {
    Person bob = nodes.come(there, "bob");
    Person carol = nodes.come(there, "carol");
    String id = known("bob", "carol");
    bob.groups();

    backwards(() -> ann.remove(id, "bob"), () -> ann.title(id, "A title"));
    ann.send(id, "one");
    both.settle();

    assertThat(bob.groups()).containsExactly("removed");
    assertThat(bob.drain()).endsWith("said ann 1 zero");
    assertThat(carol.drain()).containsExactly("said ann 1 zero", "said ann 2 one");
  }

  @Test
  void removalThatComesAfterALaterAdditionRemovesNobodyElse() {
    Person bob = nodes.come(there, "bob");
    Person carol = nodes.come(there, "carol");
    String id = known("bob");
    bob.groups();

    backwards(() -> ann.remove(id, "bob"), () -> ann.add(id, "carol"));
    ann.send(id, "one");
    both.settle();

    assertThat(bob.groups()).containsExactly("removed");
    assertThat(carol.groups()).containsExactly("group r4 +carol as MEMBER");
    assertThat(carol.drain()).containsExactly("said ann 2 one");
  }

  /** A group of which everybody has received a message. */
  private String known(String... participants) {
    String id = created(ann.createGroup(participants));
    ann.send(id, "zero");
    both.pass(2_000);
    return id;
  }

  private void backwards(Runnable... changes) {
    wire.held = true;
    for (Runnable change : changes) {
      change.run();
      both.settle();
    }
    wire.releaseBackwards();
    both.settle();
  }

  @Test
  void removedUserElsewhereLearnsItWhereTheSignalIsLost() {
    Person bob = nodes.come(there, "bob");
    String id = created(ann.createGroup("bob"));
    both.pass(2_000);
    bob.groups();

    wire.lost = 1_000;
    ann.remove(id, "bob");
    both.pass(2_000);

    assertThat(bob.groups()).containsExactly("removed");
  }

  /** The right is judged by what is stored, whichever node has not learned of it. */
  @Test
  void whoseRoleWasTakenAwayElsewhereDecidesNothingMore() {
    wire.lost = 1_000;
    String id = created(ann.createGroup("bob", "carol"));
    ann.role(id, "bob", Role.MODERATOR);
    both.settle();
    Requester bob = there.request("bob");
    bob.add(id, "dave");
    both.settle();
    ann.role(id, "bob", Role.MEMBER);
    both.settle();

    bob.add(id, "eve").ban(id, "carol", Ban.FOR_EVER).remove(id, "carol");
    both.settle();

    assertThat(bob.answers())
        .containsExactly("true", "refused FORBIDDEN", "refused FORBIDDEN", "refused FORBIDDEN");
  }

  @Test
  void removedUserElsewhereHearsNothingThatIsSentAfterwards() {
    Person bob = nodes.come(there, "bob");
    Person carol = nodes.come(there, "carol");
    String id = created(ann.createGroup("bob", "carol"));
    bob.join(id);
    carol.join(id);
    both.settle();
    List.of(bob, carol).forEach(Person::drain);

    ann.remove(id, "bob").send(id, "he is gone");
    both.settle();
    both.pass(2_000);

    assertThat(bob.drain()).isEmpty();
    assertThat(carol.drain()).containsExactly("said ann 1 he is gone");
  }

  @Test
  void membersOnTheSameNodeReceiveWithoutALook() {
    Person bob = nodes.come(here, "bob");
    Person carol = nodes.come(here, "carol");
    bob.drain();
    String id = created(ann.createGroup("bob"));
    ann.send(id, "one");
    both.settle();
    assertThat(bob.drain()).containsExactly("said ann 1 one");

    ann.add(id, "carol");
    both.settle();
    ann.send(id, "two");
    both.settle();

    assertThat(carol.drain()).containsExactly("said ann 2 two");
  }

  @Test
  void removedUserElsewhereSeesNobodyTypeAnyMore() {
    Person bob = nodes.come(there, "bob");
    Person carol = nodes.come(there, "carol");
    String id = created(ann.createGroup("bob", "carol"));
    bob.join(id);
    carol.join(id);
    both.pass(2_000);
    bob.drain();

    ann.remove(id, "bob");
    both.pass(2_000);
    carol.type(id, true);
    both.settle();

    assertThat(bob.drain()).isEmpty();
  }

  @Test
  void twoWhoCreateTheirDirectConversationAtOnceOnTwoNodesGetOne() {
    Requester bob = there.request("bob");

    ann.createDirect("bob");
    bob.createDirect("ann");
    both.settle();

    assertThat(bob.id()).isEqualTo(ann.id());
    assertThat(List.of(ann.answers().get(0), bob.answers().get(0)))
        .containsExactlyInAnyOrder("created", "existed");
  }

  @Test
  void sameNameOnTwoNodesIsOneGroup() {
    Requester again = there.request("ann");

    ann.createNamed("n", "bob");
    again.createNamed("n", "bob");
    both.settle();

    assertThat(again.id()).isEqualTo(ann.id());
  }

  @Test
  void messageOfAServiceReachesMembersElsewhere() {
    Person bob = nodes.come(there, "bob");
    String id = created(ann.createGroup("bob"));

    here.service("bot").send(id, "news");
    both.pass(2_000);

    assertThat(bob.drain()).containsExactly("said bot 1 news");
  }
}
