package io.messageservice.blackbox.personal;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInOldestCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.Tokens;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lists of what changed since a point. */
@AlsoInOldestCluster
@AlsoOverSse
final class CatchingUpIT extends Scenario {

  private String since = "";

  private JsonNode list(Client client, Object... payload) {
    return client.ask("listConversations", payload);
  }

  private JsonNode changed(Client client) {
    return list(client, "since", since);
  }

  private static List<String> ids(JsonNode page) {
    return Json.texts(page.get("conversations"), "conversationId");
  }

  /**
   * From here on nothing from before is listed: a point may be a little older than what was stored
   * when it was given.
   */
  private void settle(Client client) {
    since = list(client).get("since").asText();
    await()
        .until(
            () -> {
              JsonNode page = changed(client);
              since = page.get("since").asText();
              return page.get("conversations").isEmpty();
            });
  }

  private String group(Client owner, Client other) {
    return owner
        .ask("createConversation", "participants", List.of(other.userId()))
        .at("/conversation/conversationId")
        .asText();
  }

  @Test
  void onlyWhatChangedIsListed() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    String quiet = group(alice, bob);
    String loud = group(alice, bob);
    bob.expectMessage(alice.say(quiet, "one"));
    settle(bob);

    bob.expectMessage(alice.say(loud, "two"));
    assertThat(ids(changed(bob))).containsExactly(loud);
    bob.ask("setPreferences", "conversationId", quiet, "hidden", true);
    JsonNode hidden = changed(bob).get("conversations");
    assertThat(Json.texts(hidden, "conversationId")).containsExactlyInAnyOrder(loud, quiet);
    assertThat(ids(list(bob))).containsExactly(loud);

    settle(bob);
    assertThat(changed(bob).get("conversations")).isEmpty();
  }

  @Test
  void whatOneTakesPartInNoMoreIsListedAsRemoved() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    String left = group(alice, bob);
    String lost = group(alice, bob);
    String back = group(alice, bob);
    settle(bob);

    bob.ask("leaveGroup", "conversationId", left);
    for (String id : List.of(lost, back)) {
      alice.ask("removeParticipant", "conversationId", id, "userId", bob.userId());
    }
    alice.ask("addParticipants", "conversationId", back, "userIds", List.of(bob.userId()));

    JsonNode page = changed(bob);
    assertThat(page.get("conversations"))
        .contains(
            Json.object("conversationId", left, "removed", true),
            Json.object("conversationId", lost, "removed", true))
        .hasSize(3);
    assertThat(ids(page)).contains(back);
    assertThat(ids(list(bob))).containsExactly(back);
  }

  @Test
  void pagesOfAListOfChangesGoOnAndTheLastSaysSince() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    settle(bob);
    List<String> changed = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String id = group(alice, bob);
      bob.expectMessage(alice.say(id, "hi"));
      changed.add(0, id);
    }

    List<String> listed = new ArrayList<>();
    JsonNode page = list(bob, "since", since, "limit", 1);
    while (page.has("cursor")) {
      assertThat(page.has("since")).isFalse();
      listed.addAll(ids(page));
      page = list(bob, "cursor", page.get("cursor"), "limit", 1);
    }
    listed.addAll(ids(page));

    assertThat(listed).containsExactlyElementsOf(changed);
    since = page.get("since").asText();
    settle(bob);
  }

  @Test
  void theGreetingSaysSinceWhen() {
    Client alice = connect("alice");
    Client bob =
        keep(
            door("/?token=" + Tokens.of(id("bob")))
                .subprotocols("message-service.v1")
                .open(id("bob")));
    since = bob.expectPush("hello").get("since").asText();

    String id = group(alice, bob);
    bob.expectPush("conversationChanged");

    assertThat(ids(changed(bob))).containsExactly(id);
  }

  @Test
  void whatIsNoPointOfThisStoreListsAll() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    String id = group(alice, bob);

    JsonNode page = list(bob, "since", "of another store");

    assertThat(page.get("reset").asBoolean()).isTrue();
    assertThat(ids(page)).containsExactly(id);
    since = page.get("since").asText();
    assertThat(changed(bob).has("reset")).isFalse();
    bob.refused("invalid_payload", "listConversations", "since", "");
    bob.refused("invalid_payload", "listConversations", "since", "x".repeat(513));
    bob.refused("invalid_payload", "listConversations", "cursor", "AAABm3ypjy5j");
  }
}
