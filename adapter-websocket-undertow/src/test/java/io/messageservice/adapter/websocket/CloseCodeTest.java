package io.messageservice.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.messageservice.application.port.out.Identities.Reason;
import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.CloseReason.Cause;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
            DISCONNECTED 1008
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

  @Test
  void documentHasEachCodeAndEachReasonOfTheProtocol() throws IOException {
    Map<Integer, Set<String>> documented = new TreeMap<>();
    for (JsonNode close : document().get("x-close-codes")) {
      Set<String> reasons = new TreeSet<>();
      close.path("reasons").forEach(reason -> reasons.add(reason.asText()));
      documented.put(close.get("code").asInt(), reasons);
    }

    Map<Integer, Set<String>> sent = new TreeMap<>();
    for (Cause cause : Cause.values()) {
      sent.computeIfAbsent(CloseCode.of(cause), code -> new TreeSet<>());
    }
    sent.keySet().removeAll(Set.of(CloseCode.NONE, CloseCode.ABNORMAL));
    for (CloseReason reason : reasons()) {
      String text = reason.text().replaceAll("\\d+", "N");
      sent.getOrDefault(CloseCode.of(reason.cause()), Set.of()).add(text);
    }
    assertThat(documented).isEqualTo(sent);
  }

  private static List<CloseReason> reasons() {
    List<CloseReason> all =
        new ArrayList<>(
            List.of(
                CloseReason.UNFINISHED,
                CloseReason.TOO_MANY_CONNECTIONS,
                CloseReason.TOO_MANY_COMMANDS,
                CloseReason.DISCONNECTED,
                CloseReason.TOO_SLOW,
                CloseReason.EVICTED,
                CloseReason.STOPPING,
                CloseReason.FAULT,
                CloseReason.reconnectAfter(Duration.ofMillis(1)),
                CloseReason.draining(Duration.ofMillis(1))));
    for (Reason reason : Reason.values()) {
      Duration later = reason == Reason.UNAVAILABLE ? Duration.ofMillis(1) : Duration.ZERO;
      all.add(CloseReason.refused(new Verdict.Refused(reason, later)));
    }
    return all;
  }

  @Test
  void documentHasEachStatusOfHandshakes() throws IOException {
    Set<Integer> documented = new TreeSet<>();
    document()
        .get("x-handshake-statuses")
        .forEach(row -> documented.add(row.get("status").asInt()));

    Set<Integer> answered = new TreeSet<>(Set.of(101, 431)); // 431 is the listener's
    for (Handshake.Refusal refusal : Handshake.Refusal.values()) {
      answered.add(refusal.status);
    }
    assertThat(documented).isEqualTo(answered);
  }

  private static JsonNode document() throws IOException {
    return new YAMLMapper().readTree(Path.of("..", "docs", "asyncapi.yaml").toFile());
  }
}
