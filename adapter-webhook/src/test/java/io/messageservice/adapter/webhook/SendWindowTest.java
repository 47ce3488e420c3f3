package io.messageservice.adapter.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What may be sent when, and from where another would begin. */
class SendWindowTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long HOUR = Duration.ofHours(1).toNanos();

  private final SendWindow window = window(1, 0);
  private long now = -7 * HOUR; // clocks may begin anywhere

  private static SendWindow window(int batchSize, int maxAttempts) {
    return new SendWindow("0", batchSize, maxAttempts, () -> 1.0);
  }

  private static void offer(SendWindow window, String id, String conversation) {
    window.offer(
        new OfferedEvent(id, conversation, Instant.EPOCH, Optional.empty(), id.getBytes(UTF_8)));
  }

  private PendingCall next(SendWindow window) {
    return requireNonNull(window.next(now));
  }

  private List<PendingCall> all(SendWindow window) {
    List<PendingCall> calls = new ArrayList<>();
    for (PendingCall call = window.next(now); call != null; call = window.next(now)) {
      calls.add(call);
    }
    return calls;
  }

  private List<String> ids(SendWindow window) {
    return all(window).stream().map(PendingCall::id).toList();
  }

  @Test
  void eventsOfAConversationWaitForEachOtherAndOthersDoNot() {
    offer(window, "1", "a");
    offer(window, "2", "a");
    offer(window, "3", "b");

    PendingCall first = next(window);
    assertThat(first.id()).isEqualTo("1");
    assertThat(ids(window)).containsExactly("3");

    window.acknowledged(first, now);
    assertThat(ids(window)).containsExactly("2");
  }

  @Test
  void positionIsBeforeTheOldestThatIsUnanswered() {
    offer(window, "1", "a");
    offer(window, "2", "b");
    offer(window, "3", "c");
    List<PendingCall> calls = all(window);

    window.acknowledged(calls.get(1), now);
    assertThat(window.position()).isEqualTo("0");
    window.acknowledged(calls.get(0), now);
    assertThat(window.position()).isEqualTo("2");
    window.acknowledged(calls.get(2), now);
    assertThat(window.position()).isEqualTo("3");
  }

  @Test
  void whatTheLogLeavesOutMovesThePositionToo() {
    window.passed("5");
    assertThat(window.position()).isEqualTo("5");

    offer(window, "6", "a");
    window.passed("9");
    assertThat(window.position()).isEqualTo("5");

    window.acknowledged(next(window), now);
    assertThat(window.position()).isEqualTo("9");
  }

  @Test
  void whatFailsIsSentAgainAfterAPauseThatGrowsWithTheSameBody() {
    offer(window, "1", "a");
    offer(window, "2", "a");
    PendingCall call = next(window);

    for (long pause = SECOND; pause <= 8 * SECOND; pause *= 2) {
      assertThat(window.failed(call, now)).isFalse();
      now += pause - 1;
      assertThat(window.next(now)).isNull();
      now += 1;
      assertThat(window.next(now)).isSameAs(call);
    }

    assertThat(new String(call.body(), UTF_8)).isEqualTo("1");
  }

  @Test
  void whatIsTriedTooOftenIsGivenUpAndTheNextOneFollows() {
    SendWindow twice = window(1, 2);
    offer(twice, "1", "a");
    offer(twice, "2", "a");
    PendingCall call = next(twice);

    assertThat(twice.failed(call, now)).isFalse();
    now += HOUR;
    assertThat(twice.failed(next(twice), now)).isTrue();

    assertThat(twice.position()).isEqualTo("1");
    assertThat(ids(twice)).containsExactly("2");
  }

  @Test
  void soManyCallsAreUnderWay() {
    for (int i = 0; i < 2 * SendCircuit.MAX_CALLS; i++) {
      offer(window, "" + i, "c" + i);
    }

    List<PendingCall> calls = all(window);
    assertThat(calls).hasSize(SendCircuit.MAX_CALLS);
    window.acknowledged(calls.get(0), now);

    assertThat(ids(window)).containsExactly("" + SendCircuit.MAX_CALLS);
  }

  @Test
  void soManyEventsAreUnansweredAndSoManyBytes() {
    for (int i = 0; i < SendWindow.MAX_EVENTS; i++) {
      assertThat(window.hasRoom()).isTrue();
      assertThat(window.isHalfEmpty()).isEqualTo(i <= SendWindow.MAX_EVENTS / 2);
      offer(window, "" + i, "a");
    }
    assertThat(window.hasRoom()).isFalse();

    SendWindow large = window(1, 0);
    large.offer(
        new OfferedEvent(
            "1", "a", Instant.EPOCH, Optional.empty(), new byte[SendWindow.MAX_BYTES]));
    assertThat(large.hasRoom()).isFalse();
    large.acknowledged(next(large), now);
    assertThat(large.hasRoom()).isTrue();
  }

  @Test
  void aReceiverThatFailsGetsOneCallAtATime() {
    for (int i = 0; i < 100; i++) {
      offer(window, "" + i, "c" + i);
    }
    all(window).forEach(call -> window.failed(call, now));
    assertThat(window.isCircuitOpen()).isTrue();
    assertThat(window.next(now)).isNull();

    now += SECOND;
    PendingCall trial = next(window);
    assertThat(window.next(now)).isNull();
    window.failed(trial, now);
    now += 2 * SECOND - 1;
    assertThat(window.next(now)).isNull();

    now += 1;
    window.acknowledged(next(window), now);
    assertThat(window.isCircuitOpen()).isFalse();
    assertThat(all(window)).hasSize(SendCircuit.MAX_CALLS);
  }

  @Test
  void whatFailedBeforeTheReceiverCameBackIsNotWaitedFor() {
    offer(window, "1", "a");
    PendingCall call = next(window);
    for (int i = 0; i < 20; i++) {
      window.failed(call, now);
      now += HOUR;
      call = next(window);
    }
    offer(window, "2", "b");
    window.failed(call, now);
    now += Duration.ofSeconds(30).toNanos();

    PendingCall trial = next(window);
    assertThat(trial.id()).isEqualTo("2");
    window.acknowledged(trial, now);

    assertThat(window.next(now)).isSameAs(call);
  }

  @Test
  void eventThatAloneIsRefusedDoesNotHideThatOthersAreTaken() {
    offer(window, "1", "a");
    PendingCall refused = next(window);
    for (int i = 0; i < 10; i++) {
      window.failed(refused, now);
      now += HOUR;
      refused = next(window);
    }
    window.failed(refused, now);
    offer(window, "2", "b");

    now += Duration.ofSeconds(30).toNanos();
    window.acknowledged(next(window), now);

    assertThat(window.isCircuitOpen()).isFalse();
    assertThat(window.unanswered()).isEqualTo(1);
  }

  @Test
  void batchHasTheOldestEventsAlsoSeveralOfAConversation() {
    SendWindow batches = window(3, 0);
    offer(batches, "1", "a");
    offer(batches, "2", "b");
    offer(batches, "3", "a");
    offer(batches, "4", "a");
    offer(batches, "5", "c");

    PendingCall first = next(batches);
    PendingCall second = next(batches);

    assertThat(new String(first.batch(), UTF_8)).isEqualTo("{\"events\":[1,2,3]}");
    assertThat(first.id()).isEqualTo("3");
    assertThat(new String(second.batch(), UTF_8)).isEqualTo("{\"events\":[5]}");
    batches.acknowledged(first, now);
    assertThat(ids(batches)).containsExactly("4");
  }

  @Test
  void batchIsNotLargerThanItsBoundUnlessOneEventIs() {
    SendWindow batches = window(100, 0);
    byte[] half = new byte[PendingCall.MAX_BYTES / 2];
    batches.offer(
        new OfferedEvent(
            "1", "a", Instant.EPOCH, Optional.empty(), new byte[2 * PendingCall.MAX_BYTES]));
    batches.offer(new OfferedEvent("2", "b", Instant.EPOCH, Optional.empty(), half));
    batches.offer(new OfferedEvent("3", "c", Instant.EPOCH, Optional.empty(), half));
    batches.offer(new OfferedEvent("4", "d", Instant.EPOCH, Optional.empty(), new byte[1]));

    assertThat(all(batches).stream().map(call -> call.events().size())).containsExactly(1, 2, 1);
  }
}
