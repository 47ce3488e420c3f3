package io.messageservice.blackbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.ServiceProcess;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Users of whom the back end gets an event since they have not read something. */
@AlsoInCluster
final class RemindersIT extends HttpScenario {

  @SuppressWarnings("NullAway.Init")
  private static ServiceProcess service;

  @BeforeAll
  static void start() {
    service =
        ServiceProcess.ready(
            Map.of("SERVICE_JWT_SECRET", ServiceTokensIT.SECRET, "REMINDER_AFTER", "1s"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Override
  public ServiceProcess service() {
    return service;
  }

  @Test
  void usersAreNamedOnceUntilSomethingNewIsSent() {
    HttpUser alice = user("alice");
    String group =
        alice
            .post(CONVERSATIONS, "participants", List.of(id("bob"), id("carol")))
            .as(201)
            .at("/conversation/conversationId")
            .asText();
    String first = sent(alice, group, "one");
    user("carol").put(at(group) + "/read").as(200);

    JsonNode reminder = next("");
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
    JsonNode again = next(reminder.get("next").asText());
    assertThat(again.at("/events/0/data/userId").asText()).isEqualTo(id("bob"));
    assertThat(again.at("/events/0/data/unreadTotal").asInt()).isEqualTo(2);
    assertThat(again.get("events")).hasSize(1);
    assertThat(first).isNotEqualTo(second);
  }

  /** The first reminders after a place. */
  private static JsonNode next(String after) {
    return HttpUser.with(service, ServiceTokensIT.token("message-service", ServiceTokensIT.SECRET))
        .get(
            "/api/events?wait=60&types=unread.reminder"
                + (after.isEmpty() ? "" : "&after=" + after))
        .as(200);
  }

  private static String sent(HttpUser sender, String conversation, String text) {
    return sender.post(messages(conversation), "content", text).as(201).at("/message/id").asText();
  }
}
