package io.messageservice.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.History;
import io.messageservice.application.world.OneNode;
import io.messageservice.application.world.Person;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wall clock jumps; whatever takes a while takes as long as it should. */
class ClockJumpTest extends OneNode {

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void graceOfPresenceLastsAsLong(int hours) {
    Person ann = here("ann");
    here("bob").go();
    world.settle();

    world.wallJumps(Duration.ofHours(hours));
    world.pass(499);
    assertThat(ann.hears()).isEmpty();
    world.pass(1);

    assertThat(ann.hears()).containsExactly("offline bob");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void silentTypistStopsAfterAsLong(int hours) {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);
    ann.type("c", true);
    assertThat(bob.hears()).containsExactly("typing ann true");

    world.wallJumps(Duration.ofHours(hours));
    world.pass(7_000);
    assertThat(bob.hears()).isEmpty();
    world.pass(3_000);

    assertThat(bob.hears()).containsExactly("typing ann false");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void typingIsNoNewsForAsLong(int hours) {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);
    ann.type("c", true);
    assertThat(bob.hears()).containsExactly("typing ann true");

    world.wallJumps(Duration.ofHours(hours));
    ann.type("c", true);
    assertThat(bob.hears()).isEmpty();
    world.pass(1_100);
    ann.type("c", true);

    assertThat(bob.hears()).containsExactly("typing ann true");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void messagesOfAConversationNeverGetOlder(int hours) {
    Person ann = here("ann");
    ann.join("c").send("c", "one");
    world.settle();

    for (int jump : new int[] {hours, -2 * hours, hours}) {
      world.wallJumps(Duration.ofHours(jump));
      ann.send("c", "after a jump of " + jump);
      world.settle();
    }

    List<Instant> times = times("c");
    assertThat(times).hasSize(4).isSorted();
    ann.drain();
  }

  private List<Instant> times(String conversation) {
    ConversationId id = new ConversationId(conversation);
    History.Page page = world.history.after(id, 0, 10, Integer.MAX_VALUE);
    return page.messages().stream().map(Message::createdAt).toList();
  }
}
