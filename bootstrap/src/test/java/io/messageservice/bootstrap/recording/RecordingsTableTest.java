package io.messageservice.bootstrap.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Timespan;
import jdk.jfr.ValueDescriptor;
import org.junit.jupiter.api.Test;

class RecordingsTableTest {

  private static final Path PAGE = Path.of("..", "docs", "operations.md");

  /** Fields that each event of the JDK's Flight Recorder has. */
  private static final Set<String> GIVEN =
      Set.of("startTime", "duration", "eventThread", "stackTrace");

  @Test
  void theTableSaysWhatTheEventsSay() throws IOException {
    List<String> rows =
        Files.readAllLines(PAGE).stream()
            .dropWhile(line -> !line.equals("## Recordings"))
            .skip(1)
            .takeWhile(line -> !line.startsWith("## "))
            .filter(line -> line.startsWith("| `"))
            .toList();

    assertThat(rows)
        .containsExactlyElementsOf(
            Stream.of(
                    ConnectionEvent.class,
                    BatchEvent.class,
                    CommitEvent.class,
                    ReconciliationEvent.class)
                .flatMap(RecordingsTableTest::rows)
                .toList());
  }

  private static Stream<String> rows(Class<? extends Event> event) {
    EventType type = EventType.getEventType(event);
    return type.getFields().stream()
        .filter(field -> !GIVEN.contains(field.getName()))
        .map(field -> row(type.getName(), field));
  }

  private static String row(String event, ValueDescriptor field) {
    return "| `%s` | `%s` | %s | %s |"
        .formatted(event, field.getName(), unit(field), field.getDescription());
  }

  private static String unit(ValueDescriptor field) {
    if (field.getAnnotation(Timespan.class) != null) {
      return "ns";
    }
    return field.getAnnotation(DataAmount.class) == null ? "–" : "bytes";
  }
}
