package io.messageservice.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.memory.InMemoryStore;
import io.messageservice.application.port.in.JoinConversation;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.message.SendMessage;
import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.application.world.Person;
import io.messageservice.application.world.SharedWire;
import io.messageservice.application.world.World;
import io.messageservice.application.world.Worlds;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.UserId;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a connection asked for before it was closed is carried out, in order, also where a join
 * waits for other nodes.
 */
class GoneConnectionTest {

  private static final ConversationId ROOM = new ConversationId("c");
  private static final UserId ANN = new UserId("ann");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void joinThatWaitsIsCarriedOut(long seed) {
    Nodes nodes = new Nodes(seed);

    nodes.ann().joinAtOnce("c").go();
    nodes.settle();

    assertThat(nodes.takesPart()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void joinThatIsHandedOverIsCarriedOutAndKeepsNoPlace(long seed) {
    Nodes nodes = new Nodes(seed);
    Person ann = nodes.ann();

    ann.go(() -> nodes.join(ann));
    nodes.settle();

    assertThat(nodes.takesPart()).isTrue();
    Person again = nodes.ann();
    again.joinAtOnce("c");
    nodes.settle();
    again.leave("c");
    nodes.settle();
    assertThat(nodes.takesPart()).as("no seat is left behind").isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whatFollowsAJoinThatWaitsComesAfterIt(long seed) {
    Nodes nodes = new Nodes(seed);
    Person ann = nodes.ann();

    ann.joinAtOnce("c").go(() -> nodes.leave(ann));
    nodes.settle();

    assertThat(nodes.takesPart()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void leaveBehindAJoinThatIsLookedUpIsAnsweredBehindIt(long seed) {
    Nodes nodes = new Nodes(seed);
    Person ann = nodes.ann();
    nodes.ann().joinAtOnce("c");
    nodes.settle();
    nodes.here.readersAreHeldBack(true);

    ann.joinAtOnce("c").leaveAtOnce("c");
    nodes.settle();
    nodes.here.readersAreHeldBack(false);
    nodes.settle();

    assertThat(ann.drain()).containsExactly("joined 0", "left c");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void messagesAreStoredAndHeard(long seed) {
    Nodes nodes = new Nodes(seed);
    Person bob = nodes.there.person("bob");
    bob.come();
    bob.joinAtOnce("c");
    nodes.settle();
    bob.drain();
    Person ann = nodes.ann();

    ann.joinAtOnce("c")
        .go(
            () -> {
              nodes.send(ann, "one");
              nodes.send(ann, "two");
            });
    nodes.settle();

    assertThat(bob.drain()).containsSubsequence("said ann 1 one", "said ann 2 two");
    assertThat(nodes.here.broken).isEmpty();
  }

  /** The next connection opens before the lane knows that the last one is gone. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void nextConnectionHearsAtMostOnceWhatTheLastOneSaid(long seed) {
    Nodes nodes = new Nodes(seed);
    Person ann = nodes.ann();
    Person next = nodes.here.person("ann");

    ann.go(() -> nodes.send(ann, "one"));
    next.come();
    nodes.settle();
    nodes.settle();

    assertThat(next.drain().stream().filter("said ann 1 one"::equals)).hasSizeLessThan(2);
  }

  /** Two nodes on one store. */
  private static final class Nodes {
    private final InMemoryStore store;
    private final World here;
    private final World there;
    private final Worlds both;

    Nodes(long seed) {
      Random random = new Random(seed);
      SharedWire wire = new SharedWire(random);
      store = new InMemoryStore(random);
      here = world("here", random, wire);
      there = world("there", random, wire);
      both = new Worlds(here, there);
    }

    private World world(String name, Random random, SharedWire wire) {
      return new World(
          random.nextLong(),
          World.policy(PresenceAudience.EVERYONE, 1_000),
          store.history(),
          store.ledgerOf(name),
          wire.endOf(name));
    }

    Person ann() {
      Person ann = here.person("ann");
      ann.come();
      both.settle();
      return ann;
    }

    void join(Person ann) {
      JoinConversation.Request request = new JoinConversation.Request(ROOM, Optional.empty());
      here.useCases.joinConversation().join(ann, request, unheard());
    }

    void leave(Person ann) {
      here.useCases.leaveConversation().leave(ann, ROOM, unheard());
    }

    void send(Person ann, String text) {
      SendMessage.Request request =
          new SendMessage.Request(
              ROOM, MessageContent.of(text), Optional.empty(), Optional.empty());
      here.useCases.sendMessage().send(ann, request, unheard());
    }

    private static <R> Reply<R> unheard() {
      return new Reply<>() {
        @Override
        public void done(R result) {}

        @Override
        public void refused(Refusal refusal) {
          throw new AssertionError("refused: " + refusal);
        }
      };
    }

    void settle() {
      both.pass(4_000);
    }

    boolean takesPart() {
      return store.history().conversation(ROOM).filter(found -> found.has(ANN)).isPresent();
    }
  }
}
