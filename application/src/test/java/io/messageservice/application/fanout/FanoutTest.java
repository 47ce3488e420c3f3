package io.messageservice.application.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.event.Event.MessageRelayed;
import io.messageservice.application.memory.PlainFormat;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.EventLoop.PendingWrites;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.port.out.WireFormat;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What event loops are given, and when. */
class FanoutTest {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");
  private static final Conversation TALK =
      Conversation.begin(
          new ConversationId("talk"), Kind.DIRECT, Participants.of(List.of(ANN, BOB)));

  private static final List<Long> NOTHING = List.of();

  private final List<Loop> loops = Stream.of(0, 1, 2).map(Loop::new).toList();
  private final LocalConnections connections = new LocalConnections(loops.size());
  private final EventLoopStates states =
      new EventLoopStates(loops, connections, (request, to, then) -> {}, Faults.NONE, 1);
  private final Fanout fanout = new Fanout(states, connections, Cluster.ALONE, Faults.NONE, 0);

  /** Runs at once, unless it is busy, and keeps what it is to report. */
  private static final class Loop implements EventLoop {
    private final int index;
    private final List<PendingWrites> measured = new ArrayList<>();
    private final List<Runnable> tasks = new ArrayList<>();
    private boolean isBusy;
    private final List<Long> reported = new ArrayList<>();

    Loop(int index) {
      this.index = index;
    }

    @Override
    public int index() {
      return index;
    }

    @Override
    public void execute(Runnable task) {
      if (isBusy) {
        tasks.add(task);
      } else {
        task.run();
      }
    }

    @Override
    public void afterWrite(PendingWrites writes) {
      measured.add(writes);
    }

    @Override
    public void written(PendingWrites writes) {
      reported.add(writes.nanos());
    }

    /** The turn ends. */
    void write(long nowNanos) {
      for (PendingWrites writes : measured) {
        if (writes.written(nowNanos)) {
          written(writes);
        }
      }
      measured.clear();
    }
  }

  /** Somebody with a connection, which is not open yet. */
  private record Arriving(UserId user, EventLoop loop, WireFormat<?> format) implements Connection {
    @Override
    public DisplayName name() {
      return new DisplayName(user.value());
    }

    @Override
    public void push(OutgoingEvent event) {}

    @Override
    public void disconnect() {}

    @Override
    public void whenDrained(Runnable task) {}
  }

  private void connect(UserId user, int loop) {
    connections.opened(new Arriving(user, loops.get(loop), new PlainFormat()));
  }

  private void open(UserId user, int loop) {
    Connection connection = new Arriving(user, loops.get(loop), new PlainFormat());
    long opening = connections.opened(connection).number();
    states.of(loops.get(loop)).open(connection, opening);
  }

  private void send(long receivedNanos) {
    OutgoingEvent event = new OutgoingEvent(new MessageRelayed("{}"), receivedNanos);
    fanout.message(TALK, new SequencedEvent(Position.ofMessages(1), event), null);
    fanout.flush();
  }

  @Test
  void whoIsAnsweredAfterAnEvictionFindsItBegunEverywhere() {
    List<Integer> begun = new ArrayList<>();
    loops.get(2).isBusy = true;

    fanout.evict(TALK);
    fanout.on(loops.get(0), state -> begun.add(loops.get(2).tasks.size()));
    fanout.flush();

    assertThat(begun).containsExactly(1);
  }

  @Test
  void theLastOfTheLoopsWithReceiversReportsTheTime() {
    open(ANN, 0);
    open(BOB, 2);
    send(7);

    loops.get(2).write(10);
    loops.get(0).write(12);

    assertThat(loops)
        .extracting(loop -> loop.reported)
        .containsExactly(List.of(5L), NOTHING, NOTHING);
  }

  @Test
  void aLoopThatHasNobodyToWriteToReportsWhenOthersWrote() {
    open(ANN, 0);
    connect(BOB, 2);
    Loop held = loops.get(2);
    held.isBusy = true;
    send(7);

    loops.get(0).write(10);
    held.tasks.forEach(Runnable::run);

    assertThat(held.measured).isEmpty();
    assertThat(loops)
        .extracting(loop -> loop.reported)
        .containsExactly(NOTHING, NOTHING, List.of(3L));
  }

  @Test
  void whatNobodyReceivesIsNotMeasured() {
    connect(ANN, 0);
    connect(BOB, 2);

    send(7);

    assertThat(loops).allMatch(loop -> loop.measured.isEmpty() && loop.reported.isEmpty());
  }

  @Test
  void whatWasNotReceivedHereIsNotMeasured() {
    open(ANN, 0);

    send(0);

    assertThat(loops).allMatch(loop -> loop.measured.isEmpty());
  }
}
