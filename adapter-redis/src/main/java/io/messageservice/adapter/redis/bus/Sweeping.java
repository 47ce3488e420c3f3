package io.messageservice.adapter.redis.bus;

import io.messageservice.adapter.redis.Partition;
import io.messageservice.adapter.redis.link.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.redisson.api.RBatch;
import org.redisson.client.codec.StringCodec;

/**
 * Takes nodes that are gone out of the table of interest. Each node leaves a sign of life in Redis
 * that ends by itself; where a node that is in the table has none for a while, whoever notices
 * removes it. A node that was only away finds its number gone and writes all anew. Only the thread
 * of the bus may call.
 */
final class Sweeping {

  /** How long a sign of life lasts. */
  private static final Duration SIGN = Duration.ofSeconds(15);

  /** How long a node must be without a sign before it is removed. */
  private static final Duration DOUBT = Duration.ofSeconds(10);

  private final BusConfig config;
  private final Link link;
  private final InterestTable table;
  private final Consumer<String> gone;
  private final BusEvents events;

  /** Who had no sign of life, since when. */
  private final Map<String, Long> missing = new HashMap<>();

  /** Who is to be looked at. */
  private final Set<String> suspects = new HashSet<>();

  private int nextPart;
  private boolean busy;

  /**
   * @param gone is told of each node that is removed
   */
  Sweeping(
      BusConfig config, Link link, InterestTable table, Consumer<String> gone, BusEvents events) {
    this.config = config;
    this.link = link;
    this.table = table;
    this.gone = gone;
    this.events = events;
    this.nextPart = Math.floorMod(config.node().hashCode(), Partition.COUNT);
  }

  /** This node lives; to be said every second or so. */
  void live() {
    CompletionStage<Void> unused =
        link.redis().getBucket(sign(config.node()), StringCodec.INSTANCE).setAsync("", SIGN);
  }

  /** This node ends. */
  void end() {
    CompletionStage<Boolean> unused =
        link.redis().getBucket(sign(config.node()), StringCodec.INSTANCE).deleteAsync();
  }

  /** Nobody heard what was sent to the node. */
  void suspect(String node) {
    suspects.add(node);
  }

  /** Looks at the nodes of one part and at those suspected; to be called every few seconds. */
  void look() {
    if (busy) {
      return;
    }
    busy = true;
    nextPart = (nextPart + 1) % Partition.COUNT;
    table
        .nodes(nextPart)
        .thenComposeAsync(this::withoutSign, link.thread())
        .thenComposeAsync(this::sweepWhoIsGone, link.thread())
        .whenComplete((done, fault) -> link.thread().execute(() -> busy = false));
  }

  /** Those of the nodes, and of the suspected ones, that have no sign of life. */
  private CompletionStage<Set<String>> withoutSign(Set<String> nodes) {
    Set<String> asked = new HashSet<>(nodes);
    asked.addAll(suspects);
    asked.addAll(missing.keySet());
    asked.remove(config.node());
    suspects.clear();
    if (asked.isEmpty()) {
      return CompletableFuture.completedFuture(asked);
    }
    Set<String> absent = ConcurrentHashMap.newKeySet();
    RBatch batch = link.redis().createBatch();
    for (String node : asked) {
      batch
          .getBucket(sign(node), StringCodec.INSTANCE)
          .isExistsAsync()
          .thenAccept(
              exists -> {
                if (!exists) {
                  absent.add(node);
                }
              });
    }
    return batch.executeAsync().thenApply(done -> absent);
  }

  private CompletionStage<Void> sweepWhoIsGone(Set<String> absent) {
    long now = link.nanoTime().getAsLong();
    missing.keySet().retainAll(absent);
    absent.forEach(node -> missing.putIfAbsent(node, now));
    List<String> dead = new ArrayList<>();
    missing.forEach(
        (node, since) -> {
          if (now - since > DOUBT.toNanos()) {
            dead.add(node);
          }
        });
    if (dead.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    dead.forEach(missing::remove);
    dead.forEach(gone);
    events.swept(dead.size());
    return sweep(0, "0", dead);
  }

  private CompletionStage<Void> sweep(int part, String cursor, Collection<String> dead) {
    return table
        .sweep(part, cursor, dead)
        .thenCompose(
            next -> {
              if (!next.equals("0")) {
                return sweep(part, next, dead);
              }
              return part + 1 < Partition.COUNT
                  ? sweep(part + 1, "0", dead)
                  : CompletableFuture.completedFuture(null);
            });
  }

  private String sign(String node) {
    return config.prefix() + "node:" + node;
  }
}
