package io.messageservice.blackbox.conversation;

import static io.messageservice.application.waiting.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where the operator sets how long a message may be edited. */
final class EditWindowIT extends Scenario {

  @SuppressWarnings("NullAway.Init")
  private static ServiceProcess service;

  private int edits;

  @BeforeAll
  static void start() {
    service = ServiceProcess.ready(Map.of("EDIT_WINDOW", "1s"));
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
  void anOldMessageIsDeletedButNotEdited() {
    Client alice = connect("alice");
    String message = alice.say(id("lobby"), "0").get("id").asText();

    await().until(() -> isTooOld(alice, message));

    alice.refused("forbidden", "editMessage", "messageId", message, "content", "late");
    JsonNode unused = alice.ask("deleteMessage", "messageId", message);
  }

  private boolean isTooOld(Client client, String message) {
    edits++;
    client.send("editMessage", "messageId", message, "content", "edit " + edits);
    return client.next().path("code").asText().equals("forbidden");
  }
}
