package io.messageservice.application.delivery;

import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.Shard;
import io.messageservice.application.port.out.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What one batch has to tell, gathered for each shard and handed over as one task; then what it has
 * to tell other nodes. One thread may call.
 */
public final class Delivery {

  private final Halls halls;
  private final Faults faults;
  private final ClusterBus bus;
  private final boolean shared;
  private final List<Signal> signals = new ArrayList<>();
  private final List<List<Consumer<Hall>>> tasks = new ArrayList<>();

  /** What the tasks of each shard weigh. */
  private final int[] weights;

  /** With nothing to tell. */
  public Delivery(Halls halls, Cluster cluster, Faults faults) {
    this.halls = halls;
    this.faults = faults;
    this.bus = cluster.bus();
    this.shared = cluster.isShared();
    this.weights = new int[halls.shards().size()];
    halls.shards().forEach(shard -> tasks.add(new ArrayList<>()));
  }

  /** Adds a task for one shard, after those added before. */
  public void on(Shard shard, Consumer<Hall> task) {
    add(shard.index(), task, 1);
  }

  /** Adds a task for each shard, after those added before. */
  public void onEvery(Consumer<Hall> task) {
    onEvery(task, 1);
  }

  /**
   * As {@link #onEvery(Consumer)}.
   *
   * @param weight how many things it counts for while it waits
   */
  public void onEvery(Consumer<Hall> task, int weight) {
    for (int index = 0; index < weights.length; index++) {
      add(index, task, weight);
    }
  }

  /** Adds what other nodes are to be told, after this one's shards. */
  public void publish(Supplier<Signal> signal) {
    if (shared) {
      signals.add(signal.get());
    }
  }

  private void add(int index, Consumer<Hall> task, int weight) {
    tasks.get(index).add(task);
    weights[index] += weight;
  }

  /**
   * Hands everything over. A task, or a shard, that breaks does not keep the others from theirs.
   */
  public void flush() {
    for (Shard shard : halls.shards()) {
      List<Consumer<Hall>> list = tasks.get(shard.index());
      if (!list.isEmpty()) {
        int weight = weights[shard.index()];
        tasks.set(shard.index(), new ArrayList<>());
        weights[shard.index()] = 0;
        Hall hall = halls.of(shard);
        attempt(
            () ->
                shard.execute(
                    () -> list.forEach(task -> attempt(() -> task.accept(hall))), weight));
      }
    }
    publishAll();
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
