package io.messageservice.application.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.fanout.LocalConnections.Opened;
import io.messageservice.application.fuzz.Fuzz;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** On which event loops users have connections. */
class LocalConnectionsTest {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");

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

  private Opened open(UserId user, int loop) {
    return connections.opened(user, new Loop(loop));
  }

  private void close(UserId user, int loop) {
    connections.closed(user, new Loop(loop));
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
    many.opened(ANN, new Loop(62));
    many.opened(BOB, new Loop(69));

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
        connections.closed(new UserId("u" + user), new Loop(loop));
        counts[user][loop]--;
      } else {
        connections.opened(new UserId("u" + user), new Loop(loop));
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
