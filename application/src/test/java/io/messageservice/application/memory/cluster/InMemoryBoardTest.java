package io.messageservice.application.memory.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.PresenceBoard;
import io.messageservice.application.port.out.cluster.PresenceBoardContract;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InMemoryBoardTest extends PresenceBoardContract {

  private static final UserId ALICE = new UserId("alice");
  private static final DisplayName NAME = new DisplayName("some");
  private static final Duration LEASE = Duration.ofSeconds(10);

  private Duration wallIsAhead = Duration.ZERO;
  private final VirtualTime time = new VirtualTime();
  private final BrittleNetwork network = new BrittleNetwork(time, 1);
  private final InMemoryBoard board =
      new InMemoryBoard(network, LEASE, () -> time.instant().plus(wallIsAhead), time.nanoTime());

  @Override
  protected PresenceBoard board(String node) {
    return board.boardOf(node, time, time);
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

  private List<String> listened(PresenceBoard end) {
    List<String> told = new ArrayList<>();
    end.listen(
        (transition, seen) ->
            told.add((transition.online() ? "+" : "-") + transition.user().value()));
    return told;
  }

  @Test
  void lateWritesOfADeadNodeBringNobodyBack() {
    List<Runnable> late = new ArrayList<>();
    InMemoryBoard slow =
        new InMemoryBoard(
            (from, to, arrival) -> {
              if (from.equals("dead")) {
                late.add(arrival);
              } else {
                time.execute(arrival);
              }
            },
            LEASE,
            time,
            time.nanoTime());
    List<String> told = listened(slow.boardOf("alive", time, time));
    PresenceBoard dead = slow.boardOf("dead", time, time);
    dead.listen((transition, seen) -> {});
    late.remove(0).run();
    time.pass(Duration.ofSeconds(1));
    dead.connected(ALICE, NAME);
    time.pass(LEASE);
    time.pass(Duration.ofSeconds(5));

    late.forEach(Runnable::run);
    late.clear();
    time.pass(Duration.ofSeconds(1));

    assertThat(told).isEmpty();
  }

  @Test
  void whereNobodyCouldAskNobodyGoes() {
    PresenceBoard a = board("a");
    List<String> told = listened(a);
    a.connected(ALICE, NAME);
    time.pass(Duration.ofSeconds(1));

    network.cut(Network.MIDDLE);
    time.pass(Duration.ofMinutes(1));
    network.mend(Network.MIDDLE);
    time.pass(Duration.ofSeconds(30));

    assertThat(told).containsExactly("+alice");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsLostLateAndDoubledIsMended(long seed) {
    Random random = new Random(seed);
    List<PresenceBoard> ends = new ArrayList<>();
    List<List<String>> told = new ArrayList<>();
    List<Set<String>> here = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      PresenceBoard end = board("n" + i);
      ends.add(end);
      told.add(listened(end));
      here.add(new HashSet<>());
    }
    time.pass(Duration.ofSeconds(1));
    network.lost = 200;

    for (int i = 0; i < 300; i++) {
      int chosen = random.nextInt(3);
      PresenceBoard end = ends.get(chosen);
      Set<String> users = here.get(chosen);
      String user = "u" + random.nextInt(4);
      if (users.add(user)) {
        end.connected(new UserId(user), NAME);
      } else if (users.remove(user)) {
        end.disconnected(new UserId(user), NAME, Duration.ofMillis(random.nextInt(3) * 500L));
      }
      time.pass(Duration.ofMillis(random.nextInt(400)));
    }
    network.lost = 0;
    time.pass(Duration.ofSeconds(30));

    Set<String> online = new HashSet<>();
    here.forEach(online::addAll);
    assertThat(told.get(1)).isEqualTo(told.get(0));
    assertThat(told.get(2)).isEqualTo(told.get(0));
    assertThat(leftOnline(told.get(0))).isEqualTo(online);
  }

  private static Set<String> leftOnline(List<String> told) {
    Set<String> online = new HashSet<>();
    for (String transition : told) {
      boolean news =
          transition.startsWith("+")
              ? online.add(transition.substring(1))
              : online.remove(transition.substring(1));
      assertThat(news).as(transition).isTrue();
    }
    return online;
  }
}
