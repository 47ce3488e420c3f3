package io.messageservice.blackbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.Tokens;
import java.util.List;

/** A test with users who ask over HTTP beside those who are connected. */
abstract class HttpScenario extends Scenario {

  static final String CONVERSATIONS = "/api/conversations";
  static final String EVENTS = "/api/events";

  final HttpUser user(String name) {
    return HttpUser.with(service(), Tokens.of(id(name)));
  }

  /** The product, where its secret is {@link ServiceTokensIT#SECRET}. */
  final HttpUser backEnd() {
    return HttpUser.with(
        service(), ServiceTokensIT.token("message-service", ServiceTokensIT.SECRET));
  }

  /** Waits for events, as long as it takes. */
  final JsonNode awaitEvents(String query) {
    return backEnd().get(EVENTS + "?wait=60&" + query).as(200);
  }

  /** The id of a message that is sent. */
  static String sent(HttpUser sender, String conversation, String text) {
    return sender.post(messages(conversation), "content", text).as(201).at("/message/id").asText();
  }

  /** The id of a group that is created. */
  static String created(HttpUser creator, String... participants) {
    return creator
        .post(CONVERSATIONS, "participants", List.of(participants))
        .as(201)
        .at("/conversation/conversationId")
        .asText();
  }

  /** The path of a conversation. */
  static String at(String conversationId) {
    return CONVERSATIONS + "/" + conversationId;
  }

  static String messages(String conversationId) {
    return at(conversationId) + "/messages";
  }

  static String text(Object... namesAndValues) {
    return Json.object(namesAndValues).toString();
  }
}
