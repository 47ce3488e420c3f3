package io.messageservice.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.memory.InMemoryStore;
import io.messageservice.application.memory.ReadSide;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.application.world.OneNode;
import io.messageservice.application.world.Person;
import io.messageservice.application.world.Requester;
import io.messageservice.application.world.World;
import io.messageservice.domain.conversation.Ban;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.view.ResumePoint;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is heard of changes of a group, on one node. */
class GroupChangesTest extends OneNode {

  private final Requester ann = world.request("ann");

  @Test
  void everyChangeIsHeardInItsOrderByParticipantsAndTheRoom() {
    Person bob = here("bob");
    Person carol = here("carol");
    String id = created(ann.createGroup("bob"));
    assertThat(bob.hearsOfGroups()).containsExactly("group r1 data +ann +bob ann=OWNER as MEMBER");

    ann.title(id, "A title");
    ann.add(id, "carol");
    ann.send(id, "hello");
    ann.role(id, "bob", Role.MODERATOR);
    ann.freeze(id, true);
    ann.remove(id, "carol");

    assertThat(bob.hearsOfGroups())
        .containsExactly(
            "group r2 data",
            "group r3 +carol",
            "group r5 bob=MODERATOR as MODERATOR",
            "group r6 data",
            "group r7 -carol");
    assertThat(carol.hearsOfGroups())
        .containsExactly(
            "group r3 +carol as MEMBER", "group r5 bob=MODERATOR", "group r6 data", "removed");
    assertThat(bob.hears()).containsExactly("said ann 1 hello");
  }

  @Test
  void whoChangesItHasTheReplyInsteadOfThePush() {
    Person ann = here("ann");
    Person sameElsewhere = here("ann");
    String id = created(this.ann.createGroup("bob"));
    ann.hearsOfGroups();
    sameElsewhere.hearsOfGroups();

    ann.title(id, "A title");

    assertThat(ann.hears()).containsExactly("title r2");
    assertThat(ann.hearsOfGroups()).isEmpty();
    assertThat(sameElsewhere.hearsOfGroups()).containsExactly("group r2 data");
  }

  @Test
  void whoComesBackLearnsWhatChangedBeforeTheMessages() {
    String id = created(ann.createGroup("bob", "carol"));
    ann.send(id, "one");
    world.settle();
    Person bob = here("bob");
    bob.join(id, resume(0, 0));
    assertThat(bob.hearsOfGroups()).containsExactly("group r1 data others as MEMBER");
    assertThat(bob.hears())
        .containsExactly("joined 1 recovered", "said ann 1 one", "caught up 1 r2");
    bob.go();
    ann.title(id, "A title").send(id, "two");
    world.settle();

    Person again = here("bob");
    again.join(id, resume(1, 2));
    assertThat(again.hearsOfGroups()).containsExactly("group r3 data as MEMBER");
    assertThat(again.hears())
        .containsExactly("joined 2 recovered", "said ann 2 two", "caught up 2 r4");
    again.join(id, resume(2, 4));
    assertThat(again.hearsOfGroups()).isEmpty();
    assertThat(again.hears()).containsExactly("joined 2 recovered", "caught up 2 r4");
    ann.role(id, "bob", Role.OWNER);
    world.settle();
    again.hearsOfGroups();
    again.join(id, resume(2, 4));
    assertThat(again.hearsOfGroups()).containsExactly("group r5 others as OWNER");
    assertThat(again.hears()).containsExactly("joined 2 recovered", "caught up 2 r5");
  }

  @Test
  void whatChangesDuringAReplayIsHeardBeforeItsEnd() {
    String id = created(ann.createGroup("bob"));
    for (int i = 0; i < 300; i++) {
      ann.send(id, "m" + i);
    }
    world.settle();
    Person bob = here("bob");
    world.readersAreHeldBack(true);
    bob.join(id, resume(0, 1));
    ann.title(id, "one").title(id, "two").add(id, "carol");
    world.settle();
    world.readersAreHeldBack(false);

    assertThat(bob.hears()).endsWith("said ann 300 m299", "caught up 300 r304").hasSize(302);
    assertThat(bob.hearsOfGroups()).last().isEqualTo("group r304 data others as MEMBER");
  }

  @Test
  void groupThatIsUnfrozenWhileSomebodyJoinsIsOpenToThem() {
    Person bob = here("bob");
    String id = created(ann.createGroup("bob"));
    ann.freeze(id, true);
    world.settle();
    world.readersAreHeldBack(true);
    bob.join(id);
    world.settle();
    ann.freeze(id, false);
    world.settle();
    world.readersAreHeldBack(false);
    world.settle();

    bob.sendEvent(id, "yes");
    assertThat(bob.hears()).containsExactly("joined 0", "event sent");
  }

