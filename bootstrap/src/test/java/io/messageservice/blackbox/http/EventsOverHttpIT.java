package io.messageservice.blackbox.http;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.application.waiting.Patience;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.ServiceProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happened, as the back end of the product reads it. */
@AlsoInCluster
final class EventsOverHttpIT extends HttpScenario {

  private static final String NO_SUCH_ID = "e0-0000000000000001-ffffff";

  private static final ServiceProcess SERVICE =
      ServiceProcess.ready(
          Map.of("SERVICE_JWT_SECRET", ServiceTokensIT.SECRET, "DRAIN_TIME", "10m"));

  /** Where the test begins. */
  private String start = "";

  @AfterAll
  static void stop() {
    SERVICE.close();
  }

  @Override
  public ServiceProcess service() {
    return SERVICE;
  }

  @BeforeEach
  void begin() {
    start = backEnd().get(EVENTS + "?after=latest").as(200).get("next").asText();
  }

  @Test
  void everyKindIsReadInItsOrder() {
    String group = everything();

    List<JsonNode> events = eventsAfter(start);

    assertThat(types(events))
        .containsExactly(
            "conversation.created",
            "participant.added",
            "message.created",
            "message.created",
            "message.changed",
            "message.deleted",
            "reaction.changed",
            "reaction.changed",
            "receipt.read",
            "receipt.delivered",
            "conversation.changed",
            "participant.removed");
    assertThat(events)
        .allSatisfy(
            event -> assertThat(event.at("/data/conversationId").asText()).isEqualTo(group));
    assertThat(Json.texts(events, "id")).isSorted().doesNotHaveDuplicates();
  }

  /** A group in which everything happens: its id. */
  private String everything() {
    HttpUser alice = user("alice");
    String group = created(alice, id("bob"), id("carol"));
    String first = sent(alice, group, "first");
    JsonNode file =
        Json.object(
            "fileUrl", "/files/7", "fileName", "a", "fileType", "text/plain", "fileSize", 1);
    String second =
        alice
            .post(messages(group), "content", "second", "attachments", Json.array(file))
            .as(201)
            .at("/message/id")
            .asText();
    alice.patch("/api/messages/" + first, "content", "edited").as(200);
    alice.delete("/api/messages/" + second).as(200);
    alice.put("/api/messages/" + first + "/reactions/ok").as(200);
    alice.delete("/api/messages/" + first + "/reactions/ok").as(200);
    user("bob").put(at(group) + "/read").as(200);
    user("carol").put(at(group) + "/delivered", "upToSeq", 1).as(200);
    alice.patch(at(group), "title", "Lunch").as(200);
    alice.delete(at(group) + "/participants/" + id("carol")).as(200);
    return group;
  }

  @Test
  void whatWasDeletedIsNowhereButItsFilesAreNamed() {
    String unused = everything();

    List<JsonNode> events = eventsAfter(start);
    List<JsonNode> second =
        events.stream().filter(event -> event.at("/data/message/seq").asInt() == 2).toList();

    assertThat(types(second)).containsExactly("message.created", "message.deleted");
    for (JsonNode event : second) {
      assertThat(event.at("/data/message/deleted").asBoolean()).isTrue();
      assertThat(event.at("/data/message/content").asText()).isEmpty();
    }
    assertThat(second.get(0).at("/data/recipients")).isEmpty();
    assertThat(second.get(1).at("/data/fileUrls")).isEqualTo(Json.array("/files/7"));
    assertThat(events).noneMatch(event -> event.toString().contains("second"));
    assertThat(events.get(2).at("/data/message/content").asText()).isEqualTo("edited");
  }

  @Test
  void eachIdIsAPlaceToGoOnFrom() {
    String unused = everything();

    List<JsonNode> events = eventsAfter(start);

    for (int i = 0; i < events.size(); i++) {
      assertThat(eventsAfter(events.get(i).get("id").asText()))
          .isEqualTo(events.subList(i + 1, events.size()));
    }
  }

