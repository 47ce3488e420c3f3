package io.messageservice.adapter.redis.presence;

import static io.messageservice.application.waiting.Patience.await;

import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.link.TestLink;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A node of a test, as far as presence goes. Any thread may call. */
final class PresenceNode implements AutoCloseable {

  static final Duration LEASE = Duration.ofSeconds(2);

  private final TestLink link;
  private final RedisPresenceBoard board;
  private final List<String> transitions = new CopyOnWriteArrayList<>();
  private final Map<String, Instant> lastSeen = new ConcurrentHashMap<>();
  private final AtomicInteger leasesLost = new AtomicInteger();

  PresenceNode(RedisServer server, String prefix, String name) {
    this(new TestLink(server), prefix, name);
  }

  PresenceNode(TestLink link, String prefix, String name) {
    this.link = link;
    board =
        new RedisPresenceBoard(
            link.link(),
            new PresenceConfig(prefix, name, LEASE),
            new PresenceEvents() {
              @Override
              public void leaseLost(int users) {
                leasesLost.incrementAndGet();
              }
            });
    board.listen(
        (transition, seen) -> {
          String user = transition.user().value();
          seen.ifPresent(at -> lastSeen.put(user, at));
          transitions.add((transition.online() ? "+" : "-") + user);
        });
  }

  void came(String user) {
    board.connected(new UserId(user), new DisplayName("Name of " + user));
  }

  void went(String user, Duration grace) {
    board.disconnected(new UserId(user), new DisplayName("Name of " + user), grace);
  }

  /** What was told: {@code +user} and {@code -user}, in order. */
  List<String> transitions() {
    return transitions;
  }

  /** Who is online after all that was told. */
  Set<String> online() {
    Set<String> online = new HashSet<>();
    for (String transition : transitions) {
      String user = transition.substring(1);
      boolean unused = transition.startsWith("+") ? online.add(user) : online.remove(user);
    }
    return online;
  }

  Map<String, Instant> lastSeen() {
    return lastSeen;
  }

  int leasesLost() {
    return leasesLost.get();
  }

  boolean mayLive(String node) {
    return board.membership().lives(node);
  }

  TestLink link() {
    return link;
  }

  /** Returns when Redis has been away that long. */
  static void awaitPassed(Duration outage) {
    long end = System.nanoTime() + outage.toNanos();
    await().until(() -> System.nanoTime() - end > 0);
  }

  /** Ends in order. */
  void leave() {
    board.close();
    link.close();
  }

  /** Ends without a word. */
  @Override
  public void close() {
    link.close();
  }
}
