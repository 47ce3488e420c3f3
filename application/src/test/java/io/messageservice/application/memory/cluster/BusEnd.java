package io.messageservice.application.memory.cluster;

import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.Signal;
import io.messageservice.application.port.out.Timer;
import io.messageservice.application.port.out.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One node's end of an {@link InMemoryBus}. It writes all that it watches into the table whenever
 * that changes, and every second in any case, which also proves the way there and back. Guarded by
 * itself; what it has to tell it tells on the node's thread.
 */
final class BusEnd implements ClusterBus {

  private static final Duration PROOF = Duration.ofSeconds(1);

  /** Whoever watches is not kept waiting for longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final InMemoryBus bus;
  private final Network.Way way;
  private final Timer timer;
  private final Set<Topic> watched = new HashSet<>();

  /** Who waits for what was watched, in order. */
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  private @Nullable Listener listener;

  /** Of what is watched: how often it was written. */
  private long written;

  /** The newest of those that are known to have arrived. */
  private long proven;

  /** The one that is to have arrived before the next is due. */
  private long proof;

  /** Whether something may have been lost. */
  private boolean doubtful;

  BusEnd(InMemoryBus bus, Network.Way way, Timer timer) {
    this.bus = bus;
    this.way = way;
    this.timer = timer;
  }

  String name() {
    return way.name();
  }

  @Override
  public synchronized void listen(Listener first) {
    listener = first;
    prove();
  }

  private synchronized void prove() {
    doubtful |= proven < proof;
    proof = written + 1;
    write();
    timer.after(PROOF, this::prove);
  }

  @Override
  public void publish(List<Signal> signals) {
    List<Signal> all = List.copyOf(signals);
    way.ask(() -> bus.spread(name(), all));
  }

  @Override
  public synchronized void watch(Collection<Topic> topics, Runnable confirmed) {
    watched.addAll(topics);
    Waiting last = new Waiting(written + 1, confirmed);
    waiting.add(last);
    timer.after(PATIENCE, () -> giveUp(last));
    write();
  }

  @Override
  public synchronized void unwatch(Collection<Topic> topics) {
    topics.forEach(watched::remove);
    write();
  }

  private void write() {
    long version = ++written;
    Set<Topic> topics = Set.copyOf(watched);
    way.ask(
        () -> {
          boolean unknown = bus.isNew(this, version, topics);
          boolean lost = unknown && version > 1;
          way.answer(() -> arrived(version, lost));
        });
  }

  private synchronized void arrived(long version, boolean wasLost) {
    proven = Math.max(proven, version);
    doubtful |= wasLost;
    while (!waiting.isEmpty() && waiting.peek().version() <= version) {
      way.tell(waiting.remove().confirmed());
    }
    if (doubtful && proven >= proof) {
      doubtful = false;
      reconcile();
    }
  }

  /** It goes on all the same, in doubt. */
  private synchronized void giveUp(Waiting one) {
    if (waiting.remove(one)) {
      doubtful = true;
      way.tell(one.confirmed());
      reconcile();
    }
  }

  private void reconcile() {
    Listener all = listener;
    if (all != null) {
      way.tell(all::reconcile);
    }
  }

  synchronized void receives(List<Signal> signals) {
    Listener all = listener;
    if (all != null) {
      way.tell(() -> all.received(signals));
    }
  }

  /** Who waits until that version is known to have arrived. */
  private record Waiting(long version, Runnable confirmed) {}
}