  @Test
  void pagesAreLimitedAndOtherTypesPassedOver() {
    String unused = everything();

    JsonNode page =
        backEnd()
            .get(
                EVENTS
                    + "?limit=2&types=message.deleted,receipt.read,receipt.delivered&after="
                    + start)
            .as(200);
    assertThat(types(page.get("events"))).containsExactly("message.deleted", "receipt.read");
    assertThat(page.get("more").asBoolean()).isTrue();

    JsonNode rest =
        backEnd()
            .get(EVENTS + "?types=receipt.delivered&after=" + page.get("next").asText())
            .as(200);
    assertThat(types(rest.get("events"))).containsExactly("receipt.delivered");
    assertThat(rest.get("more").asBoolean()).isFalse();
    String end = rest.get("next").asText();
    assertThat(backEnd().get(EVENTS + "?after=" + end).as(200).get("events")).isEmpty();
  }

  @Test
  void withoutAPlaceTheOldestIsTheFirst() {
    String unused = everything();

    JsonNode page = backEnd().get(EVENTS + "?limit=1").as(200);

    assertThat(page.get("events")).hasSize(1);
    String newer = eventsAfter(start).get(0).get("id").asText();
    assertThat(page.at("/events/0/id").asText()).isLessThanOrEqualTo(newer);
  }

  @Test
  void aRequestWaitsForTheNextEvent() throws Exception {
    CompletableFuture<JsonNode> waiting =
        CompletableFuture.supplyAsync(
            () -> backEnd().get(EVENTS + "?wait=60&types=message.created&after=" + start).as(200));

    String text = "at last";
    String unused = sent(user("alice"), id("room"), text);

    JsonNode page = waiting.get(Patience.MILLIS, TimeUnit.MILLISECONDS);
    assertThat(page.at("/events/0/data/message/content").asText()).isEqualTo(text);
  }

  @Test
  void recipientsAreThoseWhoAreNotConnected() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    String group = created(user("alice"), id("bob"), id("carol"), id("dave"));
    user("dave").put(at(group) + "/preferences", "mutedUntil", "forever").as(200);
    bob.expectMessage(alice.say(group, "one"));
    SERVICE.nodes().forEach(unused -> awaitOnline("bob"));

    List<JsonNode> events = eventsAfter(start);
    JsonNode message =
        events.stream()
            .filter(event -> event.get("type").asText().equals("message.created"))
            .findFirst()
            .orElseThrow();

    assertThat(message.at("/data/recipients"))
        .isEqualTo(Json.array(recipient("carol", false, 1, 1), recipient("dave", true, 1, 0)));
    assertThat(
            backEnd()
                .get(EVENTS + "/" + message.get("id").asText() + "/recipients")
                .as(200)
                .get("recipients"))
        .isEqualTo(message.at("/data/recipients"));
  }

  /** On the next node. */
  private void awaitOnline(String name) {
    String path = "/api/presence?userId=" + id(name);
    await().until(() -> user("alice").get(path).as(200).at("/statuses/0/online").asBoolean());
  }

  private JsonNode recipient(String name, boolean muted, int unread, int total) {
    return Json.object(
        "userId",
        id(name),
        "muted",
        muted,
        "mentioned",
        false,
        "unread",
        unread,
        "unreadTotal",
        total);
  }

  @Test
  void whatIsGoneOrWrongIsNamed() {
    HttpUser.Answer gone = backEnd().get(EVENTS + "?after=" + NO_SUCH_ID);
    assertThat(gone.status()).isEqualTo(410);
    JsonNode problem = Json.parse(gone.text());
    assertThat(problem.get("code").asText()).isEqualTo("gone");
    String oldest = problem.get("oldest").asText();
    backEnd().get(EVENTS + "?limit=1&after=" + oldest).as(200);

    backEnd().get(EVENTS + "/" + NO_SUCH_ID + "/recipients").refused(404, "not_found");
    backEnd().get(EVENTS + "?after=7").refused(400, "invalid_payload");
    JsonNode type = backEnd().get(EVENTS + "?types=message.lost").refused(400, "invalid_payload");
    assertThat(type.get("error").asText()).contains("message.lost");
    user("alice").get(EVENTS).refused(403, "forbidden");
    user("alice").get(EVENTS + "/" + NO_SUCH_ID + "/recipients").refused(403, "forbidden");
  }

  private List<JsonNode> eventsAfter(String id) {
    List<JsonNode> events = new ArrayList<>();
    String next = id;
    boolean more = true;
    while (more) {
      JsonNode page = backEnd().get(EVENTS + "?after=" + next).as(200);
      page.get("events").forEach(events::add);
      next = page.get("next").asText();
      more = page.get("more").asBoolean();
    }
    return events;
  }

  private static List<String> types(Iterable<JsonNode> events) {
    return Json.texts(events, "type");
  }
}
