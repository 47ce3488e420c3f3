package io.messageservice.blackbox.limit;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.RawClient.Head;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More clients than the process has descriptors for. */
final class DescriptorsIT {

  private static final int DESCRIPTORS = 512;

  /**
   * A connection counts only behind the answer that lets it in. Meanwhile each other I/O thread may
   * let in one above the limit.
   */
  private static final int MORE_THAN_ALLOWED = Runtime.getRuntime().availableProcessors() - 1;

  /** More than are served beside those that were let in, and fewer than are told so. */
  private static final int KEPT = 100;

  private final ServiceProcess service =
      ServiceProcess.with(
              Map.of(
                  "RATE_LIMIT", "off",
                  "PRESENCE_AUDIENCE", "contacts",
                  "HEARTBEAT_INTERVAL", "1h"))
          .withDescriptors(DESCRIPTORS);

  private final List<RawClient> clients = new ArrayList<>();

  @AfterEach
  void stop() {
    clients.forEach(RawClient::close);
    service.close();
  }

  private RawClient client() {
    RawClient client = new RawClient(service);
    clients.add(client);
    return client;
  }

  private Head shake(RawClient client) {
    return client.handshake("/?token=" + Tokens.of("user" + clients.size()));
  }

  @Test
  void theAnswerIs503BeforeTheDescriptorsEnd() {
    service.start();
    service.awaitReady();
    Head head = shake(client());
    while (head.status() == 101 && clients.size() < DESCRIPTORS) {
      head = shake(client());
    }

    assertThat(head.status()).isEqualTo(503);
    int served = clients.size() - 1;
    assertThat(served).isGreaterThanOrEqualTo(DESCRIPTORS / 4);
    for (int i = 0; i < 2 * DESCRIPTORS; i++) {
      try (RawClient refused = new RawClient(service)) {
        assertThat(shake(refused).status()).isEqualTo(503);
        assertThat(refused.endsByFin()).isTrue();
      }
    }
    assertPing(clients.get(0));
    for (int i = 0; i < KEPT; i++) {
      assertThat(shake(client()).status()).isEqualTo(503);
    }
    clients.subList(0, MORE_THAN_ALLOWED + 1).forEach(RawClient::close);
    await().until(() -> isAdmitted()); // though those who were refused did not close
  }

  /** A client that is rejected closes, too: until then its descriptor may be taken. */
  private boolean isAdmitted() {
    RawClient client = client();
    boolean admitted = shake(client).status() == 101;
    if (!admitted) {
      client.close();
    }
    return admitted;
  }

  private static void assertPing(RawClient client) {
    client.sendText("{\"event\":\"ping\"}");
    assertThat(client.readJson()).isEqualTo(Json.parse("{\"event\":\"pong\",\"data\":{}}"));
  }

  @Test
  void socketsThatSayNothingDoNotTakeTheDescriptorsOfOthers() {
    service.start();
    service.awaitReady();
    RawClient early = client();
    assertThat(shake(early).status()).isEqualTo(101);

    for (int i = 0; i < 2 * DESCRIPTORS; i++) {
      client();
    }

    for (int i = 0; i < 100; i++) {
      assertPing(early);
    }
    assertThat(service.readiness()).isEqualTo(200);
    assertThat(service.output()).doesNotContain("Too many open files").doesNotContain("ERROR");
    clients.stream().filter(client -> client != early).forEach(RawClient::close);
    await().ignoreException(UncheckedIOException.class).until(() -> isAdmitted());
  }
}
