package io.messageservice.application.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.fanout.EventLoopStates;
import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.fanout.LocalConnections;
import io.messageservice.application.feed.StoreEpoch;
import io.messageservice.application.memory.InMemoryStore;
import io.messageservice.application.memory.ReadSide;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.LaneEvents;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever breaks, everybody else is answered, and everybody once. */
class LaneTest {

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<String> told = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final Faults broken = (where, fault) -> faults.add(where);
  private final List<Integer> weights = new ArrayList<>();
  private final List<String> observed = new ArrayList<>();
  private LaneEvents events = new Observed();
  private long nanos;
  private final Ledger ledger = new InMemoryStore(new Random(1)).ledger();
  private final EventLoop loop =
      new EventLoop() {
        @Override
        public int index() {
          return 0;
        }

        @Override
        public void execute(Runnable task) {
          tasks.add(task);
        }

        @Override
        public void execute(Runnable task, int weight) {
          weights.add(weight);
          execute(task);
        }
      };

  private final class Saying implements LaneCommand<String> {
    private final String name;
    private final Consumer<String> at;

    Saying(String name, Consumer<String> at) {
      this.name = name;
      this.at = at;
    }

    @Override
    public void begin() {
      at.accept("begin");
    }

    @Override
    public Decision<String> decide(Records records) {
      at.accept("decide");
      return Decision.unchanged(name);
    }

    @Override
    public void done(String result, Optional<Message> message, Fanout fanout) {
      at.accept("done");
      fanout.on(loop, state -> say("done " + name));
    }

    @Override
    public void refused(Refusal refusal, Fanout fanout) {
      fanout.on(loop, state -> say(refusal.code() + " " + name));
      at.accept("refused");
    }

    private void say(String words) {
      at.accept("tell");
      told.add(words);
    }
  }

  @Test
  void whatBreaksWhileDecidingFailsAlone() {
    run(ledger, breakingAt("decide"));

    assertThat(told).containsExactly("done a", "INTERNAL x", "done b");
    assertThat(faults).containsExactly("command");
  }

  @Test
  void whatBreaksWhileItIsToldIsRefused() {
    run(ledger, breakingAt("done"));

    assertThat(told).containsExactly("done a", "INTERNAL x", "done b");
    assertThat(faults).containsExactly("delivery");
  }

  @Test
  void whatBreaksOnAnEventLoopDoesNotStopTheRest() {
    run(ledger, breakingAt("tell"));

    assertThat(told).containsExactly("done a", "done b");
    assertThat(faults).containsExactly("delivery");
  }

  @Test
  void whatBreaksAtTheBeginningIsAnsweredToo() {
    run(ledger, breakingAt("begin"));

    assertThat(told).containsExactly("INTERNAL a", "INTERNAL x", "INTERNAL b");
  }

  @Test
  void brokenLedgerRefusesEveryoneAlsoWhereARefusalBreaks() {
    Ledger broken =
        batch -> {
          throw new IllegalStateException("broken");
        };

    run(broken, breakingAt("refused"));

    assertThat(told).containsExactly("INTERNAL a", "INTERNAL x", "INTERNAL b");
    assertThat(faults).containsExactly("commit", "refusal");
  }

  @Test
  void laneWorksOnAfterAnythingBroke() {
    Lane lane = run(ledger, breakingAt("begin"));
    told.clear();

    lane.post(new Saying("later", at -> {}));
    work();

    assertThat(told).containsExactly("done later");
    assertThat(lane.size()).isZero();
  }

  @Test
  void aBatchIsObservedFromItsWaitUntilItIsHandedOver() {
    run(ledger, breakingAt("decide"));

    assertThat(observed)
        .containsExactly("begun 3 left 0 after 5", "committed 3", "ended with 1 tasks");
  }

  @Test
  void aBatchThatFailsIsObservedToo() {
    run(ledger, breakingAt("begin"));

    assertThat(observed).containsExactly("begun 3 left 0 after 5", "failed", "ended with 1 tasks");
  }

  @Test
  void anObserverThatBreaksChangesNothing() {
    events = new Breaking();

    Lane lane = run(ledger, at -> {});

    assertThat(told).containsExactly("done a", "done x", "done b");
    assertThat(faults).containsExactly("observer", "observer", "observer");
    assertThat(lane.offer(new Large(10))).as("nothing counts as waiting").isTrue();
    assertThat(lane.offer(new Large(1))).as("until something does").isFalse();
  }

