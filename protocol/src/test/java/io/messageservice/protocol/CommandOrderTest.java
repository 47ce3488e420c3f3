package io.messageservice.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.protocol.CommandOrder.Way;
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

  /** Commands that a lane has, which answers in order, and that the reader has. */
  private final Deque<Integer> lane = new ArrayDeque<>();

  private final Deque<Integer> reader = new ArrayDeque<>();

  /** Also where lanes and readers take their time and refuse some at hand-over. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void answersComeInTheOrderOfCommands(long seed) {
    Random random = new Random(seed);
    int commands = 3_000;
    int next = 0;
    while (answers.size() < commands) {
      if (next < commands && next - answers.size() < 900 && random.nextInt(3) == 0) {
        Way way = WAYS.get(random.nextInt(3));
        int number = next++;
        boolean refuse = random.nextInt(5) == 0;
        assertThat(order.take(way, () -> start(way, number, refuse))).isTrue();
      } else if (random.nextBoolean()) {
        answer(Way.LANE, lane);
      } else {
        answer(Way.READER, reader);
      }
      assertThat(reader).hasSizeLessThanOrEqualTo(1);
    }

    assertThat(answers).isEqualTo(IntStream.range(0, commands).boxed().toList());
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
  void nothingStartsAfterTheClose() {
    order.take(Way.READER, () -> start(Way.READER, 0, false));
    order.take(Way.LANE, () -> start(Way.LANE, 1, false));

    order.close();
    answer(Way.READER, reader);
    order.take(Way.LANE, () -> start(Way.LANE, 2, false));

    assertThat(lane).isEmpty();
  }

  private void start(Way way, int number, boolean refuse) {
    if (way == Way.HERE) {
      answers.add(number);
    } else if (refuse) {
      order.turnedDown(way, () -> answers.add(number));
    } else {
      (way == Way.LANE ? lane : reader).add(number);
    }
  }

  private void answer(Way way, Deque<Integer> from) {
    Integer number = from.poll();
    if (number != null) {
      answers.add(number);
      order.answered(way);
    }
  }
}
