package io.messageservice.application.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.application.memory.ReadSide;
import io.messageservice.application.port.in.event.EventType;
import io.messageservice.application.port.in.event.ReadEvents;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.world.OneNode;
import io.messageservice.application.world.Person;
import io.messageservice.domain.conversation.ConversationId;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A conversation that cannot be read leaves events of others alone. */
class UnreadableConversationTest extends OneNode {

  private static final ConversationId BROKEN = new ConversationId("broken");

  private final List<Throwable> reported = new ArrayList<>();
  private final List<String> read = new ArrayList<>();

  @Test
  void whatIsKnownIsReadAndTheRestIsReported() {
    talk();

    read(new IllegalStateException("unreadable"));

    assertThat(read)
        .containsSubsequence(
            "broken conversation.created gone",
            "broken participant.added OPEN [ann]",
            "broken message.created 1 unreadable",
            "broken message.created 2 unreadable",
            "broken receipt.read ann 2")
        .containsSubsequence("whole message.created 1 one", "whole message.created 2 two");
    assertThat(reported).isNotEmpty().allMatch(IllegalStateException.class::isInstance);
  }

  @Test
  void readerStopsWhereTheStoreIsAway() {
    talk();
    StoreUnavailable away = new StoreUnavailable("away", new IllegalStateException());

    assertThatThrownBy(() -> read(away)).isSameAs(away);
    assertThat(reported).isEmpty();
  }

  private void talk() {
    Person ann = here("ann");
    for (String room : List.of("broken", "whole")) {
      inRoom(room, ann);
      ann.send(room, "one").send(room, "two");
      world.settle();
    }
    ann.markAll("broken");
    world.settle();
  }

  private void read(RuntimeException fault) {
    ReadEvents events =
        new ReadEventsUseCase(
            world.history,
            failing(fault),
            user -> true,
            InstantSource.system(),
            () -> 0,
            (where, what) -> reported.add(what));
    var unused =
        events.read(
            Optional.empty(),
            EnumSet.allOf(EventType.class),
            event -> read.add(EventTexts.of(event)));
  }

  /** The read side, where questions about one conversation fail. */
  private ReadSide failing(RuntimeException fault) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (arguments != null && Arrays.asList(arguments).contains(BROKEN)) {
            throw fault;
          }
          return method.invoke(world.history, arguments);
        };
    return (ReadSide)
        Proxy.newProxyInstance(
            ReadSide.class.getClassLoader(), new Class<?>[] {ReadSide.class}, handler);
  }
}
