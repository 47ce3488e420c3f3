package io.messageservice.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.in.ConversationView;
import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.application.world.OneNode;
import io.messageservice.application.world.Person;
import io.messageservice.application.world.Requester;
import io.messageservice.application.world.World;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.limit.Rate;
import io.messageservice.domain.personal.Unread;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Creating conversations, changing who takes part, and everything else without a connection. */
class GroupsTest extends OneNode {

  private final Requester ann = world.request("ann");
  private final Requester bob = world.request("bob");
  private final Requester service = world.service("bot");

  @Test
  void membersOfANewGroupReceiveItsMessagesWithoutAJoin() {
    Person atHome = here("bob");

    String id = created(ann.createGroup("bob", "carol"));
    atHome.send(id, "hello");
    assertThat(atHome.hears()).containsExactly("sent 1");
    ann.send(id, "hello too");

    assertThat(atHome.hears()).containsExactly("said ann 2 hello too");
    assertThat(ann.answers()).containsExactly("created", "sent 2");
  }

  @Test
  void whoWasRemovedWithoutAnAnswerReceivesNothingMore() {
    String id = created(ann.createGroup("bob"));
    Person here = here("ann");
    Person removed = here("bob");
    inRoom(id, here, removed);
    world.pass(60_000); // the conversation has no feed any more
    world.answersGetLost(true);
    ann.remove(id, "bob");
    world.settle();
    world.answersGetLost(false);
    world.pass(5_000);

    here.send(id, "secret");

    assertThat(here.hears()).containsExactly("sent 1");
    assertThat(removed.hears()).isEmpty();
    world.broken.clear();
  }

