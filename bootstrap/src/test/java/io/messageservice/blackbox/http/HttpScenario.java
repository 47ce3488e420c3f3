package io.messageservice.blackbox.http;

import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.Tokens;

/** A test with users who ask over HTTP beside those who are connected. */
abstract class HttpScenario extends Scenario {

  static final String CONVERSATIONS = "/api/conversations";

  final HttpUser user(String name) {
    return HttpUser.with(service(), Tokens.of(id(name)));
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
