package io.messageservice.blackbox.http;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.ServiceProcess;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Users of whom the back end gets an event since they have not read something. */
@AlsoInCluster
final class RemindersIT extends HttpScenario {

  private static final String TYPES = "types=unread.reminder";

  private static final ServiceProcess SERVICE =
      ServiceProcess.ready(
          Map.of("SERVICE_JWT_SECRET", ServiceTokensIT.SECRET, "REMINDER_AFTER", "1s"));

  @AfterAll
  static void stop() {
    SERVICE.close();
  }

  @Override
  public ServiceProcess service() {
    return SERVICE;
  }

  @Test
  void usersAreNamedOnceUntilSomethingNewIsSent() {
    HttpUser alice = user("alice");
    String group = created(alice, id("bob"), id("carol"));
    String first = sent(alice, group, "one");
    user("carol").put(at(group) + "/read").as(200);

    JsonNode reminder = awaitEvents(TYPES);
    assertThat(reminder.at("/events/0/data"))
        .isEqualTo(
            Json.object(
                "userId",
                id("bob"),
                "conversations",
                Json.array(Json.object("conversationId", group, "unread", 1)),
                "unreadTotal",
                1));
    assertThat(reminder.get("events")).hasSize(1);

    String second = sent(alice, group, "two");
    user("carol").put(at(group) + "/read").as(200);
    JsonNode again = awaitEvents(TYPES + "&after=" + reminder.get("next").asText());
    assertThat(again.at("/events/0/data/userId").asText()).isEqualTo(id("bob"));
    assertThat(again.at("/events/0/data/unreadTotal").asInt()).isEqualTo(2);
    assertThat(again.get("events")).hasSize(1);
    assertThat(first).isNotEqualTo(second);
    await().untilAsserted(() -> assertThat(sum("reminders_total")).isEqualTo(2));
    await().untilAsserted(() -> assertThat(sum("reminders_waiting")).isZero());
    assertThat(sum("reminder_lag_seconds")).isNotNegative();
  }

  /** Of all nodes: one of them reminds. */
  private static double sum(String metric) {
    return SERVICE.nodes().stream()
        .mapToDouble(node -> node.metrics().get("message_service_" + metric))
        .sum();
  }
}
