package io.messageservice.application.fanout;

import io.messageservice.application.event.Event;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The states of all event loops. Immutable; any thread may call. */
public final class EventLoopStates {

  private final LocalConnections connections;
  private final List<EventLoop> loops;
  private final List<EventLoopState> states;

  /**
   * A state for each event loop.
   *
   * @param loops by index
   * @param lanes how many lanes deliver
   */
  public EventLoopStates(
      List<? extends EventLoop> loops,
      LocalConnections connections,
      ReplaySource source,
      Faults faults,
      int lanes) {
    this.connections = connections;
    this.loops = List.copyOf(loops);
    this.states =
        this.loops.stream()
            .map(loop -> new EventLoopState(connections, source, faults, new Openings(lanes), loop))
            .toList();
  }

  /** The state of the event loop; to be touched only on its thread. */
  public EventLoopState of(EventLoop loop) {
    return states.get(loop.index());
  }

  /** All event loops. */
  public List<EventLoop> loops() {
    return loops;
  }

  /** The event, encoded for the connections of all event loops. */
  public OutgoingEvent outgoing(Event event) {
    return connections.outgoing(event);
  }

  /**
   * Delivers to these users and, where asked for, the room, each connection once.
   *
   * @param room null where it is not for the room
   */
  public void deliver(Set<UserId> users, @Nullable ConversationId room, Event event) {
    OutgoingEvent outgoing = outgoing(event);
    every(state -> state.deliver(users, room, outgoing, null));
  }

  /** Has every event loop carry out the task on its state, soon. */
  public void every(Consumer<EventLoopState> task) {
    for (EventLoop loop : loops) {
      EventLoopState state = of(loop);
      loop.execute(() -> task.accept(state));
    }
  }
}
