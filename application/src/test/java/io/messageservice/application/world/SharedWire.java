package io.messageservice.application.world;

import io.messageservice.application.memory.cluster.InMemoryMembership;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.NodeMembership;
import io.messageservice.application.port.out.Signal;
import io.messageservice.application.port.out.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/** The bus between the worlds of a test, which loses, doubles and mixes up what it carries. */
public final class SharedWire {

  private final Random random;
  private final List<End> ends = new ArrayList<>();

  /** How many of a thousand signals get lost. */
  public int lost;

  /** Whether it keeps what it carries for itself. */
  public boolean held;

  private final List<Runnable> kept = new ArrayList<>();

  /** The names of nodes that count as dead. */
  public final Set<String> dead = new HashSet<>();

  /** Everything that was published so far. */
  public final List<Signal> published = new ArrayList<>();

  public SharedWire(Random random) {
    this.random = random;
  }

  /** What a node of that name has of the cluster. */
  public Function<World, Cluster> endOf(String node) {
    return world -> {
      End end = new End(world.queue());
      ends.add(end);
      NodeMembership membership = new InMemoryMembership(node, other -> !dead.contains(other));
      return new Cluster(end, membership, Optional.empty());
    };
  }

  /** Hands over what it has kept, once and in order. */
  public void release() {
    held = false;
    kept.forEach(Runnable::run);
    kept.clear();
  }

  /** Loses what it has kept. */
  public void forget() {
    kept.clear();
  }

  /** Hands over what it has kept, once, the last first. */
  public void releaseBackwards() {
    Collections.reverse(kept);
    release();
  }

  /** It comes once more, late, to all who watch it. */
  public void carryAgain(Signal signal) {
    ends.stream().filter(end -> end.wants(signal)).forEach(end -> end.deliver(signal));
  }

  private final class End implements ClusterBus {
    private final Deque<Runnable> queue;
    private final Set<Topic> watched = new HashSet<>();
    private final List<Listener> listeners = new ArrayList<>(1);

    End(Deque<Runnable> queue) {
      this.queue = queue;
    }

    @Override
    public void listen(Listener first) {
      listeners.add(first);
    }

    @Override
    public void publish(List<Signal> signals) {
      published.addAll(signals);
      for (End end : ends) {
        if (end != this) {
          signals.stream()
              .filter(end::wants)
              .map(signal -> signal.from("node-" + ends.indexOf(this)))
              .forEach(end::deliver);
        }
      }
    }

    private boolean wants(Signal signal) {
      return signal.topics().stream().anyMatch(watched::contains);
    }

    private void deliver(Signal signal) {
      if (random.nextInt(1_000) >= lost) {
        Runnable hear = () -> listeners.forEach(listener -> listener.received(List.of(signal)));
        if (held) {
          kept.add(() -> queue.add(hear));
        } else if (random.nextInt(4) == 0) {
          queue.addFirst(hear);
        } else {
          queue.add(hear);
        }
        if (!held && random.nextInt(8) == 0) {
          queue.add(hear);
        }
      }
    }

    @Override
    public void watch(Collection<Topic> topics, Runnable confirmed) {
      List<Topic> all = List.copyOf(topics);
      queue.add(
          () -> {
            watched.addAll(all);
            confirmed.run();
          });
    }

    @Override
    public void unwatch(Collection<Topic> topics) {
      List<Topic> all = List.copyOf(topics);
      queue.add(() -> all.forEach(watched::remove));
    }
  }
}
