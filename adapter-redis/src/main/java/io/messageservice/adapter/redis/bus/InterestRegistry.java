package io.messageservice.adapter.redis.bus;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.adapter.redis.link.Link;
import io.messageservice.application.port.out.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that this node watches, kept in the table of interest. Only the thread of the bus may
 * call.
 */
final class InterestRegistry {

  /** The longest wait for topics to be watched. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private final BusConfig config;
  private final Link link;
  private final RedisInterestTable table;
  private final Runnable missed;
  private final WatchedPart[] parts = new WatchedPart[KeyPartition.COUNT];

  /** What was given up, with when it is to be removed; the oldest first. */
  private final Map<String, Long> lingering = new LinkedHashMap<>();

  /** Whether what is watched is received: not before the first subscription. */
  private boolean subscribed;

  /**
   * @param missed runs where topics that somebody took for watched were not for a while
   */
  InterestRegistry(
      BusConfig config, Link link, RedisInterestTable table, Runnable missed, BusEvents events) {
    this.config = config;
    this.link = link;
    this.table = table;
    this.missed = missed;
    Arrays.setAll(parts, part -> new WatchedPart(part, config, link, table, missed, events));
  }

  void watch(Collection<Topic> topics, Runnable confirmed) {
    List<String> open = new ArrayList<>();
    for (Topic topic : topics) {
      String name = RedisInterestTable.name(topic);
      lingering.remove(name);
      part(name).watch(name);
      if (!part(name).has(name)) {
        open.add(name);
      }
    }
    if (open.isEmpty()) {
      confirmed.run();
      return;
    }
    await(open, confirmed);
    flush();
  }

  private void await(List<String> topics, Runnable confirmed) {
    Confirmation confirmation = new Confirmation(topics.size(), confirmed);
    topics.forEach(topic -> part(topic).await(topic, confirmation));
    link.after(
        PATIENCE,
        () -> {
          if (confirmation.confirm()) {
            missed.run();
          }
        });
  }

  void unwatch(Collection<Topic> topics) {
    long due = link.nanoTime().getAsLong() + config.linger().toNanos();
    topics.forEach(topic -> lingering.putIfAbsent(RedisInterestTable.name(topic), due));
  }

  /**
   * What is watched is received from now on: it may be written.
   *
   * @return whether that is news
   */
  boolean begin() {
    if (subscribed) {
      return false;
    }
    subscribed = true;
    flush();
    return true;
  }

  /** Writes all again. */
  void recover() {
    Arrays.stream(parts).forEach(WatchedPart::recover);
  }

  /** Does what is due; to be called about once a second. */
  void look(long nanoTime) {
    Iterator<Map.Entry<String, Long>> oldest = lingering.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<String, Long> next = oldest.next();
      if (next.getValue() - nanoTime > 0) {
        break;
      }
      oldest.remove();
      part(next.getKey()).unwatch(next.getKey());
    }
    flush();
    compare();
  }

  /** Whether the table still has what was written. */
  private void compare() {
    Map<Integer, Long> expected = new HashMap<>();
    for (int part = 0; part < parts.length; part++) {
      if (parts[part].acknowledged() > 0) {
        expected.put(part, parts[part].acknowledged());
      }
    }
    if (!expected.isEmpty()) {
      table
          .numbers(config.node(), expected.keySet())
          .thenAcceptAsync(
              found ->
                  found.forEach(
                      (part, at) -> parts[part].found(at, expected.getOrDefault(part, 0L))),
              link.thread());
    }
  }

  private void flush() {
    if (subscribed) {
      Arrays.stream(parts).forEach(WatchedPart::flush);
    }
  }

  private WatchedPart part(String topic) {
    return parts[KeyPartition.of(topic).number()];
  }
}
