package io.messageservice.adapter.redis.bus;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.adapter.redis.link.Link;
import io.messageservice.application.port.out.Signal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Signals on their way to the nodes that watch what they are about. One look into the table is
 * under way at a time; what is published meanwhile is looked up with the next, so that order is
 * kept and what comes fast goes together. Nodes that watched at the last look are sent it with the
 * next one and not only after it; it finds nodes that watch since. Only {@link #offer} may be
 * called on any thread, the rest only on the thread of the bus.
 */
final class BusPublisher {

  /** What waits to be looked up; what is more is left out. */
  private static final long MAX_WAITING_BYTES = 64 << 20;

  /** How many signals are looked up at once. */
  private static final int MAX_AT_ONCE = 1_000;

  private static final byte[] NOTHING = {};

  private final BusConfig config;
  private final Link link;
  private final RedisInterestTable table;
  private final BusEvents events;
  private final Consumer<String> suspects;

  private final AtomicLong waitingBytes = new AtomicLong();
  private final ArrayDeque<Signal> waiting = new ArrayDeque<>();
  private boolean lookingUp;

  /** By name of the node, until it is known to be dead: its numbers must go on. */
  private final Map<String, PeerLink> destinations = new HashMap<>();

  private final RecentWatchers recently = new RecentWatchers();

  /**
   * @param suspects receives names that no node seems to have
   */
  BusPublisher(
      BusConfig config,
      Link link,
      RedisInterestTable table,
      Consumer<String> suspects,
      BusEvents events) {
    this.config = config;
    this.link = link;
    this.table = table;
    this.suspects = suspects;
    this.events = events;
  }

  /** Takes the signals, if there is room. */
  void offer(List<Signal> signals) {
    long bytes = signals.stream().mapToLong(Signal::sizeBytes).sum();
    if (waitingBytes.addAndGet(bytes) > MAX_WAITING_BYTES) {
      waitingBytes.addAndGet(-bytes);
      link.thread().execute(() -> leaveOut(signals.size()));
    } else {
      List<Signal> taken = List.copyOf(signals);
      link.thread().execute(() -> take(taken));
    }
  }

  /** The node is dead for good. */
  void forget(String node) {
    destinations.remove(node);
  }

  private void leaveOut(int signals) {
    events.dropped(signals);
    destinations.values().forEach(PeerLink::leaveOut);
  }

  private void take(List<Signal> signals) {
    waiting.addAll(signals);
    lookUp();
  }

  private void lookUp() {
    if (lookingUp || waiting.isEmpty()) {
      return;
    }
    lookingUp = true;
    List<Addressed> batch = new ArrayList<>();
    while (batch.size() < MAX_AT_ONCE && !waiting.isEmpty()) {
      Signal next = waiting.remove();
      waitingBytes.addAndGet(-next.sizeBytes());
      batch.add(new Addressed(next, next.topics().stream().map(RedisInterestTable::name).toList()));
    }
    Early early = sendEarly(batch);
    table
        .find(topics(batch), early.posts())
        .whenComplete(
            (found, fault) -> link.thread().execute(() -> goOn(batch, early, found, fault)));
  }

  /** Up to the first of which it is not known who watches: nothing overtakes it. */
  private Early sendEarly(List<Addressed> batch) {
    List<Addressed> first =
        batch.stream().takeWhile(addressed -> recently.know(addressed.topics())).toList();
    Watchers reached = new Watchers(recently.names(), config.node());
    List<Post> posts = new ArrayList<>();
    add(first, reached::of).forEach(to -> to.next().ifPresent(posts::add));
    return new Early(first.size(), reached, posts);
  }

  private static Map<Integer, Set<String>> topics(List<Addressed> batch) {
    Map<Integer, Set<String>> topics = new HashMap<>();
    for (Addressed addressed : batch) {
      for (String topic : addressed.topics()) {
        topics
            .computeIfAbsent(KeyPartition.of(topic).number(), none -> new LinkedHashSet<>())
            .add(topic);
      }
    }
    return topics;
  }

  private void goOn(
      List<Addressed> batch,
      Early early,
      @Nullable Map<String, String> found,
      @Nullable Throwable fault) {
    lookingUp = false;
    if (found == null) {
      if (fault != null) {
        events.failed(fault);
      }
      leaveOut(batch.size());
    } else {
      Watchers watchers = new Watchers(found, config.node());
      Set<PeerLink> touched = new LinkedHashSet<>();
      touched.addAll(
          add(batch.subList(0, early.count()), topics -> watchers.ofBut(topics, early.reached())));
      touched.addAll(add(batch.subList(early.count(), batch.size()), watchers::of));
      touched.forEach(PeerLink::flush);
      topics(batch).values().forEach(some -> recently.learn(some, found));
    }
    lookUp();
  }

  /** Those who have something to send now. */
  private Set<PeerLink> add(
      List<Addressed> batch, Function<List<String>, Collection<String>> nodesOf) {
    Set<PeerLink> touched = new LinkedHashSet<>();
    int leftOut = 0;
    for (Addressed addressed : batch) {
      Collection<String> nodes = nodesOf.apply(addressed.topics());
      byte[] bytes = nodes.isEmpty() ? NOTHING : SignalCodec.write(addressed.signal());
      for (String node : nodes) {
        PeerLink destination = destinations.computeIfAbsent(node, this::destination);
        leftOut += destination.add(bytes) ? 0 : 1;
        touched.add(destination);
      }
    }
    if (leftOut > 0) {
      events.dropped(leftOut);
    }
    return touched;
  }

  private PeerLink destination(String node) {
    return new PeerLink(config, link, node, () -> suspects.accept(node), events);
  }

  /** A signal and what nodes watch that are to receive it. */
  private record Addressed(Signal signal, List<String> topics) {}

  /**
   * What of a batch is sent before it is looked up.
   *
   * @param count of its first signals
   * @param reached the nodes that they were sent to
   */
  private record Early(int count, Watchers reached, List<Post> posts) {}
}
