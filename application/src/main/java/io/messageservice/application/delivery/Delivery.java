package io.messageservice.application.delivery;

import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.Shard;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What one batch has to tell, gathered for each shard and handed over as one task. One thread may
 * call.
 */
public final class Delivery {

  private final Halls halls;
  private final Faults faults;
  private final List<List<Consumer<Hall>>> tasks = new ArrayList<>();

  /** With nothing to tell. */
  public Delivery(Halls halls, Faults faults) {
    this.halls = halls;
    this.faults = faults;
    halls.shards().forEach(shard -> tasks.add(new ArrayList<>()));
  }

  /** Adds a task for one shard, after those added before. */
  public void on(Shard shard, Consumer<Hall> task) {
    tasks.get(shard.index()).add(task);
  }

  /** Adds a task for each shard, after those added before. */
  public void onEvery(Consumer<Hall> task) {
    tasks.forEach(list -> list.add(task));
  }

  /**
   * Hands everything over. A task, or a shard, that breaks does not keep the others from theirs.
   */
  public void flush() {
    for (Shard shard : halls.shards()) {
      List<Consumer<Hall>> list = tasks.get(shard.index());
      if (!list.isEmpty()) {
        tasks.set(shard.index(), new ArrayList<>());
        Hall hall = halls.of(shard);
        attempt(
            () ->
                shard.execute(
                    () -> list.forEach(task -> attempt(() -> task.accept(hall))), list.size()));
      }
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
