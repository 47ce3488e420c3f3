package io.messageservice.adapter.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.limit.Rate;
import io.messageservice.domain.outcome.Refusal;
import java.io.IOException;
import java.net.Socket;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as text in, what use cases are asked and responses as text out. */
class HttpApiTest {

  private static final String ALICE = "\r\nAuthorization: Bearer alice";
  private static final String SERVICE = "\r\nAuthorization: bearer service-billing";

  private ApiServer server = new ApiServer(Optional.empty(), Optional.empty());

  @AfterEach
  void stop() {
    server.close();
  }

  private void restart(Optional<Rate> commands, Optional<Rate> refusals) {
    server.close();
    server = new ApiServer(commands, refusals);
  }

  private String get(String path) throws IOException {
    return server.send("GET " + path + " HTTP/1.1" + ALICE, "");
  }

  private String json(String methodAndPath, String headers, String body) throws IOException {
    return server.send(
        methodAndPath
            + " HTTP/1.1"
            + headers
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length(),
        body);
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/conversations?limit=7|Request[after=Optional.empty, limit=7]|{\"conversations\":[]}",
        "/api/conversations/a%2Fb%20c/messages?afterSeq=4&limit=5.0"
            + "|Request[conversation=a/b c, direction=AFTER, seq=4, limit=5]"
            + "|{\"messages\":[],\"more\":false}",
        "/api/conversations/c/messages?beforeSeq=9"
            + "|Request[conversation=c, direction=BEFORE, seq=9, limit=50]"
            + "|{\"messages\":[],\"more\":false}",
        "/api/presence?userId=b&userId=a"
            + "|[b, a]"
            + "|{\"statuses\":[{\"userId\":\"b\",\"online\":true},"
            + "{\"userId\":\"a\",\"online\":true}]}",
      })
  void readsAreAskedAndAnswered(String path, String asked, String answer) throws IOException {
    String response = get(path);

    assertThat(server.asked).containsExactly("alice USER: " + asked);
    assertThat(response)
        .startsWith("HTTP/1.1 200 ")
        .contains("\r\nContent-Type: application/json\r\n")
        .contains("\r\nCache-Control: no-store\r\n");
    assertThat(body(response)).isEqualTo(answer);
  }

  @Test
  void aConversationIsShownWithItsReaders() throws IOException {
    assertThat(body(get("/api/conversations/g")))
        .startsWith("{\"conversation\":{\"conversationId\":\"g/1 Ã¼\",\"kind\":\"group\"")
        .endsWith("\"readers\":[{\"userId\":\"alice\",\"readUpTo\":7}]}}");
  }

  @Test
  void aGroupIsCreatedWithALocation() throws IOException {
    String created = json("POST /api/conversations", ALICE, "{\"participants\":[\"bob\",\"bob\"]}");

    assertThat(server.asked.get(0)).contains("kind=GROUP, participants=[bob]");
    assertThat(created)
        .startsWith("HTTP/1.1 201 ")
        .contains("\r\nLocation: /api/conversations/g%2F1%20%C3%BC\r\n");
  }

  @Test
  void theCreatorMayBeAmongAHundredOthers() throws IOException {
    String others =
        IntStream.range(0, 100).mapToObj(i -> "\"u" + i + "\"").collect(Collectors.joining(","));

    assertThat(participants(others + ",\"alice\"")).startsWith("HTTP/1.1 201 ");
    assertProblem(participants(others + ",\"alice\",\"bob\""), 413, "too_large");
  }

  private String participants(String names) throws IOException {
    return json("POST /api/conversations", ALICE, "{\"participants\":[" + names + "]}");
  }

