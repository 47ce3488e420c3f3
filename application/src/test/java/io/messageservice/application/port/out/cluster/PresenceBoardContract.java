package io.messageservice.application.port.out.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.PresenceBoard;
import io.messageservice.domain.presence.Transition;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * What every board of presence must do. That nothing is told is shown by what happens after it and
 * is told.
 */
public abstract class PresenceBoardContract {

  private static final UserId ALICE = new UserId("alice");
  private static final UserId BOB = new UserId("bob");
  private static final UserId MARKER = new UserId("marker");
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration SOON = Duration.ofMillis(300);
  private static final Duration AN_HOUR = Duration.ofHours(1);
  private static final Duration LATER = AN_HOUR;

  private final List<Node> nodes = new ArrayList<>();

  /** The board as another node of the same cluster has it; nobody listens yet. */
  protected abstract PresenceBoard board(String node);

  /** The node gives no sign of life any more and hears nothing, until it goes on. */
  protected abstract void pause(String node);

  /** It goes on as if no time had passed. */
  protected abstract void goOn(String node);

  /** The wall clock of whatever nodes share jumps; no monotonic clock does. */
  protected abstract void wallClockJumps(Duration ahead);

  /** Returns once the condition holds, and fails where it never does. */
  protected abstract void await(BooleanSupplier condition);

  @Test
  void firstConnectionAnywhereIsToldOnceOnEveryNode() {
    Node a = node("a");
    Node b = node("b");

    a.comes(ALICE);
    awaitEverywhere("+alice");
    b.comes(ALICE);
    mark(a);

    assertThat(a.told()).containsExactly("+alice", "+marker");
    assertThat(b.told()).containsExactly("+alice", "+marker");
  }

  @Test
  void whoHasAConnectionElsewhereDoesNotGo() {
    Node a = node("a");
    Node b = node("b");
    a.comes(ALICE);
    b.comes(ALICE);
    awaitEverywhere("+alice");
    mark(a);

    a.goes(ALICE, AT_ONCE);
    b.comes(BOB);
    awaitEverywhere("+bob");
    a.goes(MARKER, AT_ONCE);
    awaitEverywhere("-marker");

    assertThat(b.told()).containsExactly("+alice", "+marker", "+bob", "-marker");
  }

  @Test
  void lastConnectionOfAllEndsItAfterTheGrace() {
    Node a = node("a");
    Node b = node("b");
    a.comes(ALICE);
    b.comes(ALICE);
    awaitEverywhere("+alice");

    a.goes(ALICE, SOON);
    b.goes(ALICE, SOON);
    awaitEverywhere("-alice");
    mark(b);

    nodes.forEach(node -> assertThat(node.told()).containsExactly("+alice", "-alice", "+marker"));
    assertThat(a.lastSeen.get(1)).isPresent();
    assertThat(a.lastSeen.get(1)).isEqualTo(b.lastSeen.get(1));
    assertThat(a.lastSeen.get(0)).isEmpty();
  }

  @Test
  void longerGraceEndsLater() {
    Node a = node("a");
    a.comes(ALICE);
    a.comes(BOB);
    awaitEverywhere("+bob");

    a.goes(ALICE, LATER);
    a.goes(BOB, SOON);
    awaitEverywhere("-bob");

    assertThat(a.told()).containsExactly("+alice", "+bob", "-bob");
  }

  @Test
  void whoComesBackWithinTheGraceNeverWent() {
    Node a = node("a");
    Node b = node("b");
    a.comes(ALICE);
    awaitEverywhere("+alice"); // a node that begins is told of all there are in any order
    a.comes(BOB);
    awaitEverywhere("+bob");

    a.goes(ALICE, LATER);
    mark(a); // carried out by now, since each node's changes are in order
    b.comes(ALICE);
    b.comes(new UserId("carol"));
    awaitEverywhere("+carol");
    a.goes(BOB, SOON);
    awaitEverywhere("-bob");

    nodes.forEach(
        node ->
            assertThat(node.told()).containsExactly("+alice", "+bob", "+marker", "+carol", "-bob"));
  }

