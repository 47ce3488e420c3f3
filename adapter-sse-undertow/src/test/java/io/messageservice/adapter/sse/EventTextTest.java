package io.messageservice.adapter.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.Identities.Reason;
import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.protocol.CloseReason;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocks of a stream, literally. */
@SuppressWarnings("StringConcatToTextBlock") // each line end is seen
final class EventTextTest {

  private static String text(byte[] block) {
    return new String(block, UTF_8);
  }

  @Test
  void aSessionBeginsWithItsId() {
    assertThat(text(EventText.session("a-1", Duration.ofSeconds(30), Resumption.SOME)))
        .isEqualTo(
            "retry: 2000\nevent: session\n"
                + "data: {\"session\":\"a-1\",\"heartbeatMs\":30000,\"resumes\":\"some\"}\n\n");
  }

  @Test
  void aHeartbeatIsAComment() {
    assertThat(text(EventText.HEARTBEAT)).isEqualTo(":\n\n");
  }

  @Test
  void anIdFiresNoEvent() {
    assertThat(text(EventText.id("AQE"))).isEqualTo("id: AQE\n\n");
  }

  static Stream<Arguments> closes() {
    return Stream.of(
        new Arguments(CloseReason.draining(Duration.ofMillis(250)), 1012, 250),
        new Arguments(CloseReason.reconnectAfter(Duration.ZERO), 1012, 0),
        new Arguments(CloseReason.TOO_SLOW, 1013, 5_000),
        new Arguments(CloseReason.TOKEN_EXPIRED, 1008, 60_000),
        new Arguments(CloseReason.refused(new Verdict.Refused(Reason.INVALID)), 1008, 60_000),
        new Arguments(
            CloseReason.refused(Verdict.Refused.until(Duration.ofSeconds(3))), 1013, 3_000),
        new Arguments(CloseReason.STOPPING, 1001, 2_000),
        new Arguments(CloseReason.FAULT, 1011, 2_000));
  }

  private record Arguments(CloseReason reason, int code, long retryMillis) {}

  @ParameterizedTest
  @MethodSource("closes")
  void aCloseSaysWhyAndWhenToComeBack(Arguments close) {
    assertThat(text(EventText.close(close.reason())))
        .isEqualTo(
            ("retry: %d\nevent: close\n"
                    + "data: {\"code\":%d,\"reason\":\"%s\",\"retryMs\":%d}\n\n")
                .formatted(
                    close.retryMillis(), close.code(), close.reason().text(), close.retryMillis()));
  }

  @Test
  void everyCauseHasACodeOfTheContract() {
    assertThat(CloseReason.Cause.values())
        .allSatisfy(
            cause ->
                assertThat(text(EventText.close(new CloseReason(cause, ""))))
                    .containsPattern("\"code\":10[01]\\d,"));
  }

  @Test
  void theCloseOfAClientIsAnswered() {
    assertThat(text(EventText.goodbye()))
        .isEqualTo(
            "retry: 2000\nevent: close\n"
                + "data: {\"code\":1000,\"reason\":\"\",\"retryMs\":2000}\n\n");
  }
}