  @Test
  void theSameKeyAgainIs200() throws IOException {
    String again =
        json(
            "POST /api/conversations",
            ALICE + "\r\nIdempotency-Key: \"k1\"",
            "{\"kind\":\"group\",\"participants\":[\"bob\"]}");

    assertThat(server.asked.get(0)).contains("key=Optional[k1]");
    assertThat(again).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void participantsAreAddedAndRemoved() throws IOException {
    String path = "/api/conversations/g/participants/b%3Fb";

    assertThat(body(server.send("PUT " + path + " HTTP/1.1" + ALICE, "")))
        .isEqualTo("{\"added\":true}");
    assertThat(body(server.send("DELETE " + path + " HTTP/1.1" + ALICE, "")))
        .isEqualTo("{\"removed\":false}");
    assertThat(server.asked).containsExactly("alice USER: add g b?b", "alice USER: remove g b?b");
  }

  @Test
  void aMessageIsSentAndSentAgain() throws IOException {
    String path = "POST /api/conversations/c/messages";

    String sent = json(path, ALICE + "\r\nIdempotency-Key: k", "{\"content\":\"hi\"}");
    String again = json(path, ALICE, "{\"content\":\"again\",\"clientMessageId\":\"k\"}");

    assertThat(sent).startsWith("HTTP/1.1 201 ");
    assertThat(body(sent))
        .startsWith("{\"message\":{\"id\":\"m1\",\"content\":\"hi\",\"senderId\":\"alice\"")
        .endsWith("\"clientMessageId\":\"k\"}}");
    assertThat(again).startsWith("HTTP/1.1 200 ");
    assertThat(body(again)).startsWith("{\"duplicate\":true,\"message\":{");
  }

  @Test
  void theConversationIsThatOfThePath() throws IOException {
    String unused =
        json(
            "POST /api/conversations/mine/messages",
            ALICE,
            "{\"content\":\"hi\",\"conversationId\":\"other\"}");

    assertThat(server.asked.get(0)).contains("conversation=mine");
  }

  @Test
  void aReadMarkNeedsNoBody() throws IOException {
    String all = server.send("PUT /api/conversations/c/read HTTP/1.1" + ALICE, "");
    String some = json("PUT /api/conversations/c/read", ALICE, "{\"upToSeq\":4}");

    assertThat(body(all)).isEqualTo("{\"updatedCount\":3}");
    assertThat(body(some)).isEqualTo("{\"updatedCount\":3}");
    assertThat(server.asked.get(0)).contains("upToSeq=" + Long.MAX_VALUE);
    assertThat(server.asked.get(1)).contains("upToSeq=4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{|invalid_format",
        "[]|invalid_format",
        "{} {}|invalid_format",
        "{\"content\":\"\\ud800\"}|invalid_format",
        "{\"content\":\"\\u0000\"}|invalid_payload",
        "{\"content\":7}|invalid_payload",
        "{}|invalid_payload",
        "{\"content\":\"hi\",\"receiverId\":\"\"}|invalid_payload",
        "{\"content\":\"hi\",\"clientMessageId\":\"other\"}|invalid_payload",
      })
  void bodiesThatAreWrongAreRefused(String body, String code) throws IOException {
    String answer =
        json("POST /api/conversations/c/messages", ALICE + "\r\nIdempotency-Key: k", body);

    assertProblem(answer, 400, code);
    assertThat(server.asked).isEmpty();
  }

  @Test
  void jsonHasThirtyTwoLevels() throws IOException {
    String deep = "{\"x\":" + "[".repeat(32) + "]".repeat(32) + ",\"content\":\"hi\"}";

    assertProblem(json("POST /api/conversations/c/messages", ALICE, deep), 400, "invalid_format");
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() throws IOException {
    assertProblem(
        json("POST /api/conversations/c/messages", ALICE, "{\"content\":\"\u00ff\"}"),
        400,
        "invalid_format");
    assertProblem( // a surrogate as UTF-8
        json("POST /api/conversations/c/messages", ALICE, "{\"content\":\"\u00ed\u00a0\u0080\"}"),
        400,
        "invalid_format");
  }

  private static void assertProblem(String answer, int status, String code) {
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("\r\nContent-Type: application/problem+json\r\n");
    assertThat(body(answer))
        .startsWith("{\"type\":\"about:blank\",\"title\":\"")
        .contains("\"status\":" + status + ",\"error\":\"")
        .endsWith("\"code\":\"" + code + "\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/conversations?limit=many",
        "/api/conversations?cursor=none",
        "/api/conversations/c/messages?beforeSeq=1&afterSeq=2",
        "/api/conversations/c/messages?afterSeq=-1",
        "/api/presence",
        "/api/presence?userId=",
        "/api/conversations/%00/messages",
      })
  void parametersThatAreWrongAreRefused(String path) throws IOException {
    assertProblem(get(path), 400, "invalid_payload");
    assertThat(server.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\nContent-Type: text/plain",
        "\r\nContent-Type: application/json; charset=latin1",
        "\r\nContent-Type: application/json\r\nContent-Encoding: gzip",
        "\r\nContent-Type: application/json\r\nContent-Type: application/json"
      })
  void bodiesOfAnotherKindAre415(String headers) throws IOException {
    String answer =
        server.send(
            "POST /api/conversations/c/messages HTTP/1.1"
                + ALICE
                + headers
                + "\r\nContent-Length: 2",
            "{}");

    assertProblem(answer, 415, "unsupported_media_type");
  }

  @Test
  void aBodyOfTheLimitIsReadAndOneByteMoreIs413() throws IOException {
    String path = "POST /api/conversations/c/messages";
    String body = "{\"content\":\"hi\"}";
    String limit = body + " ".repeat(ApiServer.MAX_BODY_BYTES - body.length());

    assertThat(json(path, ALICE, limit)).startsWith("HTTP/1.1 201 ");
    assertProblem(json(path, ALICE, limit + " "), 413, "too_large");
    assertThat(chunked(limit)).startsWith("HTTP/1.1 201 ");
    assertProblem(chunked(limit + " "), 413, "too_large");
    assertThat(server.asked).hasSize(2);
  }

  private String chunked(String body) throws IOException {
    return server.send(
        "POST /api/conversations/c/messages HTTP/1.1"
            + ALICE
            + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked",
        "3\r\n"
            + body.substring(0, 3)
            + "\r\n"
            + Integer.toHexString(body.length() - 3)
            + "\r\n"
            + body.substring(3)
            + "\r\n0\r\n\r\n");
  }

  @Test
  void whatIsAnnouncedTooLargeIsNotAwaited() throws IOException {
    String answer =
        server.send(
            "POST /api/conversations/c/messages HTTP/1.1"
                + ALICE
                + "\r\nContent-Type: application/json\r\nContent-Length: 99999999",
            "");

    assertProblem(answer, 413, "too_large");
    assertThat(answer).contains("\r\nConnection: close\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "POST /api/conversations, bad, 401",
    "POST /api/nothing, alice, 404",
    "PATCH /api/conversations, alice, 405",
    "GET /api/conversations, alice, 200",
    "DELETE /api/conversations/c/participants/p, alice, 200",
    "OPTIONS /api/conversations, alice, 204",
  })
  void aBodyThatNobodyWantsIsNotAwaited(String request, String token, int status)
      throws IOException {
    String answer =
        server.send(
            request
                + " HTTP/1.1\r\nAuthorization: Bearer "
                + token
                + "\r\nTransfer-Encoding: chunked",
            "5f5e100\r\nx");

    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void aBodyThatBreaksOffHasNoAnswer() throws IOException {
    try (Socket socket = server.open()) {
      ApiServer.write(
          socket,
          "POST /api/conversations/c/messages HTTP/1.1\r\nHost: h"
              + ALICE
              + "\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{");
      socket.shutdownOutput();

      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
    }
  }

  @Test
  void aFaultBehindALateVerdictIsAnsweredToo() throws IOException {
    restart(Optional.of(new Rate(1, 60_000_000_000L, 1)), Optional.empty());
    server.hasBrokenClock = true;

    String answer =
        server.send("GET /api/conversations HTTP/1.1\r\nAuthorization: Bearer slow", "");

    assertProblem(answer, 500, "internal");
    assertThat(server.happened).containsExactly("fault broken");
  }

  @Test
  void aBodyThatIsAskedForFirstIsAskedFor() throws IOException {
    try (Socket socket = server.open()) {
      ApiServer.write(
          socket,
          "POST /api/conversations/c/messages HTTP/1.1\r\nHost: h\r\nConnection: close"
              + ALICE
              + "\r\nContent-Type: application/json\r\nExpect: 100-continue"
              + "\r\nContent-Length: 16\r\n\r\n");
      byte[] first = socket.getInputStream().readNBytes(12);
      ApiServer.write(socket, "{\"content\":\"hi\"}");
      String rest = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);

      assertThat(new String(first, ISO_8859_1)).isEqualTo("HTTP/1.1 100");
      assertThat(rest).contains("HTTP/1.1 201 ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|authentication required|Bearer",
        "'\r\nAuthorization: Basic YTpi'|authentication required|Bearer",
        "'\r\nAuthorization: Bearer bad'|authentication failed"
            + "|Bearer error=\"invalid_token\", error_description=\"authentication failed\"",
        "'\r\nAuthorization: Bearer expired'|token expired"
            + "|Bearer error=\"invalid_token\", error_description=\"token expired\"",
      })
  void withoutAGoodTokenTheAnswerIs401(String header, String error, String challenge)
      throws IOException {
    String answer = server.send("GET /api/conversations?token=alice HTTP/1.1" + header, "");

    assertProblem(answer, 401, "unauthenticated");
    assertThat(answer).contains(error).contains("\r\nWWW-Authenticate: " + challenge + "\r\n");
    assertThat(server.happened).containsExactly("refused 401");
  }

  @Test
  void aTokenThatCannotBeJudgedNowMayComeAgain() throws IOException {
    String answer =
        server.send("GET /api/conversations HTTP/1.1\r\nAuthorization: Bearer later", "");

    assertProblem(answer, 503, "unavailable");
    assertThat(answer).contains("\r\nRetry-After: 3\r\n");
  }

  @Test
  void badTokensOfAnAddressAreHeldBack() throws IOException {
    restart(Optional.empty(), Optional.of(new Rate(1, 60_000_000_000L, 2)));
    String bad = "GET /api/conversations HTTP/1.1\r\nAuthorization: Bearer bad";

    assertProblem(server.send(bad, ""), 401, "unauthenticated");
    assertProblem(server.send(bad, ""), 401, "unauthenticated");
    String third = server.send(bad, "");

    assertProblem(third, 429, "rate_limited");
    assertThat(third).contains("\r\nRetry-After: 60\r\n");
    assertThat(get("/api/conversations")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void aUserHasARateAndServicesHaveNone() throws IOException {
    restart(Optional.of(new Rate(1, 60_000_000_000L, 1)), Optional.empty());

    assertThat(get("/api/conversations")).startsWith("HTTP/1.1 200 ");
    String second = get("/api/conversations");

    assertProblem(second, 429, "rate_limited");
    assertThat(second).contains("\r\nRetry-After: 60\r\n");
    for (int i = 0; i < 3; i++) {
      assertThat(server.send("GET /api/conversations HTTP/1.1" + SERVICE, ""))
          .startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void aServiceActsForAnyoneAndAUserForThemselves() throws IOException {
    String path = "POST /api/conversations/c/messages";
    String body = "{\"content\":\"hi\",\"senderId\":\"bob\"}";

    assertThat(json(path, SERVICE, body)).startsWith("HTTP/1.1 201 ");
    assertProblem(json(path, ALICE, body), 403, "forbidden");
    assertThat(json(path, "\r\nAuthorization: Bearer bob", body)).startsWith("HTTP/1.1 201 ");
    String listed = server.send("GET /api/conversations?userId=bob HTTP/1.1" + SERVICE, "");
    assertThat(listed).startsWith("HTTP/1.1 200 ");

    assertThat(server.asked).hasSize(3);
    assertThat(server.asked.get(0)).startsWith("bob SERVICE: ");
    assertThat(server.asked.get(1)).startsWith("bob USER: ");
    assertThat(server.asked.get(2)).startsWith("bob SERVICE: ");
  }

  @ParameterizedTest
  @EnumSource(Refusal.Code.class)
  void eachCodeHasItsStatus(Refusal.Code code) throws IOException {
    server.refusal = Optional.of(new Refusal(code, "no"));

    String answer = get("/api/conversations");

    int status =
        switch (code) {
          case INVALID_FORMAT, INVALID_PAYLOAD, UNKNOWN_EVENT -> 400;
          case FORBIDDEN -> 403;
          case NOT_FOUND -> 404;
          case CONFLICT -> 409;
          case TOO_LARGE -> 413;
          case RATE_LIMITED -> 429;
          case INTERNAL -> 500;
          case OVERLOADED, UNAVAILABLE -> 503;
        };
    assertProblem(answer, status, code.name().toLowerCase(Locale.ROOT));
    assertThat(answer.contains("\r\nRetry-After: ")).isEqualTo(status == 429 || status == 503);
  }

  @Test
  void aFaultIsReportedAndAnsweredWithoutItsText() throws IOException {
    server.broken = true;

    String answer = get("/api/conversations");

    assertProblem(answer, 500, "internal");
    assertThat(answer).doesNotContain("broken");
    assertThat(server.happened).containsExactly("fault broken");
  }

  @Test
  void otherPathsAndMethodsAreNamed() throws IOException {
    assertProblem(get("/api/nothing"), 404, "not_found");
    assertProblem(get("/api/conversations/"), 404, "not_found");
    String patch = server.send("PATCH /api/conversations/c/messages HTTP/1.1" + ALICE, "");
    assertProblem(patch, 405, "method_not_allowed");
    assertThat(patch).contains("\r\nAllow: GET, HEAD, POST, OPTIONS\r\n");
  }

  @Test
  void headIsGetWithoutABody() throws IOException {
    String head = server.send("HEAD /api/conversations HTTP/1.1" + ALICE, "");

    assertThat(head).startsWith("HTTP/1.1 200 ").contains("\r\nContent-Length: 20\r\n");
    assertThat(body(head)).isEmpty();
  }

  @Test
  void optionsNeedNoToken() throws IOException {
    String answer = server.send("OPTIONS /api/conversations/c/participants/p HTTP/1.1", "");

    assertThat(answer)
        .startsWith("HTTP/1.1 204 ")
        .contains("\r\nAllow: PUT, DELETE, OPTIONS\r\n")
        .doesNotContain("Access-Control");
  }

  @Test
  void pagesOfAllowedOriginsMayAsk() throws IOException {
    String origin = "\r\nOrigin: https://app.example";

    String preflight =
        server.send(
            "OPTIONS /api/presence HTTP/1.1" + origin + "\r\nAccess-Control-Request-Method: GET",
            "");
    String asked = server.send("GET /api/conversations HTTP/1.1" + ALICE + origin, "");
    String refused = server.send("GET /api/conversations HTTP/1.1" + origin, "");

    assertThat(preflight)
        .startsWith("HTTP/1.1 204 ")
        .contains("\r\nAccess-Control-Allow-Origin: https://app.example\r\n")
        .contains("\r\nAccess-Control-Allow-Methods: GET, HEAD, OPTIONS\r\n")
        .contains(
            "\r\nAccess-Control-Allow-Headers: Authorization, Content-Type, Idempotency-Key\r\n");
    for (String answer : new String[] {asked, refused}) {
      assertThat(answer)
          .contains("\r\nAccess-Control-Allow-Origin: https://app.example\r\n")
          .contains("\r\nVary: Origin\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\nOrigin: https://evil.example",
        "\r\nOrigin: null",
        "\r\nOrigin: https://app.example\r\nOrigin: https://app.example"
      })
  void otherPagesAreRefused(String origin) throws IOException {
    String answer = server.send("GET /api/conversations HTTP/1.1" + ALICE + origin, "");

    assertProblem(answer, 403, "forbidden");
    assertThat(answer).doesNotContain("Access-Control-Allow-Origin");
    assertThat(server.asked).isEmpty();
  }

  @Test
  void aNodeThatStopsSendsClientsElsewhere() throws IOException {
    server.stopTaking();

    String answer = get("/api/conversations");

    assertProblem(answer, 503, "unavailable");
    assertThat(answer).contains("\r\nConnection: close\r\n").contains("\r\nRetry-After: 1\r\n");
    assertThat(server.asked).isEmpty();
  }
}
