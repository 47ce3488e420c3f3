package io.messageservice.application.delivery;

import io.messageservice.application.port.out.Encoder;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.Shard;
import java.util.List;
import java.util.function.Consumer;

/** The halls of all shards. Immutable; any thread may call. */
public final class Halls {

  private final List<Shard> shards;
  private final List<Hall> halls;

  /**
   * A hall for each shard.
   *
   * @param shards by index
   */
  public Halls(List<? extends Shard> shards, Encoder encoder, ReplaySource source, Faults faults) {
    this.shards = List.copyOf(shards);
    this.halls = this.shards.stream().map(shard -> new Hall(encoder, source, faults)).toList();
  }

  /** The hall of the shard; to be touched only on its thread. */
  public Hall of(Shard shard) {
    return halls.get(shard.index());
  }

  /** All shards. */
  public List<Shard> shards() {
    return shards;
  }

  /** Has every shard carry out the task on its hall, soon. */
  public void every(Consumer<Hall> task) {
    for (Shard shard : shards) {
      Hall hall = of(shard);
      shard.execute(() -> task.accept(hall));
    }
  }
}
