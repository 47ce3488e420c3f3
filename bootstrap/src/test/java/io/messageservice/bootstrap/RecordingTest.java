package io.messageservice.bootstrap;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.Tokens;
import io.messageservice.bootstrap.config.SettingReader;
import io.messageservice.bootstrap.config.Sources;
import io.messageservice.bootstrap.start.StartProblem;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a recording shows of a whole node. */
class RecordingTest {

  private static final String SEND =
      "{\"event\":\"sendMessage\",\"payload\":{\"conversationId\":\"c\",\"content\":\"secret\"}}";

  private final Queue<RecordedEvent> events = new ConcurrentLinkedQueue<>();
  private final RecordingStream stream = new RecordingStream();
  private Service service;

  @BeforeEach
  void start() throws StartProblem {
    Stream.of("Connection", "Batch", "Commit", "Reconciliation")
        .map(name -> "messageservice." + name)
        .forEach(
            name -> {
              stream.enable(name);
              stream.onEvent(name, events::add);
            });
    stream.setReuse(false);
    stream.startAsync();
    Map<String, String> settings =
        Map.of(
            "PORT", "0",
            "MANAGEMENT_PORT", "0",
            "HOST", "127.0.0.1",
            "STORE", "memory",
            "JWT_SECRET", Tokens.SECRET);
    service =
        (Service)
            Service.start(
                SettingReader.of(Sources.of(settings, Map.of())).settings(), Optional.empty());
  }

  @AfterEach
  void stop() {
    service.stopNow();
    stream.close();
  }

  @Test
  void whatANodeDoesIsRecordedWithoutAnythingThatNamesSomebody() {
    URI address = URI.create("ws://127.0.0.1:" + service.port() + "/?token=" + Tokens.of("ann"));
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(address, new WebSocket.Listener() {})
            .join();
    socket.sendText(SEND, true).join();
    RecordedEvent commit = first("Commit", event -> event.getInt("messages") == 1);
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    RecordedEvent connection = first("Connection", event -> true);

    assertThat(commit.getString("store")).isEqualTo("memory");
    assertThat(commit.getBoolean("succeeded")).isTrue();
    assertThat(commit.getInt("accepted")).isEqualTo(1);
    assertThat(commit.getLong("bytes")).isPositive();
    RecordedEvent batch =
        first("Batch", event -> !event.getStartTime().isAfter(commit.getStartTime()));
    assertThat(batch.getInt("commands")).isPositive();
    assertThat(batch.getLong("waitTime")).isPositive();
    assertThat(batch.getThread().getJavaName()).isEqualTo("lane-0");
    assertThat(connection.getString("transport")).isEqualTo("websocket");
    assertThat(connection.getString("reason")).isEqualTo("client");
    assertThat(connection.getLong("messagesIn")).isEqualTo(1);
    assertThat(connection.getLong("bytesIn")).isGreaterThan(SEND.length());
    assertThat(connection.getLong("framesOut")).isPositive();
    assertThat(connection.getLong("bytesOut")).isPositive();
    assertThat(connection.getLong("lifetime")).isPositive();
    RecordedEvent look = first("Reconciliation", event -> event.getInt("changes") == 1);
    assertThat(look.getBoolean("succeeded")).isTrue();
    assertThat(look.getInt("reads")).isPositive();
    assertThat(events).noneMatch(event -> mentions(event, List.of("ann", "secret", "127.0.0.1")));
  }

  private RecordedEvent first(String name, Predicate<RecordedEvent> such) {
    Predicate<RecordedEvent> wanted =
        event -> event.getEventType().getName().equals("messageservice." + name);
    await().until(() -> events.stream().filter(wanted).anyMatch(such));
    return events.stream().filter(wanted).filter(such).findFirst().orElseThrow();
  }

  private static boolean mentions(RecordedEvent event, List<String> texts) {
    return event.getFields().stream()
        .map(field -> String.valueOf(event.<Object>getValue(field.getName())))
        .anyMatch(value -> texts.stream().anyMatch(value::contains));
  }
}
