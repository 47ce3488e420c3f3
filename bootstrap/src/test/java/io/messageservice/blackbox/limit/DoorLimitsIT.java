package io.messageservice.blackbox.limit;

import static io.messageservice.application.waiting.Patience.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Heard.Closed;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * How many may come in, from where, and how often: the rates and counts as an operator sets them.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs the whole of 127.0.0.0/8")
final class DoorLimitsIT {

  private final List<RawClient> clients = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private ServiceProcess service;

  @AfterEach
  void stop() {
    clients.forEach(RawClient::close);
    service.close();
  }

  /** The status of the answer. Who is told of room has entered by then. */
  private int knock(String user, String from, String... lines) {
    return await()
        .ignoreException(UncheckedIOException.class) // one too many has little time to ask
        .until(() -> tryToEnter(user, from, lines), status -> true);
  }

  private int tryToEnter(String user, String from, String... lines) {
    RawClient raw = new RawClient(service, from);
    clients.add(raw);
    int status = raw.handshake("/?token=" + Tokens.of(user), lines).status();
    if (status == 101) {
      raw.awaitRegistered();
    }
    return status;
  }

  @Test
  void connectionsOfAnAddressAndInAll() {
    service =
        ServiceProcess.ready(
            Map.of(
                "MAX_CONNECTIONS_PER_ADDRESS", "3",
                "MAX_CONNECTIONS", "5",
                "REFUSED_HANDSHAKE_RATE", "off"));

    for (int i = 0; i < 3; i++) {
      assertThat(knock("user" + i, "127.0.0.2")).isEqualTo(101);
    }
    assertThat(knock("user3", "127.0.0.2")).isEqualTo(503);
    assertThat(knock("user3", "127.0.0.3")).isEqualTo(101);
    assertThat(knock("user4", "127.0.0.3")).isEqualTo(101);
    assertThat(knock("user5", "127.0.0.4")).isEqualTo(503);

    clients.get(0).close();
    await().until(() -> knock("user5", "127.0.0.2") == 101);
  }

  @Test
  void ratesAreAsTheyAreSet() {
    service =
        ServiceProcess.ready(
            Map.of(
                "RATE_LIMIT", "1/h,20",
                "NEW_CONVERSATION_RATE", "3/h",
                "REFUSED_HANDSHAKE_RATE", "2/h"));

    RawClient alice = talking("alice");
    for (int i = 0; i < 3; i++) {
      assertThat(join(alice, "room" + i).path("success").asBoolean()).isTrue();
    }
    assertThat(join(alice, "room3").path("code").asText()).isEqualTo("rate_limited");
    for (int i = 4; i < 20; i++) {
      assertThat(join(alice, "room0").path("success").asBoolean()).isTrue();
    }
    assertThat(join(alice, "room0").path("code").asText()).isEqualTo("rate_limited");
    assertThat(join(talking("bob"), "room3").path("success").asBoolean()).isTrue();

    for (int status : new int[] {403, 403, 429, 429}) {
      assertThat(knock("eve", "127.0.0.2", "Origin: https://evil.example")).isEqualTo(status);
    }
    assertThat(knock("eve", "127.0.0.2")).as("only refusals are held back").isEqualTo(101);
    assertThat(knock("eve", "127.0.0.3", "Origin: https://evil.example")).isEqualTo(403);
  }

  @Test
  void allowanceOfAUserOutlivesTheirConnections() {
    service = ServiceProcess.ready(Map.of("RATE_LIMIT", "1/h,20"));

    for (int connection = 0; connection < 4; connection++) {
      RawClient alice = talking("alice");
      for (int i = 0; i < 5; i++) {
        assertThat(join(alice, "room").path("success").asBoolean()).isTrue();
      }
      if (connection % 2 == 0) {
        alice.close();
      }
    }

    assertThat(join(talking("alice"), "room").path("code").asText()).isEqualTo("rate_limited");
    assertThat(join(talking("bob"), "room").path("success").asBoolean()).isTrue();
  }

  @Test
  void rateThatIsOffIsOffAlone() {
    service =
        ServiceProcess.ready(
            Map.of(
                "RATE_LIMIT", "1/h,310",
                "NEW_CONVERSATION_RATE", "off",
                "REFUSED_HANDSHAKE_RATE", "off"));

    RawClient alice = talking("alice");
    for (int i = 0; i < 310; i++) {
      assertThat(join(alice, "room" + i).path("success").asBoolean()).isTrue();
    }
    assertThat(join(alice, "room0").path("code").asText()).isEqualTo("rate_limited");
    for (int i = 0; i < 50; i++) {
      assertThat(knock("eve", "127.0.0.2", "Origin: https://evil.example")).isEqualTo(403);
    }
  }

  @Test
  void rateLimitOffTurnsOffAllRates() {
    service = ServiceProcess.ready(Map.of("RATE_LIMIT", "off"));

    RawClient alice = talking("alice");
    for (int i = 0; i < 600; i++) {
      assertThat(join(alice, "room" + i).path("success").asBoolean()).isTrue();
    }
    for (int i = 0; i < 50; i++) {
      assertThat(knock("eve", "127.0.0.2", "Origin: https://evil.example")).isEqualTo(403);
    }
  }

  @Test
  void whoGoesOnThroughFiveThousandRefusalsAMinuteIsClosedAndNotBefore() {
    service = ServiceProcess.ready(Map.of("RATE_LIMIT", "1/h,1"));
    RawClient alice = talking("alice");
    byte[] ping = RawClient.frame(0x81, "{\"event\":\"ping\"}".getBytes(ISO_8859_1));

    for (int i = 0; i < 5_000; i++) {
      alice.send(ping);
      if (i % 100 == 99) {
        for (int answer = 0; answer < 100; answer++) {
          boolean first = i == 99 && answer == 0;
          assertThat(alice.readJson().path("code").asText()).isEqualTo(first ? "" : "rate_limited");
        }
      }
    }
    alice.send(ping);
    assertThat(alice.readJson().path("code").asText()).as("5,000").isEqualTo("rate_limited");
    alice.send(ping);

    assertThat(alice.readClose()).extracting(Closed::code).isEqualTo(1013);
  }

  private RawClient talking(String user) {
    RawClient raw = RawClient.upgraded(service, user);
    clients.add(raw);
    return raw;
  }

  private static JsonNode join(RawClient client, String conversation) {
    client.sendText(
        "{\"event\":\"joinConversation\",\"payload\":{\"conversationId\":\""
            + conversation
            + "\"}}");
    return client.readJson();
  }
}