  @Test
  void everyNodeIsToldTheSameInTheSameOrder() {
    Node a = node("a");
    Node b = node("b");
    for (int i = 0; i < 20; i++) {
      Node next = i % 2 == 0 ? a : b;
      next.comes(ALICE);
      awaitCount("+alice", i + 1);
      next.goes(ALICE, AT_ONCE);
      awaitCount("-alice", i + 1);
    }

    List<String> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.addAll(List.of("+alice", "-alice"));
    }
    nodes.forEach(node -> assertThat(node.told()).isEqualTo(all));
  }

  @Test
  void nodeThatBeginsIsToldOfAllWhoAreOnline() {
    Node a = node("a");
    a.comes(ALICE);
    a.comes(BOB);
    a.comes(new UserId("carol"));
    awaitEverywhere("+carol");
    a.goes(BOB, LATER);
    a.goes(new UserId("carol"), AT_ONCE);
    awaitEverywhere("-carol");

    Node late = node("late");

    await(() -> late.told().size() >= 2);
    mark(a);
    assertThat(late.told().subList(0, 2)).containsExactlyInAnyOrder("+alice", "+bob");
    assertThat(late.told()).hasSize(3).endsWith("+marker");
  }

  @Test
  void usersOfANodeThatDiedGoOfflineThoughTheClockIsSetBack() {
    Node a = node("a");
    Node b = node("b");
    a.comes(ALICE);
    b.comes(BOB);
    awaitEverywhere("+alice");
    awaitEverywhere("+bob");

    wallClockJumps(AN_HOUR.negated());
    pause("a");

    await(() -> b.told().contains("-alice"));
    assertThat(b.told()).doesNotContain("-bob");
  }

  @Test
  void usersOfANodeThatDiedGoOfflineThoughTheClockIsSetForwardAndBack() {
    Node a = node("a");
    Node b = node("b");
    a.comes(ALICE);
    b.comes(BOB);
    awaitEverywhere("+alice");
    awaitEverywhere("+bob");

    pause("a");
    nodes.remove(a);
    wallClockJumps(AN_HOUR);
    mark(b);
    wallClockJumps(AN_HOUR.negated());

    await(() -> b.told().contains("-alice"));
    assertThat(b.told()).doesNotContain("-bob");
  }

  @Test
  void aGraceEndsThoughTheClockIsSetForwardAndBack() {
    Node a = node("a");
    a.comes(ALICE);
    a.comes(BOB);
    awaitEverywhere("+bob");

    a.goes(BOB, LATER);
    a.goes(ALICE, SOON);
    wallClockJumps(AN_HOUR);
    mark(a);
    wallClockJumps(AN_HOUR.negated());

    awaitEverywhere("-alice");
    assertThat(a.told()).doesNotContain("-bob");
  }

  @Test
  void aGraceEndsThoughTheClockIsSetBack() {
    Node a = node("a");
    a.comes(ALICE);
    awaitEverywhere("+alice");

    a.goes(ALICE, SOON);
    wallClockJumps(AN_HOUR.negated());

    awaitEverywhere("-alice");
  }

  @Test
  void nobodyGoesOfflineWhereTheClockIsSetForward() {
    Node a = node("a");
    Node b = node("b");
    a.comes(ALICE);
    b.comes(BOB);
    awaitEverywhere("+alice");
    awaitEverywhere("+bob");
    b.goes(BOB, LATER);

    wallClockJumps(AN_HOUR.multipliedBy(2));
    mark(a);
    a.goes(MARKER, SOON);
    awaitEverywhere("-marker");

    nodes.forEach(
        node ->
            assertThat(node.told())
                .containsExactlyInAnyOrder("+alice", "+bob", "+marker", "-marker"));
  }

  @Test
  void usersOfANodeThatDiedGoOffline() {
    Node a = node("a");
    Node b = node("b");
    a.comes(ALICE);
    a.comes(BOB);
    b.comes(BOB);
    awaitEverywhere("+bob");
    mark(b);
    mark(a); // what a had to say is carried out by now

    pause("a");
    nodes.remove(a);
    awaitEverywhere("-alice");
    Node late = node("late");
    await(() -> late.told().size() >= 2);

    assertThat(b.told()).doesNotContain("-bob");
    assertThat(late.told()).containsExactlyInAnyOrder("+bob", "+marker");
  }

  @Test
  void nodeThatLostItsLeaseBeginsAnewAndOnlyItsOwnUsersFlap() {
    Node a = node("a");
    Node b = node("b");
    a.comes(ALICE);
    a.comes(BOB);
    b.comes(BOB);
    awaitEverywhere("+bob");
    mark(b);

    pause("a");
    await(() -> b.told().contains("-alice"));
    goOn("a");
    awaitCount("+alice", 2);
    awaitCount("-alice", 1);

    nodes.forEach(
        node -> {
          assertThat(node.told()).filteredOn("+bob"::equals).hasSize(1);
          assertThat(node.told()).doesNotContain("-bob", "-marker");
          assertThat(node.told())
              .filteredOn(told -> told.endsWith("alice"))
              .containsExactly("+alice", "-alice", "+alice");
        });
  }

  @Test
  void whatANodeDidWhileItWasCutOffIsCarriedOutAfterwards() {
    Node a = node("a");
    Node b = node("b");
    a.comes(ALICE);
    awaitEverywhere("+alice");

    pause("a");
    a.goes(ALICE, AT_ONCE);
    a.comes(BOB);
    goOn("a");
    awaitEverywhere("+bob");
    awaitEverywhere("-alice");

    nodes.forEach(
        node -> {
          assertThat(node.told()).filteredOn("+alice"::equals).hasSize(1);
          assertThat(node.told()).filteredOn("-alice"::equals).hasSize(1);
          assertThat(node.told()).filteredOn("+bob"::equals).hasSize(1);
        });
    assertThat(b.told()).doesNotContain("-bob");
  }

  private Node node(String name) {
    Node node = new Node(name);
    nodes.add(node);
    return node;
  }

  /** One who comes now; once he is told on all nodes everything before him is, too. */
  private void mark(Node node) {
    if (nodes.stream().anyMatch(other -> other.told().contains("+marker"))) {
      UserId next = new UserId("marker-" + node.told().size());
      node.comes(next);
      awaitEverywhere("+" + next.value());
      node.goes(next, AT_ONCE);
      awaitEverywhere("-" + next.value());
    } else {
      node.comes(MARKER);
      awaitEverywhere("+marker");
    }
  }

  private void awaitEverywhere(String what) {
    awaitCount(what, 1);
  }

  private void awaitCount(String what, int count) {
    await(
        () ->
            nodes.stream()
                .allMatch(node -> node.told().stream().filter(what::equals).count() >= count));
  }

  /** A node that remembers what it is told. */
  private final class Node implements PresenceBoard.Listener {
    private final PresenceBoard board;
    private final List<String> told = new CopyOnWriteArrayList<>();
    final List<Optional<Instant>> lastSeen = new CopyOnWriteArrayList<>();

    Node(String name) {
      board = board(name);
      board.listen(this);
    }

    void comes(UserId user) {
      board.connected(user, new DisplayName(user.value()));
    }

    void goes(UserId user, Duration grace) {
      board.disconnected(user, new DisplayName(user.value()), grace);
    }

    @Override
    public void onTransition(Transition transition, Optional<Instant> seen) {
      lastSeen.add(seen);
      told.add((transition.online() ? "+" : "-") + transition.user().value());
    }

    /** Who came, with a plus, and went, with a minus. */
    List<String> told() {
      return told;
    }
  }
}
