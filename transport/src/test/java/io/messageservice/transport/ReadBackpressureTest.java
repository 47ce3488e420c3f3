package io.messageservice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReadBackpressureTest {

  private final ReadBackpressure backpressure = new ReadBackpressure(Long.MAX_VALUE);
  private final List<String> openings = new ArrayList<>();
  private final ReadBackpressure.Inbox first = backpressure.inbox(() -> openings.add("first"));
  private final ReadBackpressure.Inbox second = backpressure.inbox(() -> openings.add("second"));

  @Test
  void oneFullInboxClosesItForAll() {
    first.add(ReadBackpressure.FULL - 1);
    assertThat(backpressure.isOpen()).isTrue();

    first.add(1);

    assertThat(backpressure.isOpen()).isFalse();
  }

  @Test
  void itOpensOnceMostIsDone() {
    first.add(ReadBackpressure.FULL);
    first.remove(1);
    assertThat(backpressure.isOpen()).isFalse();

    first.remove(ReadBackpressure.FULL - ReadBackpressure.ROOM_AGAIN - 1);

    assertThat(backpressure.isOpen()).isTrue();
    assertThat(openings).containsExactly("first", "second");
  }

  @Test
  void itOpensWhenTheLastFullInboxHasRoom() {
    first.add(ReadBackpressure.FULL);
    second.add(2 * ReadBackpressure.FULL);
    first.remove(ReadBackpressure.FULL);
    assertThat(backpressure.isOpen()).isFalse();

    second.remove(2 * ReadBackpressure.FULL);

    assertThat(backpressure.isOpen()).isTrue();
    assertThat(openings).containsExactly("first", "second");
  }

  @Test
  void itMayCloseAgain() {
    first.add(ReadBackpressure.FULL);
    first.remove(ReadBackpressure.FULL);

    first.add(ReadBackpressure.FULL);

    assertThat(backpressure.isOpen()).isFalse();
  }

  @Test
  void nobodyIsToldWhereItNeverClosed() {
    first.add(5);
    first.remove(5);

    assertThat(openings).isEmpty();
  }
}
