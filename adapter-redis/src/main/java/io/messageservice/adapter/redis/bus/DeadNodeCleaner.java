package io.messageservice.adapter.redis.bus;

import io.messageservice.adapter.redis.RedisScript;
import io.messageservice.adapter.redis.link.Link;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RScoredSortedSetAsync;
import org.redisson.client.codec.StringCodec;

/**
 * Takes nodes that are gone out of the table of interest. Each node keeps saying in Redis that it
 * lives; where another does not see that for a while, by its own monotonic clock, and not for as
 * long again, the first that takes the name out of that list sweeps the table. A node that was only
 * away finds its number gone and writes all anew. Only the thread of the bus may call.
 */
final class DeadNodeCleaner {

  private static final RedisScript LIVE = RedisScript.beside(DeadNodeCleaner.class, "live.lua");

  /** The number of a node that ended in order. */
  private static final String ENDED = "0";

  private final BusConfig config;
  private final Link link;
  private final RedisInterestTable table;
  private final Consumer<String> gone;
  private final BusEvents events;

  /** What each of the others said last. */
  private final Map<String, Sign> signs = new HashMap<>();

  /** Whom nobody seems to be. */
  private final Set<String> suspects = new HashSet<>();

  private boolean asking;
  private boolean sweeping;

  /**
   * A sign of life.
   *
   * @param number another one each time
   * @param at when this node first saw it, by its monotonic clock
   */
  private record Sign(String number, long at) {}

  /**
   * @param gone is told of each node that is removed
   */
  DeadNodeCleaner(
      BusConfig config,
      Link link,
      RedisInterestTable table,
      Consumer<String> gone,
      BusEvents events) {
    this.config = config;
    this.link = link;
    this.table = table;
    this.gone = gone;
    this.events = events;
  }

  /** Nobody heard what was sent to the node. */
  void suspect(String node) {
    suspects.add(node);
  }

  /** Says that this node lives, and looks who does not. Once a second. */
  void look() {
    if (asking) {
      return;
    }
    asking = true;
    List<String> named = List.copyOf(suspects);
    suspects.clear();
    CompletionStage<?> unused =
        LIVE.texts(link.connection(), List.of(key()), config.node(), named)
            .whenComplete((nodes, fault) -> link.thread().execute(() -> found(nodes)));
  }

  /** This node ends: whoever looks next may sweep at once what it watched. */
  void end() {
    CompletionStage<Boolean> unused = nodes().addAsync(0, config.node());
  }

  private void found(@Nullable List<Object> nodes) {
    asking = false;
    if (nodes == null) {
      return;
    }
    long now = link.nanoTime().getAsLong();
    Set<String> found = new HashSet<>();
    for (int i = 0; i < nodes.size(); i += 2) {
      String node = nodes.get(i).toString();
      found.add(node);
      see(node, nodes.get(i + 1).toString(), now);
    }
    signs.keySet().retainAll(found);
    signs.remove(config.node());
    if (!sweeping) {
      signs.entrySet().stream()
          .filter(each -> isSilent(each.getValue(), now))
          .map(Map.Entry::getKey)
          .findFirst()
          .ifPresent(this::claim);
    }
  }

  private void see(String node, String number, long now) {
    Sign last = signs.get(node);
    if (last == null || !last.number().equals(number)) {
      signs.put(node, new Sign(number, now));
    }
  }

  /** For twice as long as a node may be silent, or once where it ended in order. */
  private boolean isSilent(Sign last, long now) {
    long allowed = config.absence().toNanos() * (last.number().equals(ENDED) ? 1 : 2);
    return now - last.at() > allowed;
  }

  /** One node is swept at a time, by the one that takes its name out. */
  private void claim(String node) {
    sweeping = true;
    signs.remove(node);
    gone.accept(node);
    nodes()
        .removeAsync(node)
        .thenCompose(mine -> mine ? sweep(node) : CompletableFuture.completedFuture(null))
        .whenComplete((done, fault) -> link.thread().execute(() -> sweeping = false));
  }

  private CompletionStage<Void> sweep(String node) {
    events.swept(node);
    return table.sweep(node);
  }

  private RScoredSortedSetAsync<String> nodes() {
    return link.redis().getScoredSortedSet(key(), StringCodec.INSTANCE);
  }

  private String key() {
    return config.prefix() + "nodes";
  }
}
