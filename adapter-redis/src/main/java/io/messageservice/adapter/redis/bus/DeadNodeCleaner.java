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
 * Removes dead nodes from the table of interest. Each node keeps reporting in Redis that it lives;
 * where another does not see that for a while, by its own monotonic clock, and not for as long
 * again, the first that takes the name out of that list sweeps the table. A node that was only away
 * finds its number missing and writes all again. Only the thread of the bus may call.
 */
final class DeadNodeCleaner {

  private static final RedisScript LIVE = RedisScript.beside(DeadNodeCleaner.class, "live.lua");

  /** The number of a node that ended in order. */
  private static final String ENDED = "0";

  private final BusConfig config;
  private final Link link;
  private final RedisInterestTable table;
  private final Consumer<String> onRemoved;
  private final BusEvents events;

  /** What each of the others reported last. */
  private final Map<String, Sign> signs = new HashMap<>();

  /** Names that no node seems to have. */
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
   * @param onRemoved receives each node that is removed
   */
  DeadNodeCleaner(
      BusConfig config,
      Link link,
      RedisInterestTable table,
      Consumer<String> onRemoved,
      BusEvents events) {
    this.config = config;
    this.link = link;
    this.table = table;
    this.onRemoved = onRemoved;
    this.events = events;
  }

  /** Nobody received what was sent to the node. */
  void suspect(String node) {
    suspects.add(node);
  }

  /** Reports that this node lives, and looks for nodes that do not. Once a second. */
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

  /** This node ends: the next node that looks may sweep at once what it watched. */
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
    onRemoved.accept(node);
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
