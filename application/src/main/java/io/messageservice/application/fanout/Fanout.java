package io.messageservice.application.fanout;

import io.messageservice.application.event.ConversationChanged;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.EventLoop.PendingWrites;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.port.out.Signal;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one batch delivers, gathered for each event loop and handed over as one task; then what it
 * publishes to other nodes. One thread may call.
 */
public final class Fanout {

  /** A message counts for one more of the things that an event loop is given for each of these. */
  private static final int BYTES_OF_WEIGHT = 4 << 10;

  private final EventLoopStates states;
  private final LocalConnections connections;
  private final Faults faults;
  private final int lane;
  private final ClusterBus bus;
  private final boolean shared;
  private final List<Signal> signals = new ArrayList<>();
  private final List<List<Consumer<EventLoopState>>> tasks = new ArrayList<>();

  /** What the tasks of each event loop weigh. */
  private final int[] weights;

  /**
   * With nothing to deliver.
   *
   * @param lane the index of the lane that makes use of it
   */
  public Fanout(
      EventLoopStates states,
      LocalConnections connections,
      Cluster cluster,
      Faults faults,
      int lane) {
    this.states = states;
    this.connections = connections;
    this.faults = faults;
    this.lane = lane;
    this.bus = cluster.bus();
    this.shared = cluster.isShared();
    this.weights = new int[states.loops().size()];
    states.loops().forEach(loop -> tasks.add(new ArrayList<>()));
  }

  /** Adds a task for one event loop, after those added before. */
  public void on(EventLoop loop, Consumer<EventLoopState> task) {
    add(loop.index(), task, 1);
  }

  /** Adds a task for each event loop, after those added before. */
  public void onEvery(Consumer<EventLoopState> task) {
    for (int index = 0; index < weights.length; index++) {
      add(index, task, 1);
    }
  }

  /**
   * Removes everybody who does not take part from the room, on each event loop. The tasks added so
   * far are handed over at once. So if somebody sends something after a reply that is added later,
   * it reaches every event loop after the removal.
   */
  public void evict(Conversation conversation) {
    onEvery(state -> state.evict(conversation));
    handOver();
  }

  /** Has the event pushed to all connections of the users that were open by now. */
  public void toUsers(Set<UserId> users, OutgoingEvent event) {
    long opening = connections.lastOpening();
    toReceivers(Participants.of(users), state -> state.deliver(users, event, opening), 1);
  }

  /**
   * Adds a task for each event loop that has a connection of one of these users, after those added
   * before.
   *
   * @param weight how many things it counts for while it waits
   */
  public void toReceivers(Participants users, Consumer<EventLoopState> task, int weight) {
    toLoops(connections.loopsOf(users), task, weight);
  }

  private void toLoops(long receivers, Consumer<EventLoopState> task, int weight) {
    for (int index = 0; index < weights.length; index++) {
      if ((receivers & LocalConnections.bit(index)) != 0) {
        add(index, task, weight);
      }
    }
  }

  /**
   * Adds a message for the room and the participants, on the event loops that have a connection of
   * one of them.
   *
   * @param except is not to receive it; null where nobody is left out
   */
  public void message(
      Conversation conversation, SequencedEvent sequenced, @Nullable Connection except) {
    SequencedEvent message = personal(conversation, sequenced);
    long opening = connections.lastOpening();
    long receivers = connections.loopsOf(conversation.participants());
    @Nullable PendingWrites writes = writesOf(message.event(), receivers);
    toLoops(
        receivers,
        state -> {
          boolean pushed = false;
          try {
            pushed = state.deliver(conversation, message, except, lane, opening);
          } finally {
            if (writes != null) {
              state.measure(writes, pushed);
            }
          }
        },
        1 + message.event().sizeBytes() / BYTES_OF_WEIGHT);
  }

  private SequencedEvent personal(Conversation conversation, SequencedEvent message) {
    return message.event().event() instanceof ConversationChanged changed
        ? new SequencedEvent(
            message.position(),
            message.event(),
            new PersonalEvents(changed, conversation, connections))
        : message;
  }

  private @Nullable PendingWrites writesOf(OutgoingEvent event, long receivers) {
    if (event.receivedNanos() == 0) {
      return null;
    }
    int loops = 0;
    for (int index = 0; index < weights.length; index++) {
      loops += (receivers & LocalConnections.bit(index)) == 0 ? 0 : 1;
    }
    return new CountedWrites(event.receivedNanos(), loops);
  }

  /** Adds what is published to other nodes, after this one's event loops. */
  public void publish(Supplier<Signal> signal) {
    if (shared) {
      signals.add(signal.get());
    }
  }

  private void add(int index, Consumer<EventLoopState> task, int weight) {
    tasks.get(index).add(task);
    weights[index] += weight;
  }

  /**
   * Hands everything over. A task, or an event loop, that breaks does not keep the others from
   * theirs.
   */
  public void flush() {
    handOver();
    publishAll();
  }

  private void handOver() {
    for (EventLoop loop : states.loops()) {
      List<Consumer<EventLoopState>> list = tasks.get(loop.index());
      if (!list.isEmpty()) {
        int weight = weights[loop.index()];
        tasks.set(loop.index(), new ArrayList<>());
        weights[loop.index()] = 0;
        EventLoopState state = states.of(loop);
        attempt(
            () ->
                loop.execute(
                    () -> list.forEach(task -> attempt(() -> task.accept(state))), weight));
      }
    }
  }

  private void publishAll() {
    if (!signals.isEmpty()) {
      List<Signal> all = List.copyOf(signals);
      signals.clear();
      attempt(() -> bus.publish(all));
    }
  }

  private void attempt(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error fault) {
      faults.broke("delivery", fault);
    }
  }
}
