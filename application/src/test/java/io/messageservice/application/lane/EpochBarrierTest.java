package io.messageservice.application.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.fanout.EventLoopStates;
import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.fanout.LocalConnections;
import io.messageservice.application.feed.StoreEpoch;
import io.messageservice.application.feed.StoreWatcher;
import io.messageservice.application.memory.InMemoryStore;
import io.messageservice.application.memory.ReadSide;
import io.messageservice.application.port.out.ChangeLog.Mark;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.LaneEvents;
import io.messageservice.application.port.out.StoreUnavailable;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever one lane finds, all leave an epoch together. */
class EpochBarrierTest {

  private final List<String> log = new ArrayList<>();
  private final List<Queue<Runnable>> threads = List.of(new ArrayDeque<>(), new ArrayDeque<>());
  private final InMemoryStore store = new InMemoryStore(new Random(1));
  private String stored = "first";
  private boolean readable = true;
  private final ReadSide history = history();
  private final Faults faults = (where, fault) -> log.add("broken " + where);
  private final StoreEpoch epoch = new StoreEpoch(history);
  private final EpochBarrier gate = new EpochBarrier(epoch, history, faults);
  private final List<Lane> lanes = List.of(lane(0), lane(1));

  private ReadSide history() {
    return (ReadSide)
        Proxy.newProxyInstance(
            ReadSide.class.getClassLoader(),
            new Class<?>[] {ReadSide.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("epoch")) {
                return stored;
              }
              if (!readable) {
                throw new StoreUnavailable("down", new IllegalStateException("unplugged"));
              }
              return method.invoke(store.history(), arguments);
            });
  }

  private Lane lane(int index) {
    LocalConnections nobody = new LocalConnections(1);
    EventLoopStates states =
        new EventLoopStates(List.of(), nobody, (request, to, then) -> {}, faults, 2);
    Fanout fanout = new Fanout(states, nobody, Cluster.ALONE, faults, index);
    Lane lane =
        new Lane(
            store.ledger(),
            fanout,
            threads.get(index)::add,
            10,
            new Lane.Environment(gate, faults, LaneEvents.NONE, () -> 0));
    lane.watchedBy(new Watcher(index));
    gate.onEpochChange(() -> log.add("closed"));
    return lane;
  }

  private final class Watcher implements StoreWatcher {
    private final int lane;

    Watcher(int lane) {
      this.lane = lane;
    }

    @Override
    public void epochEnds() {
      log.add("end " + lane);
    }

    @Override
    public void forget(Mark end, Fanout fanout) {
      log.add("forget " + lane + " of " + epoch.name());
    }

    @Override
    public void epochBegins() {
      log.add("begin " + lane + " of " + epoch.name());
    }
  }

  private void run(int lane) {
    while (!threads.get(lane).isEmpty()) {
      threads.get(lane).remove().run();
    }
  }

  private void find(int lane) {
    lanes.get(lane).soon("look", fanout -> epoch.require());
  }

  private void say(int lane, String words) {
    lanes.get(lane).soon("say", fanout -> log.add(words));
  }

  @Test
  void whoeverComesLastBeginsForAll() {
    stored = "second";
    find(0);
    say(0, "zero goes on");
    run(0);
    assertThat(log).isEmpty();

    say(1, "one goes on");
    run(1);
    run(0);

    assertThat(log)
        .containsExactly(
            "end 0",
            "end 1",
            "closed",
            "forget 0 of first",
            "forget 1 of first",
            "begin 0 of second",
            "begin 1 of second",
            "one goes on",
            "zero goes on");
  }

  @Test
  void theyComeOnceWhereBothFindIt() {
    stored = "second";
    find(0);
    find(1);
    run(0);
    run(1);
    run(0);
    stored = "third";
    find(1);
    run(1);
    run(0);
    run(1);

    assertThat(log).filteredOn("closed"::equals).hasSize(2);
    assertThat(epoch.name()).isEqualTo("third");
  }

  @Test
  void theyGoOnAndNobodyIsClosedWhereTheStoreCannotBeRead() {
    stored = "second";
    readable = false;
    find(0);
    run(0);
    run(1);
    say(0, "zero goes on");
    run(0);
    assertThat(log).containsExactly("broken store", "zero goes on");
    assertThat(epoch.name()).isEqualTo("first");

    readable = true;
    find(1);
    run(1);
    run(0);

    assertThat(log).filteredOn("closed"::equals).hasSize(1);
    assertThat(epoch.name()).isEqualTo("second");
  }
}
