package io.messageservice.blackbox.http;

import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.Tokens;

/** A test with users who ask over HTTP beside those who are connected. */
abstract class HttpScenario extends Scenario {

  static final String CONVERSATIONS = "/api/conversations";

  final HttpUser user(String name) {
    return HttpUser.with(service(), Tokens.of(id(name)));
  }

  /** A connection of the subprotocol, which gets receipts as watermarks. */
  final Client connectV1(String name) {
    Client client =
        keep(
            door("/?token=" + Tokens.of(id(name)))
                .subprotocols("message-service.v1")
                .open(id(name)));
    var unused = client.expectPush("hello");
    client.hearsNothing();
    return client;
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
