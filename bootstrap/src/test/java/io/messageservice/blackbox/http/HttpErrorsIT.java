package io.messageservice.blackbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Services;
import io.messageservice.blackbox.Tokens;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API refuses, each with one status and one code, and nothing is lost by it. */
final class HttpErrorsIT extends HttpScenario {

  @Override
  public ServiceProcess service() {
    return Services.strict();
  }

  @Test
  void aTokenIsNeededAndNotTakenFromTheQuery() {
    HttpUser nobody = HttpUser.nobody(service());
    String token = Tokens.of(id("alice"));

    HttpUser.Answer missing = nobody.get(CONVERSATIONS + "?token=" + token);
    HttpUser.Answer bad = HttpUser.with(service(), token + "x").get(CONVERSATIONS);
    HttpUser.Answer expired =
        HttpUser.with(
                service(),
                Tokens.signed(Json.object("sub", "a", "exp", Tokens.secondsFromNow(-60))))
            .get(CONVERSATIONS);

    assertThat(missing.refused(401, "unauthenticated").get("error").asText())
        .isEqualTo("authentication required");
    assertThat(missing.header("www-authenticate")).isEqualTo("Bearer");
    assertThat(bad.refused(401, "unauthenticated").get("error").asText())
        .isEqualTo("authentication failed");
    assertThat(expired.refused(401, "unauthenticated").get("error").asText())
        .isEqualTo("token expired");
    assertThat(expired.header("www-authenticate")).startsWith("Bearer error=\"invalid_token\"");
  }

  @Test
  void whatOneHasNoPartInIsForbiddenWhetherItExistsOrNot() {
    String talk = id("talk");
    user("alice").post(messages(talk), "content", "hi", "receiverId", id("bob")).as(201);

    for (String conversation : List.of(talk, id("nothing"))) {
      user("eve").get(messages(conversation)).refused(403, "forbidden");
      user("eve").post(messages(conversation), "content", "hi").refused(403, "forbidden");
      user("eve").put(at(conversation) + "/read").refused(403, "forbidden");
    }
    assertThat(user("eve").get(CONVERSATIONS).as(200).get("conversations")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api, 404, not_found",
    "GET, /api/, 404, not_found",
    "GET, /api/messages, 404, not_found",
    "POST, /api/conversations/c, 405, method_not_allowed",
    "DELETE, /api/presence, 405, method_not_allowed",
    "TRACE, /api/presence, 405, method_not_allowed",
    "GET, /api/presence, 400, invalid_payload",
    "GET, /api/presence?userId=, 400, invalid_payload",
    "GET, /api/conversations?limit=x, 400, invalid_payload",
    "GET, /api/conversations?cursor=x, 400, invalid_payload",
    "GET, /api/conversations/c/messages?afterSeq=1.5, 400, invalid_payload",
    "GET, /api/conversations/%FF/messages, 400, invalid_format",
  })
  void requestsThatAreWrongHaveOneAnswer(String method, String path, int status, String code) {
    HttpUser.Answer answer = user("alice").ask(method, path, BodyPublishers.noBody());

    JsonNode unused = answer.refused(status, code);
    assertThat(answer.header("allow").isEmpty()).isEqualTo(status != 405);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|400|invalid_format",
        "{|400|invalid_format",
        "null|400|invalid_format",
        "[{\"content\":\"hi\"}]|400|invalid_format",
        "{\"content\":\"hi\"} x|400|invalid_format",
        "{\"content\":\"hi\",\"content\":5}|400|invalid_payload",
        "{\"content\":\"\\ud83d\"}|400|invalid_format",
        "{\"content\":\"\\u0000\"}|400|invalid_payload",
        "{\"content\":\"hi\",\"clientMessageId\":\"\"}|400|invalid_payload",
        "{\"content\":\"hi\",\"attachments\":{}}|400|invalid_payload",
        "{\"content\":\"hi\",\"attachments\":[{}]}|400|invalid_payload",
      })
  void bodiesThatAreWrongHaveOneAnswer(String body, int status, String code) {
    String text = body == null ? "" : body;
    user("alice").json("POST", messages(id("c")), text).refused(status, code);
  }

  @Test
  void whatIsTooLargeIs413() {
    String path = messages(id("c"));
    HttpUser alice = user("alice");

    alice.post(path, "content", "x".repeat(10_001)).refused(413, "too_large");
    alice.post(path, "content", "x".repeat(300_000)).refused(413, "too_large");
    String chunked = text("content", "x".repeat(300_000));
    alice
        .header("Content-Type", "application/json")
        .ask("POST", path, BodyPublishers.fromPublisher(BodyPublishers.ofString(chunked)))
        .refused(413, "too_large");
    alice.post(path, "content", "x".repeat(10_000), "receiverId", id("bob")).as(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml"})
  void bodiesOfOtherKindsAre415(String type) {
    user("alice")
        .header("Content-Type", type)
        .ask("POST", messages(id("c")), BodyPublishers.ofString("{\"content\":\"hi\"}"))
        .refused(415, "unsupported_media_type");
  }

  @Test
  void bytesWithoutMeaningHaveOneAnswerEach() {
    Random random = new Random(13);
    HttpUser alice = user("alice").header("Content-Type", "application/json");
    for (int i = 0; i < 200; i++) {
      byte[] body = new byte[1 + random.nextInt(200)];
      random.nextBytes(body);
      alice
          .ask("POST", messages(id("c")), BodyPublishers.ofByteArray(body))
          .refused(400, "invalid_format");
    }
    assertThat(user("alice").get(CONVERSATIONS).as(200).get("conversations")).isEmpty();
  }

  @Test
  void pagesOfAllowedOriginsMayAskAndOthersMayNot() {
    HttpUser page = user("alice").header("Origin", "https://app.example");

    HttpUser.Answer asked = page.get(CONVERSATIONS);
    HttpUser.Answer preflight =
        HttpUser.nobody(service())
            .header("Origin", "https://admin.example:8443")
            .header("Access-Control-Request-Method", "POST")
            .ask("OPTIONS", messages("c"), BodyPublishers.noBody());

    JsonNode unused = asked.as(200);
    assertThat(asked.header("access-control-allow-origin")).isEqualTo("https://app.example");
    assertThat(preflight.status()).isEqualTo(204);
    assertThat(preflight.header("access-control-allow-methods"))
        .isEqualTo("GET, HEAD, POST, OPTIONS");
    assertThat(preflight.header("access-control-allow-headers"))
        .contains("Authorization", "Content-Type", "Idempotency-Key");
    HttpUser evil = user("alice").header("Origin", "https://evil.example");
    evil.get(CONVERSATIONS).refused(403, "forbidden");
    evil.ask("OPTIONS", CONVERSATIONS, BodyPublishers.noBody()).refused(403, "forbidden");
  }

  @Test
  void aHeadThatIsTooLargeIsAProblemToo() {
    try (RawClient client = new RawClient(service())) {
      client.send(
          ("GET /api/conversations HTTP/1.1\r\nHost: h\r\nX: " + "x".repeat(9_000) + "\r\n\r\n")
              .getBytes(StandardCharsets.ISO_8859_1));

      assertThat(client.readHead().status()).isEqualTo(431);
    }
  }
}
