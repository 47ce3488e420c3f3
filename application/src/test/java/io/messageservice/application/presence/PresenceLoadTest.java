package io.messageservice.application.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.command.Dependencies;
import io.messageservice.application.command.UseCases;
import io.messageservice.application.memory.InMemoryStore;
import io.messageservice.application.memory.PlainFormat;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.DeliveryEvents;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.Identities.Reason;
import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.application.port.out.LaneEvents;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.world.World;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whether an operator learns that presence is sent to too many. */
class PresenceLoadTest {

  private final List<Integer> reported = new ArrayList<>();

  /** So many users connect. */
  private void connect(PresenceAudience audience, int users) {
    EventLoop deaf = new Deaf();
    InMemoryStore store = new InMemoryStore(new Random(1));
    UseCases useCases =
        UseCases.in(
            new Dependencies(
                List.of(store.ledger()),
                store.history(),
                store.history(),
                store.conversationIds(),
                json -> json,
                List.of(deaf),
                List.of(Runnable::run),
                Runnable::run,
                Runnable::run,
                (delay, task) -> {},
                () -> Instant.EPOCH,
                () -> 0L,
                Faults.NONE,
                reported::add,
                DeliveryEvents.NONE,
                (token, verdict) -> verdict.accept(new Verdict.Refused(Reason.INVALID)),
                Cluster.ALONE,
                MemoryBudget.unlimited(),
                lane -> LaneEvents.NONE,
                Optional.empty()),
            World.policy(audience, 1_000));
    PlainFormat format = new PlainFormat();
    for (int i = 0; i < users; i++) {
      UserId user = new UserId("user" + i);
      useCases.registerConnection().register(new Visitor(user, new DisplayName("U"), deaf, format));
    }
  }

  @Test
  void twoThousandAreNotReported() {
    connect(PresenceAudience.EVERYONE, 2_000);

    assertThat(reported).isEmpty();
  }

  @Test
  void pastTwoThousandIsReportedOnce() {
    connect(PresenceAudience.EVERYONE, 2_100);

    assertThat(reported).containsExactly(2_001);
  }

  @Test
  void amongContactsNothingIsReported() {
    connect(PresenceAudience.CONTACTS, 2_100);

    assertThat(reported).isEmpty();
  }

  private record Visitor(UserId user, DisplayName name, EventLoop loop, PlainFormat format)
      implements Connection {
    @Override
    public void push(OutgoingEvent event) {
      throw new AssertionError("the loop is deaf");
    }

    @Override
    public void disconnect() {}

    @Override
    public void whenDrained(Runnable task) {
      throw new AssertionError("nothing is told");
    }
  }

  /** Runs nothing of what it is given. */
  private static final class Deaf implements EventLoop {
    @Override
    public int index() {
      return 0;
    }

    @Override
    public void execute(Runnable task) {
      // what would be told is not what is tested
    }
  }
}
