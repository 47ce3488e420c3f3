package io.messageservice.application.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.event.Event;
import io.messageservice.application.event.Event.PresenceChanged;
import io.messageservice.application.fanout.LocalConnections.Opened;
import io.messageservice.application.fuzz.Fuzz;
import io.messageservice.application.memory.PlainFormat;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.port.out.WireFormat;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** On which event loops users have connections. */
class LocalConnectionsTest {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");
  private static final PlainFormat FORMAT = new PlainFormat();

  /** More participants than are looked up one by one. */
  private static final Participants MANY = users(65);

  private final LocalConnections connections = new LocalConnections(3);

  private static Participants users(int count) {
    return Participants.of(IntStream.range(0, count).mapToObj(i -> new UserId("u" + i)).toList());
  }

  private static Participants just(UserId... users) {
    return Participants.of(List.of(users));
  }

  /** An event loop of which nothing but its number matters. */
  private record Loop(int index) implements EventLoop {
    @Override
    public void execute(Runnable task) {
      throw new AssertionError("nothing is to be run");
    }
  }

  /** A connection that is never sent anything. */
  private record Silent(UserId user, EventLoop loop, WireFormat<?> format) implements Connection {

    Silent(UserId user, int loop) {
      this(user, new Loop(loop), FORMAT);
    }

    @Override
    public DisplayName name() {
      return new DisplayName(user.value());
    }

    @Override
    public void push(OutgoingEvent event) {
      throw new AssertionError("nothing is to be sent");
    }

    @Override
    public void disconnect() {}

    @Override
    public void whenDrained(Runnable task) {
      throw new AssertionError("nothing is to be sent");
    }
  }

  private Opened open(UserId user, int loop) {
    return connections.opened(new Silent(user, loop));
  }

  private void close(UserId user, int loop) {
    connections.closed(new Silent(user, loop));
  }

  @Test
  void eventsAreEncodedForTheFormatsOfOpenConnections() {
    PlainFormat other = new PlainFormat();
    Event event = new PresenceChanged(ANN, new DisplayName("Ann"), true);
    Silent first = new Silent(ANN, new Loop(0), other);
    Silent second = new Silent(BOB, new Loop(1), other);

    OutgoingEvent unused = connections.outgoing(event);
    assertThat(other.encoded).isEmpty();

    connections.opened(first);
    connections.opened(second);
    connections.closed(first);
    OutgoingEvent outgoing = connections.outgoing(event);
    assertThat(outgoing.in(other)).isSameAs(event);
    assertThat(other.encoded).containsExactly(event);

    connections.closed(second);
    unused = connections.outgoing(event);
    assertThat(other.encoded).hasSize(1);
  }

  @Test
  void namesTheLoopsThatHaveAConnectionOfOneOfTheUsers() {
    open(ANN, 0);
    open(ANN, 2);
    open(BOB, 1);

    assertThat(connections.loopsOf(just(ANN))).isEqualTo(0b101);
    assertThat(connections.loopsOf(just(BOB))).isEqualTo(0b010);
    assertThat(connections.loopsOf(just(ANN, BOB))).isEqualTo(0b111);
    assertThat(connections.loopsOf(just(new UserId("eve")))).isZero();
    assertThat(connections.loopsOf(Participants.NONE)).isZero();
  }

  @Test
  void namesALoopUntilTheLastConnectionThereIsClosed() {
    open(ANN, 1);
    open(ANN, 1);
    open(ANN, 2);

    close(ANN, 1);
    assertThat(connections.loopsOf(just(ANN))).isEqualTo(0b110);
    close(ANN, 1);
    assertThat(connections.loopsOf(just(ANN))).isEqualTo(0b100);
    close(ANN, 2);
    assertThat(connections.loopsOf(just(ANN))).isZero();
  }

  @Test
  void countsTheConnectionsOfAUserOnAllLoopsAndNumbersOpenings() {
    assertThat(open(ANN, 0)).isEqualTo(new Opened(1, 1));
    assertThat(open(BOB, 0)).isEqualTo(new Opened(1, 2));
    assertThat(open(ANN, 2)).isEqualTo(new Opened(2, 3));
    close(ANN, 0);
    assertThat(open(ANN, 1)).isEqualTo(new Opened(2, 4));
    assertThat(connections.lastOpening()).isEqualTo(4);
  }

  @Test
  void looksNobodyUpWhereManyTakePart() {
    assertThat(connections.loopsOf(users(64))).isZero();
    assertThat(connections.loopsOf(MANY)).isEqualTo(0b111);
  }

  @Test
  void loopsPastTheBitsShareTheLastOne() {
    LocalConnections many = new LocalConnections(70);
    many.opened(new Silent(ANN, 62));
    many.opened(new Silent(BOB, 69));

    assertThat(many.loopsOf(just(ANN))).isEqualTo(LocalConnections.bit(62));
    assertThat(many.loopsOf(just(BOB))).isEqualTo(LocalConnections.bit(69));
    assertThat(LocalConnections.bit(69)).isEqualTo(LocalConnections.bit(63));
    assertThat(many.loopsOf(MANY)).isEqualTo(-1L);
  }

  @Test
  void namesExactlyTheLoopsWithConnectionsAfterAnyOrderOfThem() {
    Fuzz.rounds("local connections", 200, LocalConnectionsTest::anyOrder);
  }

  private static void anyOrder(Random random) {
    LocalConnections connections = new LocalConnections(4);
    int[][] counts = new int[3][4];
    for (int i = 0; i < 100; i++) {
      int user = random.nextInt(3);
      int loop = random.nextInt(4);
      if (counts[user][loop] > 0 && random.nextBoolean()) {
        connections.closed(new Silent(new UserId("u" + user), loop));
        counts[user][loop]--;
      } else {
        connections.opened(new Silent(new UserId("u" + user), loop));
        counts[user][loop]++;
      }
      for (int one = 0; one < 3; one++) {
        assertThat(connections.loopsOf(just(new UserId("u" + one)))).isEqualTo(bits(counts[one]));
      }
    }
  }

  private static long bits(int[] counts) {
    return IntStream.range(0, counts.length)
        .filter(loop -> counts[loop] > 0)
        .mapToLong(loop -> 1L << loop)
        .sum();
  }
}
