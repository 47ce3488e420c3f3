package io.messageservice.bootstrap.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.bootstrap.demo.DemoJudge.Counts;
import io.messageservice.bootstrap.demo.DemoJudge.Waited;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DemoJudgeTest {

  private final DemoJudge judge = new DemoJudge();

  /** Messages of one connection, due each 10 ms from 10,000 on. */
  private void sent(int count) {
    for (int number = 1; number <= count; number++) {
      judge.readSender("sent " + number + " 0 " + number * 10_000);
    }
  }

  private void acked(String... numbersWithSeq) {
    Stream.of(numbersWithSeq).forEach(each -> judge.readSender("acked " + each + " 50000"));
  }

  private void received(String... seqsWithNumber) {
    Stream.of(seqsWithNumber).forEach(each -> judge.readReceiver("received " + each + " 60000"));
  }

  @Test
  void whatIsReceivedOnceAndInOrderIsAsItShouldBe() {
    sent(3);
    acked("1 11", "2 12", "3 13");
    received("11 1", "12 2", "13 3");

    assertThat(judge.counts(true)).isEqualTo(new Counts(3, 3, 3, 0, 0, 0, 0));
    assertThat(judge.counts(true).isBroken()).isFalse();
    assertThat(judge.isComplete()).isTrue();
  }

  @Test
  void anAcknowledgedMessageIsLostOnceALaterOneIsThere() {
    sent(3);
    acked("1 11", "2 12", "3 13");
    received("11 1", "13 3");

    assertThat(judge.counts(false)).isEqualTo(new Counts(3, 3, 2, 0, 1, 0, 0));
    assertThat(judge.counts(false).isBroken()).isTrue();
    assertThat(judge.isComplete()).isFalse();
  }

  @Test
  void atTheEndAnAcknowledgedMessageIsLostThatIsNotThere() {
    sent(2);
    acked("1 11", "2 12");
    received("11 1");

    assertThat(judge.counts(false)).isEqualTo(new Counts(2, 2, 1, 1, 0, 0, 0));
    assertThat(judge.counts(true)).isEqualTo(new Counts(2, 2, 1, 0, 1, 0, 0));
  }

  @Test
  void whatWasNotAcknowledgedIsNotLost() {
    sent(2);
    acked("2 12");
    received("12 2");

    assertThat(judge.counts(true)).isEqualTo(new Counts(2, 1, 1, 1, 0, 0, 0));
    assertThat(judge.isComplete()).isFalse();
  }

  @Test
  void whatIsWithdrawnWasNotSent() {
    sent(2);
    acked("1 11");
    received("11 1");
    judge.readSender("withdrawn 2");

    assertThat(judge.counts(true)).isEqualTo(new Counts(1, 1, 1, 0, 0, 0, 0));
    assertThat(judge.isComplete()).isTrue();
    assertThat(judge.oldestWaiting(70_000)).isEqualTo(70_000);
    assertThat(judge.waited(0, 100_000, 0, 900_000)).isEqualTo(new Waited(1, 50_000));
  }

  @Test
  void aSecondCopyIsDoubledUnderTheSameSeqAndUnderAnother() {
    sent(2);
    acked("1 11", "2 12");
    received("11 1", "11 1", "12 2", "13 1");

    assertThat(judge.counts(true)).isEqualTo(new Counts(2, 2, 2, 0, 0, 2, 0));
  }

  @Test
  void whatComesAfterAHigherSeqIsOutOfOrder() {
    sent(2);
    judge.readSender("sent 3 1 30000");
    acked("1 11", "2 13", "3 12");
    received("11 1", "13 2", "12 3");

    assertThat(judge.counts(true)).isEqualTo(new Counts(3, 3, 3, 0, 0, 0, 1));
  }

  @Test
  void whatOneConnectionSentFirstComesFirst() {
    sent(2);
    acked("1 12", "2 11");
    received("11 2", "12 1");

    assertThat(judge.counts(true)).isEqualTo(new Counts(2, 2, 2, 0, 0, 0, 1));
  }

  @Test
  void connectionsMayOvertakeEachOther() {
    sent(1);
    judge.readSender("sent 2 1 20000");
    acked("1 12", "2 11");
    received("11 2", "12 1");

    assertThat(judge.counts(true)).isEqualTo(new Counts(2, 2, 2, 0, 0, 0, 0));
  }

  @Test
  void whatNobodySentIsNoMessage() {
    sent(1);

    assertThatThrownBy(() -> received("11 2")).hasMessageContaining("nobody has sent it");
    assertThatThrownBy(() -> judge.readSender("sent 3 0 30000"))
        .hasMessageContaining("left out a number");
  }

  @Test
  void latenessCountsFromWhenAMessageWasDue() {
    sent(2);
    received("11 1");
    judge.readReceiver("received 12 2 420000");

    assertThat(judge.lateness().worstMicros()).isBetween(400_000L, 401_000L);
    assertThat(judge.lateness().p50Micros()).isBetween(50_000L, 50_100L);
    assertThat(judge.waited(0, 100_000, 250_000, 500_000)).isEqualTo(new Waited(1, 400_000));
    assertThat(judge.waited(0, 15_000, 250_000, 500_000)).isEqualTo(new Waited(0, 0));
  }

  @Test
  void whatStillWaitsIsLateByNow() {
    sent(2);
    received("11 1");

    assertThat(judge.oldestWaiting(900_000)).isEqualTo(20_000);
    assertThat(judge.waited(0, 100_000, 250_000, 900_000)).isEqualTo(new Waited(1, 880_000));
  }

  @Test
  void linesForOthersAreLeftOut() {
    judge.readSender("connected 0 2");
    judge.readReceiver("connected 0 1");

    assertThat(judge.counts(true)).isEqualTo(new Counts(0, 0, 0, 0, 0, 0, 0));
    assertThat(judge.oldestWaiting(7)).isEqualTo(7);
  }
}
