package io.messageservice.application.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.fanout.EventLoopStates;
import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.fanout.LocalConnections;
import io.messageservice.application.memory.ReadSide;
import io.messageservice.application.port.out.ChangeLog.Heads;
import io.messageservice.application.port.out.ChangeLog.Mark;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.DeliveryEvents;
import io.messageservice.application.port.out.LaneEvents;
import io.messageservice.application.port.out.NodeMembership;
import io.messageservice.application.port.out.Signal;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.port.out.Topic;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Each lane of a node learns what a user takes part in who has a connection there. */
class UserLookUpsTest {

  private static final int LANES = 2;
  private static final UserId ANN = new UserId("ann");
  private static final ConversationId OF_ONE_LANE = new ConversationId("a");
  private static final ConversationId OF_ANOTHER = new ConversationId("b");
  private static final Mark END = new Mark("end");

  private final List<Deque<Consumer<Fanout>>> tasks = new ArrayList<>();
  private final List<Feeds> lanes = new ArrayList<>();
  private final Deque<Runnable> readers = new ArrayDeque<>();
  private final Deque<Runnable> timers = new ArrayDeque<>();
  private final Set<Topic> watched = new HashSet<>();
  private final ReadSide history = history();
  private final Fanout fanout = fanout();
  private boolean down;
  private int failed;

  UserLookUpsTest() {
    for (int i = 0; i < LANES; i++) {
      Deque<Consumer<Fanout>> own = new ArrayDeque<>();
      tasks.add(own);
      lanes.add(new Feeds(environment(i), new StoreEpoch(history), (where, task) -> own.add(task)));
    }
    Feeds.join(lanes);
  }

  private FeedEnvironment environment(int lane) {
    return new FeedEnvironment(
        history,
        history,
        new LocalConnections(1),
        new Cluster(new Bus(), NodeMembership.ALONE, Optional.empty()),
        readers::add,
        (delay, task) -> timers.add(task),
        () -> 0,
        MemoryBudget.unlimited(),
        (where, fault) -> failed++,
        DeliveryEvents.NONE,
        LaneEvents.NONE,
        new LanePartition(lane, LANES),
        changed -> {});
  }

  private Fanout fanout() {
    LocalConnections nobody = new LocalConnections(1);
    EventLoopStates states =
        new EventLoopStates(List.of(), nobody, (request, to, then) -> {}, (where, fault) -> {}, 1);
    return new Fanout(states, nobody, Cluster.ALONE, (where, fault) -> {}, 0);
  }

  private ReadSide history() {
    return (ReadSide)
        Proxy.newProxyInstance(
            ReadSide.class.getClassLoader(),
            new Class<?>[] {ReadSide.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "epoch" -> "epoch";
                  case "end" -> END;
                  case "between" -> new Heads(END, List.of());
                  case "heads" -> Map.of();
                  case "conversationIdsOf" -> conversations();
                  default -> throw new AssertionError(method);
                });
  }

  private Set<ConversationId> conversations() {
    if (down) {
      throw new StoreUnavailable("down", new IllegalStateException("unplugged"));
    }
    return Set.of(OF_ONE_LANE, OF_ANOTHER);
  }

  /** What is watched is confirmed at once. */
  private final class Bus implements ClusterBus {

    @Override
    public void listen(Listener listener) {}

    @Override
    public void publish(List<Signal> signals) {}

    @Override
    public void watch(Collection<Topic> topics, Runnable confirmed) {
      watched.addAll(topics);
      confirmed.run();
    }

    @Override
    public void unwatch(Collection<Topic> topics) {
      watched.removeAll(topics);
    }
  }

  private void open() {
    lanes.stream().map(lane -> lane.opening(ANN)).toList().forEach(Runnable::run);
  }

  private void close() {
    lanes.forEach(lane -> lane.closed(ANN));
  }

  private void run(int lane) {
    for (Consumer<Fanout> next; (next = tasks.get(lane).poll()) != null; ) {
      next.accept(fanout);
    }
  }

  private void runLanes() {
    while (tasks.stream().anyMatch(some -> !some.isEmpty())) {
      for (int lane = 0; lane < LANES; lane++) {
        run(lane);
      }
    }
  }

  private void read() {
    for (Runnable next; (next = readers.poll()) != null; ) {
      next.run();
      runLanes();
    }
  }

  @Test
  void allLanesLookUpWhoComes() {
    open();
    runLanes();
    read();

    assertThat(watched)
        .containsExactlyInAnyOrder(
            new Topic.OfUser(ANN),
            new Topic.OfConversation(OF_ONE_LANE),
            new Topic.OfConversation(OF_ANOTHER));
  }

  @Test
  void whoComesBackWhileALookUpFailsIsLookedUpAgain() {
    open();
    runLanes();
    close();
    open();
    run(LanePartition.indexOf(ANN.value(), LANES)); // before the other lane has any of it
    runLanes();
    down = true;
    read();
    assertThat(failed).isEqualTo(4);

    down = false;
    timers.forEach(Runnable::run);
    runLanes();
    read();

    assertThat(watched)
        .contains(new Topic.OfConversation(OF_ONE_LANE), new Topic.OfConversation(OF_ANOTHER));
  }
}
