package io.messageservice.adapter.redis.bus;

import io.messageservice.adapter.redis.RedisScript;
import io.messageservice.adapter.redis.link.Link;
import java.util.ArrayList;
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
 * lives; where one has not for a while, and does not for as long again while others look, the first
 * that takes its name out of that list sweeps the table. A node that was only away finds its number
 * gone and writes all anew. Only the thread of the bus may call.
 */
final class Sweeping {

  private static final RedisScript LIVE = RedisScript.beside(Sweeping.class, "live.lua");

  private final BusConfig config;
  private final Link link;
  private final InterestTable table;
  private final Consumer<String> gone;
  private final BusEvents events;

  /** Who is silent, and since when this node knows it. */
  private final Map<String, Long> silent = new HashMap<>();

  /** Whom nobody seems to be. */
  private final Set<String> suspects = new HashSet<>();

  private boolean asking;
  private boolean sweeping;

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
    List<Object> arguments = new ArrayList<>(List.of(config.node(), config.absence().toMillis()));
    arguments.addAll(suspects);
    suspects.clear();
    CompletionStage<?> unused =
        LIVE.texts(link.connection(), List.of(key()), arguments)
            .whenComplete((silent, fault) -> link.thread().execute(() -> found(silent)));
  }

  /** This node ends: whoever looks next may sweep at once what it watched. */
  void end() {
    CompletionStage<Boolean> unused = nodes().addAsync(0, config.node());
  }

  private void found(@Nullable List<Object> names) {
    asking = false;
    if (names == null) {
      return;
    }
    long now = link.nanoTime().getAsLong();
    Set<String> found = new HashSet<>();
    names.forEach(name -> found.add(name.toString()));
    silent.keySet().retainAll(found);
    found.forEach(node -> silent.putIfAbsent(node, now));
    if (!sweeping) {
      silent.entrySet().stream()
          .filter(each -> now - each.getValue() > config.absence().toNanos())
          .map(Map.Entry::getKey)
          .findFirst()
          .ifPresent(this::claim);
    }
  }

  /** One node is swept at a time, by the one that takes its name out. */
  private void claim(String node) {
    sweeping = true;
    silent.remove(node);
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
