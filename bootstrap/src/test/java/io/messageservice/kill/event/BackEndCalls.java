package io.messageservice.kill.event;

import static io.messageservice.application.waiting.Patience.PATIENCE;
import static io.messageservice.application.waiting.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What a back end asks over HTTP, each time another node, until one answers. Any thread. */
final class BackEndCalls {

  static final String SECRET = "secret-of-the-back-end-".repeat(3);

  private static final String TOKEN =
      Tokens.signed(Json.object("sub", "back-end", "scope", "message-service"), SECRET);

  private final List<ServiceProcess> nodes;
  private final AtomicInteger tries = new AtomicInteger();

  BackEndCalls(List<ServiceProcess> nodes) {
    this.nodes = nodes;
  }

  /**
   * One answer that is known.
   *
   * @param status below 500
   */
  record Known(int status, JsonNode body) {

    boolean isDone() {
      return status < 300;
    }

    /** The body, where it was done. */
    JsonNode done() {
      if (!isDone()) {
        throw new AssertionError(status + " " + body);
      }
      return body;
    }
  }

  Known get(String path) {
    return ask("GET", path, "");
  }

  Known put(String path) {
    return ask("PUT", path, "");
  }

  Known delete(String path) {
    return ask("DELETE", path, "");
  }

  Known with(String method, String path, Object... namesAndValues) {
    return ask(method, path, Json.object(namesAndValues).toString());
  }

  private Known ask(String method, String path, String body) {
    return attempt(method, path, body)
        .or(() -> await().until(() -> attempt(method, path, body), Optional::isPresent))
        .orElseThrow();
  }

  /** Empty where nobody is there, or cannot do it now: whether it is done is not known then. */
  private Optional<Known> attempt(String method, String path, String body) {
    return attempt(
        nodes.get(Math.floorMod(tries.getAndIncrement(), nodes.size())), method, path, body);
  }

  private static Optional<Known> attempt(
      ServiceProcess node, String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + TOKEN)
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer = Client.HTTP.send(request, BodyHandlers.ofString());
      return answer.statusCode() < 500
          ? Optional.of(new Known(answer.statusCode(), Json.parse(answer.body())))
          : Optional.empty();
    } catch (IOException gone) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The whole log. */
  List<JsonNode> log() {
    List<JsonNode> events = new ArrayList<>();
    JsonNode page = get("/api/events").done();
    page.get("events").forEach(events::add);
    while (page.get("more").asBoolean() || !page.get("events").isEmpty()) {
      page = get("/api/events?after=" + page.get("next").asText()).done();
      page.get("events").forEach(events::add);
    }
    return events;
  }

  /** What is unread for a user in all. */
  int unread(String user) {
    int unread = 0;
    String cursor = "";
    do {
      JsonNode page = get("/api/conversations?userId=" + user + cursor).done();
      for (JsonNode conversation : page.get("conversations")) {
        unread += conversation.get("unread").asInt();
      }
      cursor = page.has("cursor") ? "&cursor=" + page.get("cursor").asText() : "";
    } while (!cursor.isEmpty());
    return unread;
  }

  /** Whether every node knows that they have a connection. */
  boolean isOnline(String user) {
    return nodes.stream()
        .allMatch(
            node ->
                attempt(node, "GET", "/api/presence?userId=" + user, "")
                    .map(answer -> answer.done().at("/statuses/0/online").asBoolean())
                    .orElse(false));
  }
}
