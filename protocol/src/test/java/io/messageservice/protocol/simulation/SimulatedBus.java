package io.messageservice.protocol.simulation;

import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.Signal;
import io.messageservice.application.port.out.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What lies between nodes: a table of who watches what, and a way to each of them that loses,
 * doubles, delays and mixes up what it carries, and is away for a while.
 */
final class SimulatedBus {

  private static final int SLOWEST_MILLIS = 300;

  /** A node that is not confirmed what it watches goes on in doubt after this. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Scheduler scheduler;
  private final Chaos chaos;
  private final Map<Topic, Set<End>> watchers = new HashMap<>();
  private final List<End> ends = new ArrayList<>();
  private boolean away;

  SimulatedBus(Scheduler scheduler, Chaos chaos) {
    this.scheduler = scheduler;
    this.chaos = chaos;
  }

  /**
   * The bus as one node has it.
   *
   * @param line on which it hears
   */
  ClusterBus endOf(Line line) {
    End end = new End(line);
    ends.add(end);
    return end;
  }

  /** Carries nothing until it is back; what every node watches may be forgotten meanwhile. */
  void goAway() {
    away = true;
    if (scheduler.below(2) == 0) {
      watchers.clear();
    }
  }

  /** Carries again; the nodes find out. */
  void comeBack() {
    if (away) {
      away = false;
      ends.forEach(End::recover);
    }
  }

  /** One node's way to the others. */
  private final class End implements ClusterBus {
    private final Line line;
    private final List<Consumer<Consumer<Listener>>> hearing = new ArrayList<>(1);
    private final Set<Topic> wanted = new HashSet<>();

    /** Those who wait for what they watch to be confirmed. */
    private final List<Runnable> waiting = new ArrayList<>();

    End(Line line) {
      this.line = line;
    }

    @Override
    public void listen(Listener listener) {
      hearing.add(said -> line.execute(() -> said.accept(listener)));
    }

    @Override
    public void publish(List<Signal> signals) {
      scheduler.interrupt();
      for (End end : ends) {
        if (end != this) {
          List<Signal> wanted = signals.stream().filter(end::wants).toList();
          if (!wanted.isEmpty()) {
            end.carry(wanted);
          }
        }
      }
    }

    private boolean wants(Signal signal) {
      return signal.topics().stream().anyMatch(this::isWatched);
    }

    private boolean isWatched(Topic topic) {
      return watchers.getOrDefault(topic, Set.of()).contains(this);
    }

    private void carry(List<Signal> signals) {
      if (away || chaos.signalIsLost()) {
        return;
      }
      hear(listener -> listener.heard(signals));
      if (chaos.signalIsDoubled()) {
        hear(listener -> listener.heard(signals));
      }
    }

    private void hear(Consumer<ClusterBus.Listener> said) {
      int delay = chaos.signalIsSlow() ? scheduler.below(SLOWEST_MILLIS) : 0;
      scheduler.after(
          Duration.ofMillis(delay), line, () -> hearing.forEach(listener -> listener.accept(said)));
    }

    @Override
    public void watch(Collection<Topic> topics, Runnable confirmed) {
      scheduler.interrupt();
      List<Topic> all = List.copyOf(topics);
      wanted.addAll(all);
      line.execute(() -> note(all, confirmed));
    }

    private void note(List<Topic> topics, Runnable confirmed) {
      if (away) {
        waiting.add(confirmed);
        scheduler.after(PATIENCE, line, () -> giveUp(confirmed));
        return;
      }
      topics.forEach(this::note);
      confirmed.run();
    }

    private void note(Topic topic) {
      if (wanted.contains(topic)) {
        watchers.computeIfAbsent(topic, id -> new HashSet<>()).add(this);
      }
    }

    private void giveUp(Runnable confirmed) {
      if (waiting.remove(confirmed)) {
        confirmed.run();
      }
    }

    private void recover() {
      line.execute(
          () -> {
            wanted.forEach(this::note);
            List<Runnable> all = List.copyOf(waiting);
            waiting.clear();
            all.forEach(Runnable::run);
            hearing.forEach(listener -> listener.accept(Listener::doubt));
          });
    }

    @Override
    public void unwatch(Collection<Topic> topics) {
      List<Topic> all = List.copyOf(topics);
      wanted.removeAll(all);
      line.execute(
          () ->
              all.forEach(
                  topic -> {
                    Set<End> ends = watchers.get(topic);
                    if (ends != null && !wanted.contains(topic)) {
                      ends.remove(this);
                    }
                  }));
    }
  }
}
