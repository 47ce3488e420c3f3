package io.messageservice.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.limit.Rate;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are edited and deleted. */
class ChangeRoutesTest extends ApiRequests {

  private static final String PATCH = "PATCH /api/messages/m%2F1";

  @Test
  void anEditIsAnsweredWithTheMessageAndItsRev() throws IOException {
    String edited = json(PATCH, ALICE, "{\"content\":\"after\",\"messageId\":\"other\"}");

    assertThat(server.asked)
        .containsExactly(
            "alice USER: m/1 MessageEdit[text=Optional[after], attachments=Optional.empty,"
                + " metadata=Optional.empty, ifRev=OptionalLong.empty]");
    assertThat(edited).startsWith("HTTP/1.1 200 ").contains("\r\nETag: \"13\"\r\n");
    assertThat(body(edited))
        .isEqualTo(
            "{\"message\":{\"id\":\"m/1\",\"content\":\"after\",\"senderId\":\"bob\","
                + "\"conversationId\":\"c\",\"createdAt\":\"1970-01-01T00:00:00.000Z\","
                + "\"attachments\":[],\"seq\":3,\"rev\":13,"
                + "\"editedAt\":\"2026-01-02T03:04:05.678Z\"}}");
  }

  @Test
  void whatIsNullIsRemoved() throws IOException {
    json(PATCH, ALICE, "{\"content\":\"x\",\"attachments\":null}");
    json(PATCH, ALICE, "{\"content\":null}");

    assertThat(server.asked.get(0)).contains("attachments=Optional[[]]");
    assertThat(server.asked.get(1)).contains("text=Optional[], attachments=Optional.empty");
  }

  @ParameterizedTest
  @CsvSource({"'\"12\"',OptionalLong[12]", "*,OptionalLong.empty"})
  void theStateThatIsExpectedMayBeNamed(String header, String ifRev) throws IOException {
    String edited = json(PATCH, ALICE + "\r\nIf-Match: " + header, "{\"content\":\"after\"}");

    assertThat(edited).startsWith("HTTP/1.1 200 ");
    assertThat(server.asked.get(0)).contains("ifRev=" + ifRev);
  }

  @Test
  void anotherStateIsAConflictWithThePresentOne() throws IOException {
    String conflict = json(PATCH, ALICE + "\r\nIf-Match: \"11\"", "{\"content\":\"after\"}");

    assertThat(conflict)
        .startsWith("HTTP/1.1 409 ")
        .contains("\r\nContent-Type: application/problem+json\r\n");
    assertThat(body(conflict))
        .contains("\"status\":409,", "\"code\":\"conflict\",\"message\":{\"id\":\"m/1\"")
        .endsWith("\"seq\":3,\"rev\":12}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"12", "W/\"12\"", "\"12\", \"13\"", "\"-1\"", "\"\"", "\"x\"", ""})
  void aStateThatIsNoRevInQuotesIsRefused(String header) throws IOException {
    assertProblem(
        json(PATCH, ALICE + "\r\nIf-Match: " + header, "{\"content\":\"after\"}"),
        400,
        "invalid_payload");
    assertThat(server.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "", "{\"content\":5}", "{\"attachments\":[{}]}"})
  void anEditOfNothingIsRefused(String body) throws IOException {
    assertProblem(json(PATCH, ALICE, body), 400, "invalid_payload");
    assertThat(server.asked).isEmpty();
  }

  @Test
  void whatIsLeftOfADeletedMessageIsAnswered() throws IOException {
    String deleted = server.send("DELETE /api/messages/m1 HTTP/1.1" + ALICE, "");

    assertThat(server.asked).containsExactly("alice USER: delete m1");
    assertThat(deleted).startsWith("HTTP/1.1 200 ");
    assertThat(body(deleted))
        .isEqualTo(
            "{\"message\":{\"id\":\"m1\",\"content\":\"\",\"senderId\":\"bob\","
                + "\"conversationId\":\"c\",\"createdAt\":\"1970-01-01T00:00:00.000Z\","
                + "\"attachments\":[],\"seq\":3,\"rev\":13,\"deleted\":true,"
                + "\"deletedAt\":\"2026-01-02T03:04:05.678Z\",\"deletedBy\":\"moderator\"}}");
  }

  @Test
  void aServiceChangesForAnyone() throws IOException {
    json(PATCH, SERVICE, "{\"content\":\"after\",\"userId\":\"bob\"}");
    server.send("DELETE /api/messages/m1?userId=bob HTTP/1.1" + SERVICE, "");
    server.send("DELETE /api/messages/m1 HTTP/1.1" + SERVICE, "");

    assertThat(server.asked.get(0)).startsWith("bob SERVICE: m/1 ");
    assertThat(server.asked.get(1)).isEqualTo("bob SERVICE: delete m1");
    assertThat(server.asked.get(2)).isEqualTo("service-billing SERVICE: delete m1");
    assertProblem(
        server.send("DELETE /api/messages/m1?userId=bob HTTP/1.1" + ALICE, ""), 403, "forbidden");
  }

  @Test
  void changesCountAgainstTheRate() throws IOException {
    restart(Optional.of(new Rate(1, 60_000_000_000L, 1)), Optional.empty());

    assertThat(json(PATCH, ALICE, "{\"content\":\"after\"}")).startsWith("HTTP/1.1 200 ");
    assertProblem(server.send("DELETE /api/messages/m1 HTTP/1.1" + ALICE, ""), 429, "rate_limited");
  }

  @Test
  void anEditIsNotLargerThanABody() throws IOException {
    String large = "{\"content\":\"" + "x".repeat(ApiServer.MAX_BODY_BYTES) + "\"}";

    assertProblem(json(PATCH, ALICE, large), 413, "too_large");
  }

  @Test
  void pagesMayAskToChange() throws IOException {
    String preflight =
        server.send(
            "OPTIONS /api/messages/m1 HTTP/1.1\r\nOrigin: https://app.example"
                + "\r\nAccess-Control-Request-Method: PATCH",
            "");

    assertThat(preflight)
        .contains("\r\nAccess-Control-Allow-Methods: PATCH, DELETE, OPTIONS\r\n")
        .contains("\r\nAccess-Control-Expose-Headers: ETag, ");
  }
}