  @Test
  void frozenGroupIsOfModerators() {
    Person bob = here("bob");
    Person carol = here("carol");
    String id = created(ann.createGroup("bob", "carol"));
    inRoom(id, bob, carol);
    ann.role(id, "carol", Role.MODERATOR);
    ann.freeze(id, true);
    world.settle();

    bob.send(id, "no");
    bob.sendEvent(id, "no");
    carol.send(id, "yes");
    carol.sendEvent(id, "yes");
    assertThat(bob.hears())
        .containsExactly(
            "refused FORBIDDEN", "refused FORBIDDEN", "said carol 1 yes", "custom carol yes {}");
    Person late = here("bob");
    late.join(id);
    late.sendEvent(id, "no");
    assertThat(late.hears()).containsExactly("joined 1", "refused FORBIDDEN");

    ann.freeze(id, false);
    world.settle();
    late.sendEvent(id, "yes");
    assertThat(late.hears()).hasSize(1).doesNotContain("refused FORBIDDEN");
  }

  @Test
  void bannedUserIsOutAndStaysOut() {
    Person bob = here("bob");
    String id = created(ann.createGroup("bob"));
    inRoom(id, bob);

    ann.ban(id, "bob", Ban.FOR_EVER).add(id, "bob");
    bob.send(id, "no");
    assertThat(bob.hearsOfGroups()).last().isEqualTo("removed");
    assertThat(bob.hears()).containsExactly("refused FORBIDDEN");
    ann.ban(id, "bob", Ban.LIFTED).add(id, "bob");
    world.settle();
    assertThat(ann.answers())
        .containsExactly("created", "true", "refused FORBIDDEN", "true", "true");
    bob.send(id, "yes");
    assertThat(bob.hears()).containsExactly("sent 1");
  }

  @Test
  void bannedUserDoesNotEnterAnOpenConversation() {
    Person bob = here("bob");
    Person carol = here("carol");
    inRoom("open", bob, carol);
    Requester service = world.service("bot");

    service.ban("open", "bob", Ban.FOR_EVER);
    carol.send("open", "hello");
    bob.join("open");
    bob.send("open", "no");
    assertThat(bob.hears()).containsExactly("refused FORBIDDEN", "refused FORBIDDEN");
    service.ban("open", "bob", Ban.LIFTED);
    world.settle();
    bob.join("open");
    assertThat(bob.hears()).containsExactly("joined 1");
  }

  @Test
  void whoWasRemovedStillGetsTheAnswerOfWhatTheySentBefore() {
    Person bob = here("bob");
    String id = created(ann.createGroup("bob"));
    bob.send(id, "mine", null, "k");
    bob.hears();
    ann.remove(id, "bob");
    world.settle();

    bob.send(id, "mine", null, "k");
    bob.send(id, "new", null, "other");

    assertThat(bob.hears()).containsExactly("sent again 1", "refused FORBIDDEN");
  }

  @Test
  void whereNoMessageChangedNothingIsReadOfChangesOrReactions() {
    InMemoryStore store = new InMemoryStore(new Random(1));
    List<String> asked = new ArrayList<>();
    InvocationHandler noting =
        (proxy, method, arguments) -> {
          asked.add(method.getName());
          return method.invoke(store.history(), arguments);
        };
    ReadSide noted =
        (ReadSide)
            Proxy.newProxyInstance(
                ReadSide.class.getClassLoader(), new Class<?>[] {ReadSide.class}, noting);
    world =
        new World(
            1,
            World.policy(PresenceAudience.EVERYONE, 1_000),
            noted,
            store.ledgers(1),
            alone -> Cluster.ALONE);
    Requester ann = world.request("ann");
    String id = created(ann.createGroup("bob"));
    ann.title(id, "A title");
    Person bob = here("bob");
    ann.send(id, "one").send(id, "two");
    world.settle();
    world.forget();
    asked.clear();

    bob.join(id, resume(1, 3));

    assertThat(bob.hears())
        .containsExactly("joined 2 recovered", "said ann 2 two", "caught up 2 r4");
    assertThat(asked).contains("standing").doesNotContain("changed", "ownReactions", "after");
  }

  private static Optional<ResumePoint> resume(long seq, long rev) {
    return Optional.of(
        new ResumePoint(seq, OptionalLong.of(rev), Optional.empty(), Optional.empty()));
  }

  private String created(Requester requester) {
    world.settle();
    return requester.id();
  }
}
