package io.messageservice.bootstrap.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogsTest {

  private static String line(String message, @Nullable Throwable thrown, Object... arguments) {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent(
            "caller",
            context.getLogger("io.messageservice"),
            Level.WARN,
            message,
            thrown,
            arguments);
    event.setInstant(Instant.ofEpochMilli(1767323045678L));
    event.setThreadName("lane-0");
    JsonEncoder encoder = Logs.json();
    encoder.setContext(context);
    encoder.start();
    return new String(encoder.encode(event), UTF_8);
  }

  @Test
  void anEventIsOneObjectOnOneLine() {
    assertThat(line("store_failed cause={}", null, "full \"disk\"\nnext"))
        .isEqualTo(
            "{\"timestamp\":1767323045678,\"level\":\"WARN\",\"threadName\":\"lane-0\","
                + "\"loggerName\":\"io.messageservice\","
                + "\"formattedMessage\":\"store_failed cause=full \\\"disk\\\"\\nnext\",\"throwable\":null}\n");
  }

  @Test
  void aLeftoverThatAnotherProcessRemovedIsNoError() {
    String loader = "org.sqlite.SQLiteJDBCLoader";

    assertThat(replyTo(loader, "Failed to delete old native lib")).isEqualTo(FilterReply.DENY);
    assertThat(replyTo(loader, "Failed to load native library")).isEqualTo(FilterReply.NEUTRAL);
    assertThat(replyTo(loader, null)).as("nothing but an exception").isEqualTo(FilterReply.NEUTRAL);
    assertThat(replyTo("io.messageservice", "Failed to delete old native lib"))
        .isEqualTo(FilterReply.NEUTRAL);
  }

  private static FilterReply replyTo(String logger, @Nullable String message) {
    LoggingEvent event =
        new LoggingEvent(
            "caller", new LoggerContext().getLogger(logger), Level.ERROR, message, null, null);
    return Logs.withoutRemovedLeftovers().decide(event);
  }

  @Test
  void anExceptionIsAMemberOfTheSameLine() throws JsonProcessingException {
    Exception thrown = new IllegalStateException("first\nsecond", new RuntimeException("below"));

    String line = line("fault where={}", thrown, "presence");

    assertThat(line.strip()).doesNotContain("\n");
    JsonNode object = new ObjectMapper().readTree(line);
    assertThat(object.get("formattedMessage").asText()).isEqualTo("fault where=presence");
    JsonNode throwable = object.get("throwable");
    assertThat(throwable.get("className").asText()).isEqualTo("java.lang.IllegalStateException");
    assertThat(throwable.get("message").asText()).isEqualTo("first\nsecond");
    assertThat(throwable.get("stepArray").get(0).get("className").asText())
        .isEqualTo(LogsTest.class.getName());
    assertThat(throwable.get("cause").get("message").asText()).isEqualTo("below");
  }
}
