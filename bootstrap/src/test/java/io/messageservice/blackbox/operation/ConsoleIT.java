package io.messageservice.blackbox.operation;

import static io.messageservice.application.waiting.Patience.await;
import static io.messageservice.blackbox.operation.ConsolePort.credential;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.OneNodeOnly;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's console with a password. */
@OneNodeOnly("a console is that of its node")
final class ConsoleIT extends Scenario {

  private static final String PASSWORD = "not a real password";

  private final ServiceProcess service =
      ServiceProcess.ready(Map.of("CONSOLE_PASSWORD", PASSWORD, "PRESENCE_AUDIENCE", "contacts"));

  private final ConsolePort console = new ConsolePort(service, PASSWORD);

  @Override
  public ServiceProcess service() {
    return service;
  }

  @AfterEach
  void stop() {
    try {
      closeAll();
    } finally {
      service.close();
    }
  }

  private JsonNode figures() {
    return console.event("", "figures", data -> true);
  }

  @Test
  void thePageIsServedToWhoHasThePassword() {
    String page = console.answer("GET /console", "Host: chat.internal:8002", credential(PASSWORD));

    assertThat(page)
        .startsWith("HTTP/1.1 200 ")
        .contains("\r\nContent-Security-Policy: default-src 'none'; script-src 'self'; style-src")
        .contains("<script type=\"module\" src=\"/console/console.js\">")
        .doesNotContain("unsafe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/console", "/console/console.js", "/console/stream"})
  void nothingIsServedWithoutThePassword(String path) {
    assertThat(console.answer("GET " + path, "Host: " + console.host()))
        .startsWith("HTTP/1.1 401 ")
        .contains("\r\nWWW-Authenticate: Basic realm=");
    assertThat(console.answer("GET " + path, "Host: " + console.host(), credential("another one")))
        .startsWith("HTTP/1.1 401 ");
    assertThat(service.output()).doesNotContain(PASSWORD, "another one");
  }

  @Test
  void afterWrongPasswordsTheRightOneHasToWait() {
    List<String> answers =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    console.answer(
                        "GET /console", "Host: " + console.host(), credential("wrong one " + i)))
            .toList();

