package io.messageservice.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.protocol.incoming.Command.Way;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandOrderTest {

  private static final List<Way> WAYS = List.of(Way.values());

  private final CommandOrder order = new CommandOrder();
  private final List<Integer> answers = new ArrayList<>();

  /** Commands that a lane has, which answers in order, joins, and what the reader has. */
  private final Deque<Integer> lane = new ArrayDeque<>();

  private final Deque<Integer> joins = new ArrayDeque<>();

  /** What a hook is asked about, which then passes the lane. */
  private final Deque<Integer> asked = new ArrayDeque<>();

  private final Deque<Integer> reader = new ArrayDeque<>();

  /** Also where lanes and readers take their time and refuse some at hand-over. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void answersComeInTheOrderOfCommands(long seed) {
    Random random = new Random(seed);
    int commands = 3_000;
    List<Way> ways = new ArrayList<>();
    int next = 0;
    while (answers.size() < commands) {
      if (next < commands && next - answers.size() < 900 && random.nextInt(3) == 0) {
        Way way = WAYS.get(random.nextInt(WAYS.size()));
        ways.add(way);
        int number = next++;
        boolean refuse = random.nextInt(5) == 0;
        assertThat(order.take(way, () -> start(way, number, refuse))).isTrue();
      } else if (random.nextBoolean()) {
        answer(Way.LANE, lane);
      } else if (random.nextBoolean()) {
        answerBehindLane(Way.JOIN, joins);
        answerBehindLane(Way.ASKED, asked);
      } else {
        answer(Way.READER, reader);
      }
      assertThat(reader).hasSizeLessThanOrEqualTo(1);
    }

    assertThat(answers).doesNotHaveDuplicates().hasSize(commands);
    assertThat(overtaken(ways)).isEmpty();
  }

  /** It has passed the lane before it is answered. */
  private void answerBehindLane(Way way, Deque<Integer> from) {
    if (lane.isEmpty() || (!from.isEmpty() && from.peek() < lane.peek())) {
      answer(way, from);
    }
  }

  /** Answers that came before that of an earlier command; a join may be answered late. */
  private List<Integer> overtaken(List<Way> ways) {
    List<Integer> overtaken = new ArrayList<>();
    int newest = -1;
    int newestJoin = -1;
    for (int number : answers) {
      boolean join = ways.get(number) == Way.JOIN;
      if (number < newest || (!join && number < newestJoin)) {
        overtaken.add(number);
      }
      if (join) {
        newestJoin = Math.max(newestJoin, number);
      } else {
        newest = Math.max(newest, number);
      }
    }
    return overtaken;
  }

  @Test
  void joinsAreUnderWayTogetherAndWhatFollowsWaits() {
    IntStream.range(0, 3).forEach(i -> order.take(Way.JOIN, () -> start(Way.JOIN, i, false)));
    order.take(Way.LANE, () -> start(Way.LANE, 3, false));

    assertThat(joins).hasSize(3);
    assertThat(lane).isEmpty();

    IntStream.range(0, 3).forEach(i -> answer(Way.JOIN, joins));
    assertThat(lane).containsExactly(3);
  }

  @Test
  void hooksAreAskedTogetherAndWhatFollowsWaits() {
    order.take(Way.LANE, () -> start(Way.LANE, 0, false));
    IntStream.range(1, 4).forEach(i -> order.take(Way.ASKED, () -> start(Way.ASKED, i, false)));
    order.take(Way.LANE, () -> start(Way.LANE, 4, false));
    order.take(Way.JOIN, () -> start(Way.JOIN, 5, false));

    assertThat(asked).containsExactly(1, 2, 3);
    assertThat(lane).containsExactly(0);
    assertThat(joins).isEmpty();
    assertThat(order.isIdle()).isFalse();

    answer(Way.LANE, lane);
    IntStream.range(0, 3).forEach(i -> answer(Way.ASKED, asked));
    assertThat(lane).containsExactly(4);
    assertThat(joins).containsExactly(5);
  }

  @Test
  void afterTheCloseWhatFollowsAHookWaitsForItsAnswer() {
    order.take(Way.ASKED, () -> start(Way.ASKED, 0, false));
    order.take(Way.LANE, () -> start(Way.LANE, 1, false));
    order.take(Way.JOIN, () -> start(Way.JOIN, 2, false));
    order.take(Way.ASKED, () -> start(Way.ASKED, 3, false));
    order.take(Way.READER, () -> start(Way.READER, 4, false));
    order.take(Way.LANE, () -> start(Way.LANE, 5, false));

    order.close();
    assertThat(joins).containsExactly(2);
    assertThat(lane).isEmpty();

    answer(Way.ASKED, asked);
    assertThat(lane).containsExactly(1);
    assertThat(asked).containsExactly(3);
    answer(Way.ASKED, asked);
    assertThat(lane).containsExactly(1, 5);
    assertThat(reader).isEmpty();
  }

  @Test
  void whatIsUnderWayIsBounded() {
    IntStream.range(0, CommandOrder.MAX_UNDER_WAY + 1)
        .forEach(i -> order.take(Way.LANE, () -> start(Way.LANE, i, false)));

    assertThat(lane).hasSize(CommandOrder.MAX_UNDER_WAY);

    answer(Way.LANE, lane);
    assertThat(lane).contains(CommandOrder.MAX_UNDER_WAY);
  }

  @Test
  void lanesTakeManyAtOnce() {
    IntStream.range(0, 5).forEach(i -> order.take(Way.LANE, () -> start(Way.LANE, i, false)));

    assertThat(lane).hasSize(5);
  }

  @Test
  void whatWaitsIsBounded() {
    order.take(Way.READER, () -> start(Way.READER, 0, false));
    for (int i = 0; i < CommandOrder.MAX_WAITING; i++) {
      assertThat(order.take(Way.HERE, () -> {})).isTrue();
    }

    assertThat(order.take(Way.HERE, () -> {})).isFalse();

    answer(Way.READER, reader);
    assertThat(order.take(Way.HERE, () -> answers.add(9))).isTrue();
    assertThat(answers).containsExactly(0, 9);
  }

  @Test
  void whatWaitsForALaneStartsWithTheCloseAndWhatIsOnlyAnsweredNever() {
    order.take(Way.READER, () -> start(Way.READER, 0, false));
    order.take(Way.LANE, () -> start(Way.LANE, 1, false));
    order.take(Way.JOIN, () -> start(Way.JOIN, 2, false));
    order.take(Way.HERE, () -> start(Way.HERE, 3, false));
    order.take(Way.READER, () -> start(Way.READER, 4, false));
    order.take(Way.LANE, () -> start(Way.LANE, 5, false));

    order.close();

    assertThat(lane).containsExactly(1, 5);
    assertThat(joins).containsExactly(2);
    answer(Way.READER, reader);
    answer(Way.LANE, lane);
    assertThat(reader).isEmpty();
    assertThat(answers).containsExactly(0, 1);
  }

  @Test
  void nothingIsTakenAfterTheClose() {
    order.close();

    order.take(Way.LANE, () -> start(Way.LANE, 0, false));

    assertThat(lane).isEmpty();
  }

  private void start(Way way, int number, boolean refuse) {
    if (way == Way.HERE) {
      answers.add(number);
    } else if (refuse) {
      order.turnedDown(way, () -> answers.add(number));
    } else {
      queue(way).add(number);
    }
  }

  private Deque<Integer> queue(Way way) {
    return switch (way) {
      case LANE -> lane;
      case JOIN -> joins;
      case ASKED -> asked;
      default -> reader;
    };
  }

  private void answer(Way way, Deque<Integer> from) {
    Integer number = from.poll();
    if (number != null) {
      answers.add(number);
      order.answered(way);
    }
  }
}
