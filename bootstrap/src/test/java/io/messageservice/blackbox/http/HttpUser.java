package io.messageservice.blackbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.application.waiting.Patience;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody with a token who asks over HTTP, each time another node. What is answered must be as
 * {@code docs/openapi.yaml} says.
 */
final class HttpUser {

  private final ServiceProcess service;
  private final List<String> headers = new ArrayList<>();

  private HttpUser(ServiceProcess service) {
    this.service = service;
  }

  static HttpUser nobody(ServiceProcess service) {
    return new HttpUser(service);
  }

  static HttpUser with(ServiceProcess service, String token) {
    return nobody(service).header("Authorization", "Bearer " + token);
  }

  /** The same with a header more. */
  HttpUser header(String name, String value) {
    HttpUser user = new HttpUser(service);
    user.headers.addAll(headers);
    user.headers.addAll(List.of(name, value));
    return user;
  }

  Answer get(String path) {
    return ask("GET", path, BodyPublishers.noBody());
  }

  Answer post(String path, Object... namesAndValues) {
    return json("POST", path, Json.object(namesAndValues).toString());
  }

  Answer patch(String path, Object... namesAndValues) {
    return json("PATCH", path, Json.object(namesAndValues).toString());
  }

  Answer put(String path, Object... namesAndValues) {
    return namesAndValues.length == 0
        ? ask("PUT", path, BodyPublishers.noBody())
        : json("PUT", path, Json.object(namesAndValues).toString());
  }

  Answer delete(String path) {
    return ask("DELETE", path, BodyPublishers.noBody());
  }

  /** With a body of any text, called JSON. */
  Answer json(String method, String path, String body) {
    Answer answer =
        header("Content-Type", "application/json").ask(method, path, BodyPublishers.ofString(body));
    if (answer.status() < 300) {
      HttpContract.checkBody(method, path, body);
    }
    return answer;
  }

  Answer ask(String method, String path, BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.next().port() + path))
            .timeout(Patience.PATIENCE)
            .method(method, body);
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    try {
      HttpResponse<String> response = Client.HTTP.send(request.build(), BodyHandlers.ofString());
      Answer answer = new Answer(response.statusCode(), response.body(), response.headers());
      HttpContract.check(
          method, path, answer.status(), answer.header("content-type"), answer.text());
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What came back. */
  record Answer(int status, String text, HttpHeaders headers) {

    /** The body of an answer with this status. */
    JsonNode as(int expected) {
      assertThat(status).as("%s", text).isEqualTo(expected);
      assertThat(header("content-type")).isEqualTo("application/json");
      return Json.parse(text);
    }

    /** Takes a problem document with this status and code. */
    JsonNode refused(int expected, String code) {
      assertThat(status).as("%s", text).isEqualTo(expected);
      assertThat(header("content-type")).isEqualTo("application/problem+json");
      JsonNode problem = Json.parse(text);
      assertThat(Json.members(problem)).containsExactly("code", "error", "status", "title", "type");
      assertThat(problem.get("status").asInt()).isEqualTo(expected);
      assertThat(problem.get("code").asText()).isEqualTo(code);
      assertThat(header("retry-after").isEmpty()).isEqualTo(expected != 429 && expected != 503);
      return problem;
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }
}
