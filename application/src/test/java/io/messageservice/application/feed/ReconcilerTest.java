package io.messageservice.application.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.fanout.EventLoopStates;
import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.fanout.LocalConnections;
import io.messageservice.application.memory.ReadSide;
import io.messageservice.application.port.out.ChangeLog.Head;
import io.messageservice.application.port.out.ChangeLog.Heads;
import io.messageservice.application.port.out.ChangeLog.Mark;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.DeliveryEvents;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.LaneEvents;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** One look at a time, each up to where the store stood when it began. */
class ReconcilerTest {

  private static final ConversationId ID = new ConversationId("c");

  /** The most that the store gives in one read. */
  private static final int PIECE = 3;

  /** How many messages are stored; a mark is their number. */
  private int stored;

  /** What others store while one read is under way. */
  private int meanwhile;

  private boolean down;
  private boolean observersBreak;
  private int reads;
  private int failed;
  private final List<Long> found = new ArrayList<>();
  private final List<Long> ended = new ArrayList<>();
  private final List<String> observed = new ArrayList<>();
  private final List<Throwable> broken = new ArrayList<>();
  private final Deque<Runnable> readers = new ArrayDeque<>();
  private final Deque<Consumer<Fanout>> lane = new ArrayDeque<>();
  private final Faults faults = (where, fault) -> broken.add(fault);
  private final Fanout fanout = fanout();
  private final Reconciler reconciler = reconciler();

  private Fanout fanout() {
    LocalConnections nobody = new LocalConnections(1);
    EventLoopStates states =
        new EventLoopStates(List.of(), nobody, (request, to, then) -> {}, faults, 1);
    return new Fanout(states, nobody, Cluster.ALONE, faults, 0);
  }

  private Reconciler reconciler() {
    ReadSide history = history();
    FeedEnvironment environment =
        new FeedEnvironment(
            history,
            history,
            new LocalConnections(1),
            Cluster.ALONE,
            readers::add,
            (delay, task) -> {},
            () -> 0,
            MemoryBudget.unlimited(),
            faults,
            DeliveryEvents.NONE,
            new Observed(),
            LanePartition.ALL,
            changed -> {});
    LaneTasks tasks = (where, task) -> lane.add(task);
    StoreReads store =
        new StoreReads(
            new StoreEpoch(environment.history()),
            environment.readers(),
            environment.timer(),
            environment.memory(),
            tasks);
    return new Reconciler(store, tasks, environment, new Recorder());
  }

  private final class Recorder implements Reconciler.Looks {

    @Override
    public void found(Heads heads, Fanout to) {
      heads.changed().forEach(head -> found.add(head.end().seq()));
    }

    @Override
    public void ended(long number, Fanout to) {
      ended.add(number);
    }

    @Override
    public void failed() {
      failed++;
    }
  }

  /** Writes down what an observer gets; breaks where it is to. */
  private final class Observed implements LaneEvents {

    @Override
    public void lookBegun() {
      observe("begun");
    }

    @Override
    public void lookEnded(int read, int changed) {
      observe("ended: read " + read + " times, changed " + changed);
    }

    @Override
    public void lookFailed() {
      observe("failed");
    }

    private void observe(String what) {
      observed.add(what);
      if (observersBreak) {
        throw new IllegalStateException(what);
      }
    }
  }

  private ReadSide history() {
    return (ReadSide)
        Proxy.newProxyInstance(
            ReadSide.class.getClassLoader(),
            new Class<?>[] {ReadSide.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "epoch" -> "epoch";
                  case "end" -> mark(stored);
                  case "between" -> read((Mark) arguments[0], (Mark) arguments[1]);
                  default -> throw new AssertionError(method);
                });
  }

  private static Mark mark(int number) {
    return new Mark(Integer.toString(number));
  }

  private Heads read(Mark since, Mark end) {
    reads++;
    if (down) {
      throw new StoreUnavailable("down", new IllegalStateException("unplugged"));
    }
    int from = Integer.parseInt(since.value());
    int to = Math.min(from + PIECE, Integer.parseInt(end.value()));
    List<Head> changed = new ArrayList<>();
    for (int seq = from + 1; seq <= to; seq++) {
      changed.add(new Head(ID, Position.ofMessages(seq - 1), Position.ofMessages(seq)));
    }
    stored += meanwhile;
    return new Heads(mark(to), changed);
  }