  @Test
  void newGroupIsAsItsCreatorSeesIt() {
    created(ann.createGroup("bob"));

    Conversation conversation = ann.view().listed().conversation();
    assertThat(conversation.kind()).isEqualTo(Kind.GROUP);
    assertThat(conversation.creator()).contains(new UserId("ann"));
    assertThat(conversation.participants().size()).isEqualTo(2);
    assertThat(conversation.lastAt()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(ann.view().listed().unread()).isEqualTo(Unread.NONE);
  }

  @Test
  void sameNameGivesTheSameGroupAndOtherNamesOthers() {
    String id = created(ann.createNamed("n", "bob"));
    ann.send(id, "hello");
    world.settle();

    assertThat(created(ann.createNamed("n", "bob"))).isEqualTo(id);
    assertThat(ann.view().listed().lastMessage()).isPresent();
    assertThat(created(ann.createNamed("other", "bob"))).isNotEqualTo(id);
    assertThat(created(bob.createNamed("n", "ann"))).isNotEqualTo(id);
    assertThat(created(ann.createGroup("bob"))).isNotEqualTo(created(ann.createGroup("bob")));
    assertThat(ann.answers()).startsWith("created", "sent 1", "existed", "created");
  }

  @Test
  void theTwoHaveOneDirectConversationThatNobodyElseTakes() {
    Person eve = here("eve");

    String id = created(ann.createDirect("bob"));

    assertThat(created(bob.createDirect("ann"))).isEqualTo(id);
    assertThat(bob.answers()).containsExactly("existed");
    eve.join(id);
    eve.send(id, "let me in");
    assertThat(eve.hears()).containsExactly("refused FORBIDDEN", "refused FORBIDDEN");
    Person talking = here("ann");
    talking.sendTo("bob", id, "hello");
    assertThat(talking.hears()).containsExactly("sent 1");
  }

  @Test
  void directConversationThatAMessageBeganIsFound() {
    Person talking = here("ann");
    talking.sendTo("bob", "chosen", "hello");
    world.settle();

    assertThat(created(bob.createDirect("ann"))).isEqualTo("chosen");
    assertThat(bob.view().listed().unread().messages()).isEqualTo(1);
    assertThat(bob.answers()).containsExactly("existed");
  }

  @Test
  void directConversationThatWasCreatedComesBeforeOthers() {
    String id = created(ann.createDirect("bob"));
    Person talking = here("ann");
    talking.sendTo("bob", "chosen", "hello");
    world.settle();

    assertThat(created(bob.createDirect("ann"))).isEqualTo(id);
  }

  @Test
  void nobodyBeginsAConversationUnderAnIdThatIsMade() {
    World elsewhere = new World(2);
    Requester annThere = elsewhere.request("ann").createDirect("bob");
    elsewhere.settle();
    String id = annThere.id();
    Person eve = here("eve");

    eve.join(id);
    eve.send(id, "mine");
    eve.sendTo("ann", id, "mine");

    assertThat(eve.hears())
        .containsExactly("refused FORBIDDEN", "refused FORBIDDEN", "refused FORBIDDEN");
    assertThat(created(ann.createDirect("bob"))).isEqualTo(id);
  }

  @Test
  void creatingCountsAsBeginning() {
    world =
        new World(
            1,
            new Policy(
                World.policy(PresenceAudience.EVERYONE, 1_000).access(),
                PresenceAudience.EVERYONE,
                Duration.ofMillis(500),
                5,
                3,
                Optional.of(new Rate(1, Duration.ofHours(1).toNanos(), 1)),
                1_000));
    Requester carol = world.request("carol");
    Requester bot = world.service("bot");

    carol.createNamed("n");
    world.settle();
    carol.createNamed("n");
    world.settle();
    carol.createGroup();
    bot.createGroup("carol");
    bot.createGroup("carol");
    world.settle();

    assertThat(carol.answers()).containsExactly("created", "existed", "refused RATE_LIMITED");
    assertThat(bot.answers()).containsExactly("created", "created");
  }

  @Test
  void whoIsAddedReceivesFromThenOnAndReadsEverything() {
    Person atHome = here("carol");
    String id = created(ann.createGroup("bob"));
    ann.send(id, "one");
    world.settle();

    ann.add(id, "carol").add(id, "carol");
    world.settle();
    ann.send(id, "two");

    assertThat(atHome.hears()).containsExactly("said ann 2 two");
    assertThat(atHome.fetch(id)).hasSize(2);
    assertThat(ann.answers()).containsExactly("created", "sent 1", "true", "false", "sent 2");
  }

  @Test
  void whoIsRemovedIsInNoRoomAndReceivesNothing() {
    Person atHome = here("bob");
    String id = created(ann.createGroup("bob"));
    inRoom(id, atHome);

    ann.remove(id, "bob").send(id, "he is gone");
    atHome.send(id, "still here?");
    atHome.type(id, true);

    assertThat(atHome.hears()).containsExactly("refused FORBIDDEN");
    assertThat(atHome.fetch(id)).isEmpty();
    atHome.join(id);
    assertThat(atHome.hears()).containsExactly("refused FORBIDDEN", "refused FORBIDDEN");
    assertThat(ann.answers()).containsExactly("created", "true", "sent 1");
  }

  @Test
  void whoIsRemovedSeesNobodyTypeAnyMore() {
    Person typist = here("carol");
    Person atHome = here("bob");
    String id = created(ann.createGroup("bob", "carol"));
    inRoom(id, typist, atHome);

    ann.remove(id, "bob");
    world.settle();
    typist.type(id, true);

    assertThat(atHome.hears()).isEmpty();
  }

  @Test
  void whoIsAddedAgainHasStillReadWhatTheyHadRead() {
    String id = created(ann.createGroup("bob"));
    ann.send(id, "one");
    world.settle();
    bob.markAll(id);
    world.settle();

    ann.remove(id, "bob").add(id, "bob");
    world.settle();
    bob.get(id);
    world.settle();

    assertThat(bob.answers()).containsExactly("marked 1", "got");
    assertThat(bob.view().listed().readUpTo()).isEqualTo(1);
  }

  @Test
  void onlyTheCreatorAddsAndRemovesOthers() {
    String id = created(ann.createGroup("bob", "carol"));

    bob.add(id, "eve").remove(id, "carol").remove(id, "bob").remove(id, "bob");
    world.request("eve").add(id, "eve");
    world.settle();

    assertThat(bob.answers())
        .containsExactly("refused FORBIDDEN", "refused FORBIDDEN", "true", "false");
    ann.get(id);
    world.settle();
    assertThat(ann.view().listed().conversation().participants().asSet())
        .containsExactlyInAnyOrder(new UserId("ann"), new UserId("carol"));
  }

  @Test
  void participantsOfADirectConversationNeverChange() {
    String id = created(ann.createDirect("bob"));

    ann.add(id, "eve").remove(id, "bob").remove(id, "ann");
    service.add(id, "eve").remove(id, "bob");
    world.settle();

    assertThat(ann.answers())
        .containsExactly("created", "refused CONFLICT", "refused CONFLICT", "refused CONFLICT");
    assertThat(service.answers()).containsExactly("refused CONFLICT", "refused CONFLICT");
  }

  @Test
  void usersRemoveThemselvesFromAnOpenConversation() {
    Person atHome = here("bob");
    Person other = here("ann");
    inRoom("open", atHome, other);

    ann.remove("open", "bob");
    bob.remove("open", "bob");
    world.settle();
    other.send("open", "alone");

    assertThat(atHome.hears()).isEmpty();
    assertThat(ann.answers()).containsExactly("refused FORBIDDEN");
    assertThat(bob.answers()).containsExactly("true");
  }

  @Test
  void conversationIsAsAParticipantSeesItAndAsIfItWereNotForOthers() {
    String id = created(ann.createGroup("bob", "carol"));
    ann.send(id, "one").send(id, "two");
    world.settle();
    world.request("carol").markAll(id);
    world.settle();

    bob.get(id).get("nothing");
    Requester eve = world.request("eve");
    eve.get(id).get("nothing");
    world.settle();

    ConversationView view = bob.view();
    assertThat(view.listed().unread().messages()).isEqualTo(2);
    assertThat(view.listed().conversation().head()).isEqualTo(2);
    assertThat(view.listed().lastMessage().orElseThrow().content().text()).isEqualTo("two");
    assertThat(view.readers())
        .singleElement()
        .satisfies(mark -> assertThat(mark.user()).isEqualTo(new UserId("carol")));
    assertThat(bob.answers()).containsExactly("got", "refused FORBIDDEN");
    assertThat(eve.answers()).containsExactly("refused FORBIDDEN", "refused FORBIDDEN");
  }

  @Test
  void serviceActsEverywhereAndTakesNoPart() {
    String id = created(ann.createGroup("bob"));
    Person atHome = here("bob");
    Person bot = here("bot");

    service.send(id, "news");
    world.settle();
    service.fetch(id).get(id).add(id, "carol").remove(id, "ann");
    world.settle();

    assertThat(service.answers())
        .containsExactlyInAnyOrder("sent 1", "fetched 1", "got", "true", "true");
    assertThat(atHome.hears()).containsExactly("said bot 1 news");
    assertThat(bot.hears()).isEmpty();
    bob.get(id);
    world.settle();
    assertThat(bob.view().listed().conversation().has(new UserId("bot"))).isFalse();
    service.get("nothing").fetch("nothing").add("nothing", "bob").remove("nothing", "bob");
    world.settle();
    assertThat(service.answers()).hasSize(4).containsOnly("refused NOT_FOUND");
  }

  @Test
  void serviceChoosesIdsAndGetsTheSameAgain() {
    service.createUnder("chosen", Kind.GROUP, "ann", "bob");
    world.settle();
    service.createUnder("chosen", Kind.GROUP, "ann");
    world.settle();
    service.createUnder("chosen", Kind.DIRECT, "ann", "bob");
    ann.createUnder("mine", Kind.GROUP);
    world.settle();
    service.createUnder("two", Kind.DIRECT, "ann", "bob");
    world.settle();
    service.createUnder("three", Kind.DIRECT, "bob", "ann");
    world.settle();
    bob.createDirect("ann");
    world.settle();

    assertThat(service.answers())
        .containsExactly("created", "existed", "refused CONFLICT", "created", "refused CONFLICT");
    assertThat(ann.answers()).containsExactly("refused FORBIDDEN");
    assertThat(bob.id()).isEqualTo("two");
    ann.get("chosen").add("chosen", "eve");
    world.settle();
    assertThat(ann.answers()).containsExactlyInAnyOrder("got", "refused FORBIDDEN");
  }

  @Test
  void senderWithoutAConnectionHearsItOnAllOfThem() {
    Person atHome = here("ann");
    String id = created(ann.createGroup());

    ann.send(id, "by request");

    assertThat(atHome.hears()).containsExactly("said ann 1 by request");
  }

  @Test
  void everyRequestIsAnsweredWhereTheStoreIsDownOrReadersAreFull() {
    String id = created(ann.createGroup("bob"));
    ann.answers();

    world.readersAreFull(true);
    ann.get(id).createDirect("bob");
    world.settle();
    world.readersAreFull(false);
    world.storeIsDown(true);
    ann.createGroup().add(id, "carol").remove(id, "bob").get(id).createDirect("bob");
    world.settle();
    world.storeIsDown(false);
    world.pass(5_000);

    assertThat(ann.answers())
        .containsExactly(
            "refused OVERLOADED",
            "refused OVERLOADED",
            "refused UNAVAILABLE",
            "refused UNAVAILABLE",
            "refused UNAVAILABLE",
            "refused UNAVAILABLE",
            "refused UNAVAILABLE");
    world.broken.clear();
  }

  private String created(Requester requester) {
    world.settle();
    return requester.id();
  }
}
