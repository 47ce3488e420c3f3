package io.messageservice.application.memory.cluster;

import io.messageservice.application.port.out.NodeMembership;
import io.messageservice.application.port.out.cluster.NodeMembershipContract;
import java.time.Duration;
import java.util.function.BooleanSupplier;

class InMemoryMembershipTest extends NodeMembershipContract {

  private static final Duration LEASE = Duration.ofSeconds(10);

  private final VirtualTime time = new VirtualTime();
  private final BrittleNetwork network = new BrittleNetwork(time, 1);
  private Duration wallIsAhead = Duration.ZERO;
  private final InMemoryBoard board =
      new InMemoryBoard(network, LEASE, () -> time.instant().plus(wallIsAhead), time.nanoTime());

  @Override
  protected NodeMembership begin(String node) {
    board.boardOf(node, time, time).listen((transition, lastSeen) -> {});
    return board.membershipOf(node);
  }

  @Override
  protected void pause(String node) {
    network.cut(node);
  }

  @Override
  protected void goOn(String node) {
    network.mend(node);
  }

  @Override
  protected void wallClockJumps(Duration ahead) {
    wallIsAhead = wallIsAhead.plus(ahead);
  }

  @Override
  protected void await(BooleanSupplier condition) {
    time.await(condition);
  }
}