  /** Does all there is to do. */
  private void work() {
    while (!lane.isEmpty() || !readers.isEmpty()) {
      if (lane.isEmpty()) {
        readers.remove().run();
      } else {
        lane.remove().accept(fanout);
      }
    }
  }

  @Test
  void aLookEndsWhereTheStoreStoodWhenItBegan() {
    stored = 10;
    meanwhile = 5;

    reconciler.request();
    work();

    assertThat(found).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    assertThat(reads).isEqualTo(4);
    assertThat(ended).containsExactly(1L);
    assertThat(reconciler.isIdle()).isTrue();
    assertThat(reconciler.cursor().mark()).isEqualTo(mark(10));
    assertThat(observed).containsExactly("begun", "ended: read 4 times, changed 10");
  }

  @Test
  void theNextLookBeginsWhereTheLastOneEnded() {
    stored = 2;
    meanwhile = 1;
    reconciler.request();
    work();
    meanwhile = 0;

    reconciler.request();
    work();

    assertThat(found).containsExactly(1L, 2L, 3L);
    assertThat(ended).containsExactly(1L, 2L);
  }

  @Test
  void manyRequestsBeforeALookAreOneLook() {
    for (int i = 0; i < 100; i++) {
      reconciler.request();
    }
    assertThat(lane).hasSize(1);
    work();

    assertThat(ended).containsExactly(1L);
  }

  @Test
  void manyRequestsDuringALookAreOneMore() {
    stored = 10;
    reconciler.request();
    lane.remove().accept(fanout);
    for (int i = 0; i < 100; i++) {
      reconciler.begin();
      assertThat(readers).as("one read at a time").hasSize(1);
    }
    stored = 12;
    work();

    assertThat(ended).containsExactly(1L, 2L);
    assertThat(reconciler.begun()).isEqualTo(2);
    assertThat(found).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
  }

  @Test
  void aLookThatFailsEndsAndTheNextFindsAll() {
    stored = 4;
    down = true;
    reconciler.request();
    work();
    assertThat(ended).isEmpty();
    assertThat(failed).isEqualTo(1);
    assertThat(reconciler.isIdle()).isTrue();
    assertThat(broken).hasSize(1).hasOnlyElementsOfType(StoreUnavailable.class);

    down = false;
    reconciler.request();
    work();

    assertThat(found).containsExactly(1L, 2L, 3L, 4L);
    assertThat(ended).containsExactly(2L);
    assertThat(observed)
        .containsExactly("begun", "failed", "begun", "ended: read 2 times, changed 4");
  }

  @Test
  void anObserverThatBreaksEndsNoLook() {
    observersBreak = true;
    stored = 2;
    reconciler.request();
    work();
    down = true;
    reconciler.request();
    work();
    down = false;
    stored = 3;
    reconciler.request();
    lane.remove().accept(fanout);
    reconciler.reset(mark(2));
    assertThat(reconciler.isIdle()).isTrue();
    readers.clear();
    reconciler.request();
    work();

    assertThat(found).containsExactly(1L, 2L, 3L);
    assertThat(ended).containsExactly(1L, 4L);
    assertThat(failed).isEqualTo(1);
    assertThat(reconciler.isIdle()).isTrue();
    assertThat(broken).hasSize(9);
    assertThat(observed)
        .containsExactly(
            "begun",
            "ended: read 1 times, changed 2",
            "begun",
            "failed",
            "begun",
            "failed",
            "begun",
            "ended: read 1 times, changed 1");
  }

  @Test
  void whatIsStoredBeforeItIsMadeIsOfNoInterest() {
    stored = 7;
    Reconciler later = reconciler();

    later.request();
    work();

    assertThat(found).isEmpty();
    assertThat(reads).isEqualTo(1);
    assertThat(ended).containsExactly(1L);
  }
}
