package io.messageservice.adapter.redis.bridge;

import io.messageservice.adapter.redis.Partition;
import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.bridge.Log.Take;
import io.messageservice.application.port.out.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Tells other services what happened, in a stream: every change that the store logged and every
 * crossing that the board logged, at least once, and in a conversation in order. Each node runs
 * one; each log is read by one node at a time. Any thread may call.
 */
public final class EventStream implements AutoCloseable {

  /** How often a log that this node reads is looked at, where nothing was new. */
  private static final Duration PERIOD = Duration.ofMillis(100);

  /** How often a log that another node reads is looked at. */
  private static final Duration WATCH = Log.LEASE.dividedBy(3);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Site site;
  private final EventStreamEvents events;
  private final EventWriter writer;
  private final List<Pump> pumps = new ArrayList<>();

  private volatile boolean closed;

  /**
   * Begins.
   *
   * @param history of the store in the same Redis
   * @param length about how many events are kept
   */
  public EventStream(Site site, History history, int length, EventStreamEvents events) {
    this.site = site;
    this.events = events;
    this.writer = new EventWriter(site, length, events);
    for (int i = 0; i < Partition.COUNT; i++) {
      Partition partition = new Partition(i);
      String name = "p" + i;
      add(new Log(name, key(partition.tag() + "log"), site), new ChangeTelling(name, history));
    }
    add(new Log(PresenceTelling.LOG, key("{presence}:log"), site), new PresenceTelling());
    site.thread().execute(this::round);
  }

  /** Tells nothing more; another node goes on at once. To be called before its thread ends. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      site.thread().execute(this::leave);
    }
  }

  private void add(Log log, Pump.Telling telling) {
    pumps.add(new Pump(log, telling, writer, events));
  }

  private String key(String name) {
    return site.redis().prefix() + name;
  }

  private void round() {
    if (closed) {
      return;
    }
    if (passAll()) {
      site.thread().execute(this::round);
    } else {
      site.after(PERIOD, this::round);
    }
  }

  /** All logs are asked at once, then told of one by one. */
  private boolean passAll() {
    long now = site.nanoTime().getAsLong();
    Map<Pump, CompletableFuture<Take>> asked = new LinkedHashMap<>();
    for (Pump pump : pumps) {
      if (pump.isDue(now)) {
        attempt(pump, () -> asked.put(pump, pump.take()));
      }
    }
    asked.forEach((pump, taken) -> attempt(pump, () -> pass(pump, RedisAnswers.await(taken), now)));
    return asked.keySet().stream().anyMatch(Pump::hasMore);
  }

  private static void pass(Pump pump, Take taken, long now) {
    pump.pass(taken);
    if (!taken.ours()) {
      pump.notBefore(now + WATCH.toNanos());
    }
  }

  /** A log that cannot be read or told of does not keep the others from it. */
  private void attempt(Pump pump, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error failure) {
      writer.clear();
      pump.notBefore(site.nanoTime().getAsLong() + PAUSE.toNanos());
      events.failed(failure);
    }
  }

  private void leave() {
    try {
      pumps.forEach(Pump::leave);
    } catch (RuntimeException failure) {
      events.failed(failure);
    }
  }
}
