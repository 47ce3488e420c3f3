package io.messageservice.application.fanout;

import io.messageservice.application.port.out.Encoder;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.Shard;
import java.util.List;
import java.util.function.Consumer;

/** The halls of all shards. Immutable; any thread may call. */
public final class EventLoopStates {

  private final List<Shard> shards;
  private final List<EventLoopState> halls;

  /**
   * A hall for each shard.
   *
   * @param shards by index
   */
  public EventLoopStates(
      List<? extends Shard> shards, Encoder encoder, ReplaySource source, Faults faults) {
    this.shards = List.copyOf(shards);
    this.halls =
        this.shards.stream().map(shard -> new EventLoopState(encoder, source, faults)).toList();
  }

  /** The hall of the shard; to be touched only on its thread. */
  public EventLoopState of(Shard shard) {
    return halls.get(shard.index());
  }

  /** All shards. */
  public List<Shard> shards() {
    return shards;
  }

  /** Has every shard carry out the task on its hall, soon. */
  public void every(Consumer<EventLoopState> task) {
    for (Shard shard : shards) {
      EventLoopState hall = of(shard);
      shard.execute(() -> task.accept(hall));
    }
  }
}