    assertThat(answers.get(0)).startsWith("HTTP/1.1 401 ");
    assertThat(answers).anyMatch(answer -> answer.startsWith("HTTP/1.1 429 "));
    assertThat(console.answer("GET /console", "Host: " + console.host(), credential(PASSWORD)))
        .startsWith("HTTP/1.1 429 ")
        .contains("\r\nRetry-After: ");
  }

  @Test
  void figuresAreThoseOfTheNodeAndComeAgain() {
    Client alice = connect("alice", id("room"));
    alice.say(id("room"), "hi");

    JsonNode first = figures();
    JsonNode later =
        console.event(
            "",
            "figures",
            data ->
                data.path("time").asLong() > first.path("time").asLong()
                    && data.at("/numbers/laneRooms/lane-0").asInt() == 1
                    && data.at("/numbers/rates").has("messages"));

    assertThat(first.path("steers").asBoolean()).isTrue();
    assertThat(first.at("/numbers/now/connections").asInt()).isEqualTo(1);
    assertThat(first.at("/numbers/now/ready").asInt()).isEqualTo(1);
    assertThat(first.at("/texts/node").asText()).isEqualTo("alone");
    assertThat(first.path("nodes").get(0).asText()).isEqualTo("alone");
    assertThat(later.at("/numbers/laneWaiting").has("lane-0")).isTrue();
  }

  @Test
  void connectionsOfAUserAreShown() {
    connectV1("alice", id("room"));

    JsonNode shown =
        console
            .event("?user=" + id("alice"), "connections", data -> true)
            .path("connections")
            .get(0);

    assertThat(shown.path("transport").asText()).isEqualTo("websocket");
    assertThat(shown.path("protocol").asText()).isEqualTo("message-service.v1");
    assertThat(shown.path("rooms").get(0).asText()).isEqualTo(id("room"));
    assertThat(shown.path("messagesIn").asInt()).isPositive();
  }

  @Test
  void aRefusalIsShownWithoutItsContents() {
    connect("alice").refused("not_found", "markAsRead", "messageId", "secret");

    JsonNode refused = figures().path("refused").get(0);

    assertThat(refused.path("what").asText()).isEqualTo("markAsRead");
    assertThat(refused.path("code").asText()).isEqualTo("not_found");
    assertThat(refused.path("user").asText()).isEqualTo(id("alice"));
    assertThat(refused.toString()).doesNotContain("secret");
  }

  @Test
  void framesAreShownWithoutTheirContentsWhileTheirConnectionIsWatched() {
    Client alice = connect("alice", id("room"));
    String user = "?user=" + id("alice");
    long number =
        console.event(user, "connections", data -> true).at("/connections/0/number").asLong();

    JsonNode frames =
        console.event(
            user + "&connection=" + number,
            "frames",
            data -> true,
            () -> alice.say(id("room"), "secret"));

    assertThat(frames.path("frames").findValuesAsText("name")).contains("sendMessage");
    assertThat(frames.path("frames").findValuesAsText("kind")).contains("command", "answer");
    assertThat(frames.toString()).doesNotContain("secret");
  }

  @Test
  void aUserIsDisconnectedAndNobodyElse() {
    Client alice = connect("alice");
    Client bob = connect("bob");

    String answer = console.command("disconnect?user=" + id("alice"));

    assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("{\"connections\":1}");
    assertThat(alice.expectClosed().code()).isEqualTo(1008);
    bob.hearsNothing();
    assertThat(service.output()).contains("operator_commanded command=disconnect connections=1");
  }

  @ParameterizedTest
  @CsvSource({
    "http://evil.example, same-origin",
    "null, cross-site",
    "http://127.0.0.1:1, same-origin",
  })
  void pagesOfOthersCommandNothing(String origin, String site) {
    Client alice = connect("alice");
    String path = "POST /console/disconnect?user=" + id("alice");

    assertThat(
            console.answer(
                path,
                "Host: " + console.host(),
                "Origin: " + origin,
                "Sec-Fetch-Site: " + site,
                "Content-Length: 0",
                credential(PASSWORD)))
        .startsWith("HTTP/1.1 403 ");
    assertThat(
            console.answer(
                path, "Host: " + console.host(), "Content-Length: 0", credential(PASSWORD)))
        .startsWith("HTTP/1.1 403 ");
    alice.hearsNothing();
  }

  @Test
  void aCommandNeedsThePassword() {
    Client alice = connect("alice");

    assertThat(new ConsolePort(service, "another one").command("disconnect?user=" + id("alice")))
        .startsWith("HTTP/1.1 401 ");
    alice.hearsNothing();
  }

  @Test
  void aDrainIsThatOfASignal() throws SQLException {
    Client alice = connect("alice", id("room"));
    try (Connection taken = takeStore()) {
      assertThat(taken.isClosed()).isFalse();
      alice.send("sendMessage", "conversationId", id("room"), "content", "x");
      await().until(() -> figures().at("/numbers/now/unanswered_commands").asInt() == 1);

      assertThat(console.command("drain")).startsWith("HTTP/1.1 202 ");

      await().until(service::isDraining);
      assertThat(service.readiness()).isEqualTo(503);
      assertThat(figures().at("/texts/missing").asText()).isEqualTo("draining");
    }
    assertThat(alice.skipToClosed().code()).isEqualTo(1012);
    assertThat(service.exitCode()).isZero();
    assertThat(service.output())
        .contains("operator_commanded command=drain", "draining connections=1", "stopped ");
  }

  /** The store, taken by somebody else, so that nothing is stored until it is closed. */
  private Connection takeStore() throws SQLException {
    Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + service.data().resolve("messages.db"));
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
    }
    return connection;
  }
}
