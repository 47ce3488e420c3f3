package io.messageservice.blackbox.operation;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Heard.Closed;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** SIGTERM while clients talk, wait, or do neither; in each case the process ends well. */
final class StoppingIT extends Scenario {

  private static final String FOREVER = "10m";

  private final ServiceProcess service =
      ServiceProcess.ready(
          Map.of("RATE_LIMIT", "off", "PRESENCE_AUDIENCE", "contacts", "DRAIN_TIME", FOREVER));

  private final String lobby = id("lobby");

  @Override
  public ServiceProcess service() {
    return service;
  }

  @AfterEach
  void stop() {
    service.close();
  }

  /** The store, taken by somebody else, so that nothing is stored until it is closed. */
  private static Connection takeStore(ServiceProcess service) throws SQLException {
    Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + service.data().resolve("messages.db"));
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
    }
    return connection;
  }

  private static void say(RawClient client, String conversation) {
    client.send(Client.command("sendMessage", "conversationId", conversation, "content", "x"));
  }

  private static void fetch(RawClient client, String conversation) {
    client.send(Client.command("fetchMessages", "conversationId", conversation, "limit", 1));
  }

  /** Returns when the service has read all that the client sent. */
  private static void awaitRead(RawClient client) {
    client.sendHex("89 80 00 00 00 00");
    assertThat(client.read().opcode()).isEqualTo(RawClient.PONG);
  }

  @Test
  void whatWasAskedBeforeTheStopIsAnsweredBeforeTheClose() throws SQLException {
    Client bob = connect("bob");
    bob.join(lobby);
    try (RawClient alice = RawClient.upgraded(service(), id("alice"))) {
      try (Connection taken = takeStore(service)) {
        assertThat(taken.isClosed()).isFalse();
        for (int i = 0; i < 5; i++) {
          say(alice, lobby);
          fetch(alice, lobby);
        }
        awaitRead(alice);

        service.terminate();

        await().until(service::isDraining);
        await().until(this::isClosedToOthers);
        assertThat(service.output()).doesNotContain("stopped");
      }
      for (int i = 0; i < 5; i++) {
        JsonNode reply = alice.readJson();
        assertThat(reply.path("message").path("seq").asLong()).isEqualTo(i + 1);
        assertThat(alice.readJson().path("messages").size()).isEqualTo(1);
        if (i == 0) {
          bob.expectMessage(reply.get("message"));
        }
      }
      assertThat(alice.readClose().code()).isEqualTo(1012);
    }
    assertThat(bob.skipToClosed().code()).isEqualTo(1012);
    assertThat(service.exitCode()).isZero();
    assertThat(service.output()).contains("stopped").doesNotContain("ERROR");

    service.restart();
    assertThat(service.output()).as("the store was closed").doesNotContain("store_unclean_start");
  }

  private boolean isClosedToOthers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      return !socket.isConnected();
    } catch (ConnectException refused) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aSecondSignalDoesNotWaitForAnswers() throws SQLException {
    try (RawClient alice = RawClient.upgraded(service(), id("alice"))) {
      try (Connection taken = takeStore(service)) {
        assertThat(taken.isClosed()).isFalse();
        say(alice, lobby);
        awaitRead(alice);
        service.terminate();
        await().until(service::isDraining);

        service.terminate();

        assertThat(alice.readClose()).isEqualTo(new Closed(1001, "going away"));
        assertThat(alice.endsByFin()).isTrue();
      }
    }
    assertThat(service.exitCode()).isZero();
  }

  @Test
  void whatIsNotAnsweredWhenTheDrainTimeIsOverIsClosedAsByASecondSignal() throws SQLException {
    try (ServiceProcess hasty = ServiceProcess.ready(Map.of("DRAIN_TIME", "1s"));
        RawClient alice = RawClient.upgraded(hasty, id("alice"))) {
      try (Connection taken = takeStore(hasty)) {
        assertThat(taken.isClosed()).isFalse();
        say(alice, lobby);
        awaitRead(alice);

        hasty.terminate();

        assertThat(alice.readClose()).isEqualTo(new Closed(1001, "going away"));
        assertThat(alice.endsByFin()).isTrue();
      }
      assertThat(hasty.exitCode()).isZero();
    }
  }

  @Test
  void whoDoesNotReadDoesNotHoldUpTheStop() {
    Client alice = connect("alice");
    alice.join(lobby);
    try (RawClient stalled = RawClient.upgraded(service(), id("stalled"))) {
      stalled.send(Client.command("joinConversation", "conversationId", lobby));
      assertThat(stalled.readJson().path("success").asBoolean()).isTrue();
      for (int i = 0; i < 40; i++) {
        alice.say(lobby, "x".repeat(10_000));
      }

      service.terminate();

      assertThat(alice.expectClosed().code()).isEqualTo(1012);
      assertThat(service.exitCode()).isZero();
    }
  }

  @Test
  void whoAnswersNoCloseDoesNotHoldUpTheStop() {
    try (RawClient mute = RawClient.upgraded(service(), id("mute"));
        RawClient begun = new RawClient(service())) {
      begun.send("GET / HTTP/1.1\r\nHost: he".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

      service.terminate();

      assertThat(mute.readClose().code()).isEqualTo(1012);
      assertThat(service.exitCode()).isZero();
    }
  }
}
