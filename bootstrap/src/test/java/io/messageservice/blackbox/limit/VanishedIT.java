package io.messageservice.blackbox.limit;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Peers that are still there for TCP and for nothing else. */
final class VanishedIT extends Scenario {

  @SuppressWarnings("NullAway.Init")
  private static ServiceProcess service;

  @BeforeAll
  static void startService() {
    service =
        ServiceProcess.ready(
            Map.of(
                "RATE_LIMIT", "off",
                "HEARTBEAT_INTERVAL", "3s",
                "MAX_OUTBOUND_WAIT", "1s",
                "MESSAGE_TIME", "1s",
                "PRESENCE_GRACE", "0ms"));
  }

  @AfterAll
  static void stopService() {
    service.close();
  }

  private static final String PONG = "8A 80 00 00 00 00";

  private final String lobby = id("lobby");

  @Override
  public ServiceProcess service() {
    return service;
  }

  private static void expectOffline(Client watcher, String user) {
    assertThat(watcher.expectPush("userOnline").get("userId").asText()).isEqualTo(user);
    assertThat(watcher.expectPush("userOffline").get("userId").asText()).isEqualTo(user);
  }

  @Test
  void whoNeitherReadsNorWritesIsGone() {
    Client alice = connectWatching("alice");

    try (RawClient silent = RawClient.upgraded(service(), id("silent"))) {
      expectOffline(alice, id("silent"));
      assertThat(silent.endsByFin()).isTrue();
    }
  }

  @Test
  void whoTakesWhatComesAndSaysNothingIsGone() {
    Client alice = connectWatching("alice");

    try (RawClient silent = RawClient.upgraded(service(), id("silent"))) {
      assertThat(silent.endsByFin()).isTrue();
      expectOffline(alice, id("silent"));
    }
  }

  @Test
  void whoLetsAFrameWaitTooLongIsGoneHoweverMuchHeSays() {
    Client alice = connect("alice");
    alice.join(lobby);
    try (RawClient stalled = RawClient.upgraded(service(), id("stalled"))) {
      stalled.send(Client.command("joinConversation", "conversationId", lobby));
      assertThat(stalled.readJson("joinConversation").path("success").asBoolean()).isTrue();

      for (int i = 0; i < 80; i++) { // more than the kernel takes, less than may wait
        alice.say(lobby, "x".repeat(10_000));
        boolean unused = canSend(stalled, PONG);
      }

      await().until(() -> !canSend(stalled, PONG));
    }
  }

  @Test
  void whoDribblesAMessageIsGoneHoweverLongHeCouldGoOn() {
    try (RawClient dribbler = RawClient.upgraded(service(), id("dribbler"))) {
      dribbler.sendHex("01 80 00 00 00 00");

      await().until(() -> !canSend(dribbler, "00 81 00 00 00 00 20"));
    }
  }

  private static boolean canSend(RawClient client, String hex) {
    try {
      client.sendHex(hex);
      return true;
    } catch (UncheckedIOException ended) {
      return false;
    }
  }
}
