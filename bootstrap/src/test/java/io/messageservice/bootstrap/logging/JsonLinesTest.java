package io.messageservice.bootstrap.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonLinesTest {

  private static String line(String message, @Nullable Throwable thrown, Object... arguments) {
    LoggingEvent event =
        new LoggingEvent(
            "caller",
            new LoggerContext().getLogger("io.messageservice"),
            Level.WARN,
            message,
            thrown,
            arguments);
    event.setInstant(Instant.parse("2026-01-02T03:04:05Z"));
    event.setThreadName("lane-0");
    return new String(new JsonLines().encode(event), UTF_8);
  }

  @Test
  void anEventIsOneObjectOnOneLine() {
    assertThat(line("store_failed cause={}", null, "full \"disk\"\nnext"))
        .isEqualTo(
            "{\"time\":\"2026-01-02T03:04:05.000Z\",\"level\":\"WARN\",\"thread\":\"lane-0\","
                + "\"logger\":\"io.messageservice\","
                + "\"message\":\"store_failed cause=full \\\"disk\\\"\\nnext\"}\n");
  }

  @Test
  void anExceptionIsAMemberOfTheSameLine() throws JsonProcessingException {
    Exception thrown = new IllegalStateException("first\nsecond", new RuntimeException("below"));

    String line = line("fault where={}", thrown, "presence");

    assertThat(line.strip()).doesNotContain("\n");
    JsonNode object = new ObjectMapper().readTree(line);
    assertThat(object.get("message").asText()).isEqualTo("fault where=presence");
    assertThat(object.get("stack").asText())
        .startsWith("java.lang.IllegalStateException: first\nsecond")
        .contains("Caused by: java.lang.RuntimeException: below")
        .contains("JsonLinesTest");
  }
}
