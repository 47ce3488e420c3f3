package io.messageservice.application.port.out.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.NodeMembership;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What every {@link NodeMembership} promises. */
public abstract class NodeMembershipContract {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration AN_HOUR = Duration.ofHours(1);

  /** The membership as another node of the same cluster has it, which begins now. */
  protected abstract NodeMembership begin(String node);

  /** The node gives no sign of life any more, until it goes on. */
  protected abstract void pause(String node);

  /** It goes on as if no time had passed. */
  protected abstract void goOn(String node);

  /** The wall clock of whatever nodes share jumps; no monotonic clock does. */
  protected abstract void wallClockJumps(Duration ahead);

  /** Returns once the condition holds, and fails where it never does. */
  protected abstract void await(BooleanSupplier condition);

  @Test
  void nodeLivesFromItsFirstLease() {
    NodeMembership a = member("a");
    NodeMembership b = member("b");

    assertThat(a.node()).isEqualTo("a");
    assertThat(a.lives("a")).isTrue();
    assertThat(a.lives("b")).isTrue();
    assertThat(b.lives("a")).isTrue();
  }

  @Test
  void nameWithoutALeaseIsThatOfADeadNode() {
    assertThat(member("a").lives("never-there")).isFalse();
  }

  @Test
  void nodeThatGivesNoSignDiesForThoseWhoKnewItAndForOthers() {
    NodeMembership a = member("a");
    member("dead");
    assertThat(a.lives("dead")).isTrue();

    pause("dead");
    await(() -> !a.lives("dead"));

    assertThat(member("late").lives("dead")).isFalse();
    assertThat(a.lives("late")).isTrue();
  }

  @Test
  void nodesWithALeaseAreListed() {
    NodeMembership a = member("a");
    member("b");
    await(() -> a.nodes().equals(Set.of("a", "b")));

    pause("b");

    await(() -> a.nodes().equals(Set.of("a")));
  }

  @Test
  void nodeThatGoesOnAfterItsLeaseLivesAgain() {
    NodeMembership a = member("a");
    member("hung");
    pause("hung");
    await(() -> !a.lives("hung"));

    goOn("hung");

    await(() -> a.lives("hung"));
  }

  @Test
  void nobodyDiesOfAJumpOfTheWallClock() {
    NodeMembership a = member("a");
    member("b");

    wallClockJumps(AN_HOUR);
    NodeMembership late = member("late");

    assertThat(a.lives("b")).isTrue();
    assertThat(late.lives("a")).isTrue();
    assertThat(late.lives("b")).isTrue();
  }

  private NodeMembership member(String node) {
    NodeMembership member = begin(node);
    assertThat(member.awaitLease(PATIENCE)).isTrue();
    return member;
  }
}
