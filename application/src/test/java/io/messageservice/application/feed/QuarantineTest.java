package io.messageservice.application.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.memory.InMemoryStore;
import io.messageservice.application.memory.ReadSide;
import io.messageservice.application.port.out.History;
import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.application.world.Person;
import io.messageservice.application.world.SharedWire;
import io.messageservice.application.world.World;
import io.messageservice.application.world.Worlds;
import io.messageservice.domain.conversation.ConversationId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A conversation that cannot be read, or that takes long to read, does not hold up the others. */
class QuarantineTest {

  private static final ConversationId C = new ConversationId("c");

  private final Random random = new Random(5);
  private final SharedWire wire = new SharedWire(random);
  private final InMemoryStore store = new InMemoryStore(random);

  /** Their messages cannot be decoded. */
  private final Set<ConversationId> undecodable = new HashSet<>();

  /** Whether the conversations of a user can be read. */
  private boolean listable = true;

  private final World here = world("here", undecodable(store.history()));
  private final World there = world("there", store.history());
  private final Worlds both = new Worlds(here, there);

  private World world(String name, ReadSide history) {
    return new World(
        random.nextLong(),
        World.policy(PresenceAudience.EVERYONE, 1_000),
        history,
        store.ledgerOf(name),
        wire.endOf(name));
  }

