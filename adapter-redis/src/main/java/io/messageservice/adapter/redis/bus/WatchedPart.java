package io.messageservice.adapter.redis.bus;

import io.messageservice.adapter.redis.bus.RedisInterestTable.Written;
import io.messageservice.adapter.redis.link.Link;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What this node watches of one part of the table, and what of that is still to be written there.
 * One write is under way at a time. Only the thread of the bus may call.
 */
final class WatchedPart {

  private final int part;
  private final String node;
  private final RedisInterestTable table;
  private final Executor thread;
  private final Runnable missed;
  private final BusEvents events;

  private final Set<String> watched = new HashSet<>();

  /** Watched, but perhaps not in the table. */
  private final Set<String> coming = new LinkedHashSet<>();

  /** Not watched, but perhaps in the table. */
  private final Set<String> leaving = new LinkedHashSet<>();

  private final Map<String, List<Confirmation>> waiting = new HashMap<>();

  /** What the write under way adds; null where none is. */
  private @Nullable List<String> writing;

  private long number;
  private long acknowledged;

  /** Whether everything is to be written to the table, and was not yet. */
  private boolean recovering;

  /**
   * @param missed runs where topics that somebody took for watched were not for a while, and are
   *     now
   */
  WatchedPart(
      int part,
      BusConfig config,
      Link link,
      RedisInterestTable table,
      Runnable missed,
      BusEvents events) {
    this.part = part;
    this.node = config.node();
    this.table = table;
    this.thread = link.thread();
    this.missed = missed;
    this.events = events;
  }

  /** Watches it. */
  void watch(String topic) {
    leaving.remove(topic);
    if (watched.add(topic)) {
      coming.add(topic);
    }
  }

  /** Whether the table has the topic for sure. */
  boolean has(String topic) {
    return watched.contains(topic)
        && !coming.contains(topic)
        && (writing == null || !writing.contains(topic));
  }

  /** Counts it down once the table has the topic. */
  void await(String topic, Confirmation confirmation) {
    waiting.computeIfAbsent(topic, none -> new ArrayList<>(1)).add(confirmation);
  }

  /** Does not watch it any more. */
  void unwatch(String topic) {
    if (watched.remove(topic)) {
      coming.remove(topic);
      leaving.add(topic);
      confirm(List.of(topic));
    }
  }

  /** What was written may be lost: writes all of it again. */
  void recover() {
    if (!watched.isEmpty()) {
      recovering = true;
      coming.addAll(watched);
    }
    flush();
  }

  long acknowledged() {
    return acknowledged;
  }

  /**
   * This stands in the table.
   *
   * @param expected what {@link #acknowledged} was before it was read
   */
  void found(long at, long expected) {
    if (at < expected && acknowledged == expected) {
      acknowledged = at;
      events.interestLost(watched.size());
      recover();
    }
  }

  /** Writes what is to be written, unless a write is under way: then it follows. */
  void flush() {
    if (writing != null || (coming.isEmpty() && leaving.isEmpty())) {
      return;
    }
    List<String> added = take(coming, RedisInterestTable.MAX_TOPICS);
    List<String> removed = take(leaving, RedisInterestTable.MAX_TOPICS - added.size());
    long mine = ++number;
    writing = added;
    table
        .write(part, node, mine, acknowledged, added, removed)
        .whenComplete(
            (written, fault) ->
                thread.execute(() -> written(mine, added, removed, written, fault)));
  }

  private static List<String> take(Set<String> from, int most) {
    List<String> taken = new ArrayList<>(Math.min(from.size(), most));
    Iterator<String> each = from.iterator();
    while (taken.size() < most && each.hasNext()) {
      taken.add(each.next());
      each.remove();
    }
    return taken;
  }

  private void written(
      long mine,
      List<String> added,
      List<String> removed,
      @Nullable Written written,
      @Nullable Throwable fault) {
    writing = null;
    if (written == null || written == Written.LATE) {
      again(added, removed);
      if (fault != null) {
        events.failed(fault);
        return; // the next look tries again
      }
    } else {
      acknowledged = mine;
      confirm(added);
      if (written == Written.REST_LOST) {
        events.interestLost(watched.size());
        recovering = true;
        watched.stream().filter(topic -> !added.contains(topic)).forEach(coming::add);
      }
    }
    flush();
    if (recovering && writing == null) {
      recovering = false;
      missed.run();
    }
  }

  private void again(List<String> added, List<String> removed) {
    added.stream().filter(watched::contains).forEach(coming::add);
    removed.stream().filter(topic -> !watched.contains(topic)).forEach(leaving::add);
  }

  private void confirm(List<String> topics) {
    boolean late = false;
    for (String topic : topics) {
      List<Confirmation> those = waiting.remove(topic);
      if (those != null) {
        for (Confirmation each : those) {
          late |= each.countDown();
        }
      }
    }
    if (late) {
      missed.run();
    }
  }
}