  @Test
  void anObserverThatBreaksDoesNotKeepRefusalsBack() {
    events = new Breaking();

    run(ledger, breakingAt("begin"));

    assertThat(told).containsExactly("INTERNAL a", "INTERNAL x", "INTERNAL b");
    assertThat(faults).containsExactly("observer", "commit", "observer", "observer");
  }

  /** Breaks with each batch, as often as it can. */
  private static final class Breaking implements LaneEvents {
    @Override
    public void begun(List<? extends Decider<?>> batch, int left, long waitNanos) {
      throw new IllegalStateException("begun");
    }

    @Override
    public void committed(List<Outcome> outcomes) {
      throw new IllegalStateException("committed");
    }

    @Override
    public void failed() {
      throw new IllegalStateException("failed");
    }

    @Override
    public void ended() {
      throw new LinkageError("ended");
    }
  }

  @Test
  void commandsThatWaitBehindABatchAreObserved() {
    Lane lane = lane(ledger);
    for (int i = 0; i < 1_030; i++) {
      lane.post(new Saying("a", at -> {}));
    }

    work();

    assertThat(observed)
        .filteredOn(line -> line.startsWith("begun"))
        .containsExactly("begun 1024 left 6 after 5", "begun 6 left 0 after 5");
  }

  @Test
  void whatHoldsMuchCountsForSeveralUntilItIsCarriedOut() {
    Lane lane = lane(ledger);

    assertThat(lane.offer(new Large(9))).isTrue();
    assertThat(lane.offer(new Large(100))).isTrue();
    assertThat(lane.offer(new Saying("a", at -> {}))).isFalse();
    work();

    assertThat(weights).containsExactly(109);
    assertThat(lane.offer(new Large(1))).isTrue();
    work();
    assertThat(weights).containsExactly(109, 1);
  }

  private static final class Large implements LaneCommand<String> {
    private final int weight;

    Large(int weight) {
      this.weight = weight;
    }

    @Override
    public int weight() {
      return weight;
    }

    @Override
    public Decision<String> decide(Records records) {
      return Decision.unchanged("");
    }

    @Override
    public void done(String result, Optional<Message> message, Fanout fanout) {
      for (int i = 0; i < weight; i++) {
        fanout.onEvery(state -> {});
      }
    }

    @Override
    public void refused(Refusal refusal, Fanout fanout) {}
  }

  private Lane lane(Ledger store) {
    LocalConnections nobody = new LocalConnections(1);
    EventLoopStates states =
        new EventLoopStates(List.of(loop), nobody, (request, to, then) -> {}, broken, 1);
    Fanout fanout = new Fanout(states, nobody, Cluster.ALONE, broken, 0);
    ReadSide history = new InMemoryStore(new Random(1)).history();
    EpochBarrier gate = new EpochBarrier(new StoreEpoch(history), history, broken);
    return new Lane(
        store,
        fanout,
        tasks::add,
        10,
        new Lane.Environment(gate, broken, events, () -> nanos += 5));
  }

  /** Writes down what an observer gets. */
  private final class Observed implements LaneEvents {
    @Override
    public void begun(List<? extends Decider<?>> batch, int left, long waitNanos) {
      observed.add("begun " + batch.size() + " left " + left + " after " + waitNanos);
    }

    @Override
    public void committed(List<Outcome> outcomes) {
      observed.add("committed " + outcomes.size());
    }

    @Override
    public void failed() {
      observed.add("failed");
    }

    @Override
    public void ended() {
      observed.add("ended with " + tasks.size() + " tasks");
    }
  }

  private Lane run(Ledger store, Consumer<String> trouble) {
    Lane lane = lane(store);
    lane.post(new Saying("a", at -> {}));
    lane.post(new Saying("x", trouble));
    lane.post(new Saying("b", at -> {}));
    work();
    assertThat(lane.size()).isZero();
    return lane;
  }

  private void work() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  private static Consumer<String> breakingAt(String place) {
    return at -> {
      if (at.equals(place)) {
        throw new IllegalStateException("broken at " + place);
      }
    };
  }
}