  private ReadSide undecodable(ReadSide stored) {
    return (ReadSide)
        Proxy.newProxyInstance(
            ReadSide.class.getClassLoader(),
            new Class<?>[] {ReadSide.class},
            (proxy, method, arguments) -> {
              boolean messages =
                  method.getReturnType() == History.Page.class
                      || method.getReturnType() == History.Missed.class;
              if ((messages && arguments[0] instanceof ConversationId id && !isReadable(id))
                  || (method.getReturnType() == Set.class && !listable)) {
                throw new IllegalStateException("a row that cannot be decoded");
              }
              try {
                return method.invoke(stored, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private boolean isReadable(ConversationId id) {
    return !undecodable.contains(id);
  }

  @AfterEach
  void nothingElseBroke() {
    assertThat(there.broken).isEmpty();
    assertThat(here.broken)
        .allSatisfy(fault -> assertThat(fault).hasMessage("a row that cannot be decoded"));
  }

  private Person in(World world, String user, String... rooms) {
    Person person = world.person(user);
    person.come();
    for (String room : rooms) {
      person.join(room);
    }
    both.settle();
    both.pass(1_000);
    here.forget();
    there.forget();
    return person;
  }

  /** A message of another node that this one has to read. */
  private void missed(Person other, String text) {
    wire.held = true;
    other.send("c", text);
    both.settle();
    wire.forget();
    wire.held = false;
  }

  @Test
  void conversationThatCannotBeDecodedIsQuarantinedAlone() {
    Person ann = in(here, "ann", "c", "d");
    Person bob = in(here, "bob", "c", "d");
    Person eve = in(there, "eve", "c", "d");
    undecodable.add(C);
    missed(eve, "one");

    ann.send("c", "two");
    both.pass(500);
    assertThat(ann.drain()).containsExactly("refused INTERNAL");
    bob.send("c", "three");
    both.settle();
    assertThat(bob.drain()).as("at once").containsExactly("refused INTERNAL");
    assertThat(here.broken).isNotEmpty();

    ann.send("d", "hello");
    eve.send("d", "hello too");
    both.settle();
    assertThat(ann.drain()).containsExactly("sent 1", "said eve 2 hello too");
    assertThat(bob.drain()).containsExactly("said ann 1 hello", "said eve 2 hello too");
    assertThat(there.useCases.commands().unfinished()).isZero();
    assertThat(here.useCases.commands().unfinished()).isZero();

    undecodable.clear();
    both.pass(2_000);
    assertThat(ann.drain()).containsExactly("said eve 1 one", "said ann 2 two", "said bob 3 three");
    assertThat(bob.drain()).containsExactly("said eve 1 one", "said ann 2 two", "said bob 3 three");
    bob.send("c", "four");
    both.settle();
    assertThat(bob.drain()).containsExactly("sent 4");
    assertThat(ann.drain()).containsExactly("said bob 4 four");
  }

  @Test
  void feedsInQuarantineAreCountedUntilTheyCanBeRead() {
    Person ann = in(here, "ann", "c", "d");
    Person eve = in(there, "eve", "c", "d");
    undecodable.add(C);
    missed(eve, "one");
    both.pass(2_000);
    assertThat(here.quarantined).isEqualTo(1);
    assertThat(there.quarantined).isZero();

    undecodable.clear();
    both.pass(2_000);

    assertThat(ann.drain()).containsExactly("said eve 1 one");
    assertThat(here.quarantined).isZero();
  }

  @Test
  void joinsOfAConversationThatCannotBeDecodedAreRefused() {
    Person ann = in(here, "ann", "c", "d");
    Person eve = in(there, "eve", "c");
    undecodable.add(C);
    missed(eve, "one");
    both.pass(1_000);
    Person bob = in(here, "bob", "d");

    bob.join("c");
    both.settle();

    assertThat(bob.drain()).containsExactly("refused INTERNAL");
    undecodable.clear();
    both.pass(2_000);
    bob.join("c");
    both.settle();
    assertThat(bob.drain()).endsWith("joined 1");
    assertThat(ann.drain()).contains("said eve 1 one");
  }

  @Test
  void laneCommitsWhileAFeedWaitsForALongRead() {
    Person ann = in(here, "ann", "c", "d");
    Person bob = in(here, "bob", "c", "d");
    Person eve = in(there, "eve", "c");
    here.readersAreHeldBack(true);
    missed(eve, "one");

    ann.send("c", "two").send("d", "hello");
    both.settle();
    bob.send("d", "hello too").leave("d");
    both.pass(4_000);

    assertThat(ann.drain()).containsExactly("sent 1", "said bob 2 hello too");
    assertThat(bob.drain()).containsExactly("said ann 1 hello", "sent 2", "left d");
    assertThat(store.history().conversation(C)).map(found -> found.head()).contains(2L);
    here.readersAreHeldBack(false);
    both.settle();
    assertThat(ann.drain()).containsExactly("said eve 1 one", "sent 2");
    assertThat(bob.drain()).containsExactly("said eve 1 one", "said ann 2 two");
  }

  @Test
  void whatWasNotReadWhileNobodyNeededItIsReadForTheNextUser() {
    Person ann = in(here, "ann", "c");
    Person eve = in(there, "eve", "c");
    undecodable.add(C);
    missed(eve, "one");
    both.pass(1_000);
    ann.go();
    listable = false;
    Person again = here.person("ann");
    again.come();
    both.settle();
    missed(eve, "two");
    both.pass(5_000);

    undecodable.clear();
    listable = true;
    both.pass(5_000);

    assertThat(again.drain()).endsWith("said eve 2 two");
  }

  @Test
  void whatIsDeliveredBeforeALookUpEndsIsNotDeliveredAgain() {
    in(here, "ann", "c").go();
    Person eve = in(there, "eve", "c");
    both.pass(20_000);
    listable = false;
    Person again = here.person("ann");
    again.come();
    both.settle();
    missed(eve, "one");
    both.pass(27_000); // nobody used the feed for so long, but for the message
    assertThat(again.drain()).containsExactly("said eve 1 one");

    listable = true;
    both.pass(5_000);

    assertThat(again.drain()).isEmpty();
  }

  @Test
  void joinsThatAreRefusedTogetherLeaveNoSeatBehind() {
    Person ann = in(here, "ann", "c");
    Person eve = in(there, "eve", "c");
    undecodable.add(C);
    missed(eve, "one");
    both.pass(1_000);
    Person bob = in(here, "bob");
    Person bobToo = in(there, "bob");

    bob.joinAtOnce("c").joinAtOnce("c");
    both.pass(5_000);
    assertThat(bob.drain()).containsExactly("refused INTERNAL", "refused INTERNAL");
    bobToo.join("c").leave("c");
    both.settle();

    assertThat(store.history().conversation(C))
        .hasValueSatisfying(found -> assertThat(found.has(bob.user())).isFalse());
    undecodable.clear();
    both.pass(2_000);
    assertThat(ann.drain()).contains("said eve 1 one");
  }

  @Test
  void othersAreServedWhileSeveralCannotBeDecoded() {
    Person ann = in(here, "ann", "c", "d", "e");
    Person eve = in(there, "eve", "c", "d", "e");
    undecodable.addAll(List.of(C, new ConversationId("d")));
    wire.held = true;
    eve.send("c", "one").send("d", "one").send("e", "one");
    both.settle();
    wire.forget();
    wire.held = false;

    both.pass(3_000);

    assertThat(ann.drain()).containsExactly("said eve 1 one");
    undecodable.remove(C);
    both.pass(3_000);
    assertThat(ann.drain()).containsExactly("said eve 1 one");
    undecodable.clear();
    both.pass(3_000);
    assertThat(ann.drain()).containsExactly("said eve 1 one");
  }
}
