package io.messageservice.application.fanout;

import io.messageservice.application.port.out.Encoder;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.Faults;
import java.util.List;
import java.util.function.Consumer;

/** The states of all event loops. Immutable; any thread may call. */
public final class EventLoopStates {

  private final List<EventLoop> loops;
  private final List<EventLoopState> states;

  /**
   * A state for each event loop.
   *
   * @param loops by index
   */
  public EventLoopStates(
      List<? extends EventLoop> loops, Encoder encoder, ReplaySource source, Faults faults) {
    this.loops = List.copyOf(loops);
    this.states =
        this.loops.stream().map(loop -> new EventLoopState(encoder, source, faults)).toList();
  }

  /** The state of the event loop; to be touched only on its thread. */
  public EventLoopState of(EventLoop loop) {
    return states.get(loop.index());
  }

  /** All event loops. */
  public List<EventLoop> loops() {
    return loops;
  }

  /** Has every event loop carry out the task on its state, soon. */
  public void every(Consumer<EventLoopState> task) {
    for (EventLoop loop : loops) {
      EventLoopState state = of(loop);
      loop.execute(() -> task.accept(state));
    }
  }
}
