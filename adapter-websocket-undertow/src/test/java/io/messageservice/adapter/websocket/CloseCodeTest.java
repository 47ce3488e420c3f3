package io.messageservice.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.protocol.CloseReason.Cause;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class CloseCodeTest {

  @Test
  void everyCauseHasItsCode() {
    String codes =
        Arrays.stream(Cause.values())
            .map(cause -> cause + " " + CloseCode.of(cause))
            .collect(Collectors.joining("\n"));

    assertThat(codes)
        .isEqualTo(
            """
            CLIENT 1005
            LOST 1006
            PROTOCOL_ERROR 1002
            UNSUPPORTED 1003
            INVALID_TEXT 1007
            TOO_LARGE 1009
            UNFINISHED 1008
            TOKEN_MISSING 1008
            TOKEN_INVALID 1008
            TOKEN_EXPIRED 1008
            TOKEN_UNAVAILABLE 1013
            TOO_MANY_CONNECTIONS 1013
            TOO_MANY_COMMANDS 1013
            TOO_SLOW 1013
            EVICTED 1013
            RECONNECT 1012
            DRAINING 1012
            STOPPING 1001
            FAULT 1011""");
  }

  @Test
  void brokenRulesHaveTheirCauses() {
    assertThat(CloseCode.violation(CloseCode.PROTOCOL_ERROR)).isEqualTo(Cause.PROTOCOL_ERROR);
    assertThat(CloseCode.violation(CloseCode.UNSUPPORTED)).isEqualTo(Cause.UNSUPPORTED);
    assertThat(CloseCode.violation(CloseCode.NOT_UTF8)).isEqualTo(Cause.INVALID_TEXT);
    assertThat(CloseCode.violation(CloseCode.TOO_LARGE)).isEqualTo(Cause.TOO_LARGE);
  }
}
