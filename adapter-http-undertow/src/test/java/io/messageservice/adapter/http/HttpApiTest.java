package io.messageservice.adapter.http;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.limit.Rate;
import io.messageservice.domain.outcome.Refusal;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What requests are answered, but for what their bodies hold. */
class HttpApiTest extends ApiRequests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/conversations?limit=7"
            + "|Request[after=Optional.empty, limit=7, withHidden=false, since=Optional.empty]"
            + "|{\"conversations\":[],\"since\":\"e 7\"}",
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
        .endsWith("\"readers\":[{\"userId\":\"alice\",\"readUpTo\":7,\"deliveredUpTo\":8}]}}");
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
  void aRequestIsTracedByItsRouteAndNotByItsPath() throws IOException {
    String traced = ALICE + "\r\ntraceparent: 00-a-b-01";

    json("POST /api/conversations/c/messages", traced, "{\"content\":\"hi\"}");
    await().until(() -> server.traced.contains("ended 201"));

    assertThat(server.traced)
        .containsExactly(
            "POST /api/conversations/{conversationId}/messages http of 00-a-b-01",
            "asked of this request",
            "ended 201");
  }

  @Test
  void aRequestThatIsRefusedIsTracedToo() throws IOException {
    server.refusal = Optional.of(new Refusal(Refusal.Code.NOT_FOUND, "not there"));
    get("/api/conversations");
    await().until(() -> server.traced.contains("ended 404"));

    assertThat(server.traced)
        .containsExactly(
            "GET /api/conversations http of null", "asked of this request", "ended 404");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Authorization: Bearer bad\r\n", "Authorization: Bearer later\r\n"})
  void withoutAnAcceptedTokenNothingIsTraced(String token) throws IOException {
    server.send("GET /api/conversations HTTP/1.1\r\n" + token + "traceparent: 00-a-b-01", "");

    assertThat(server.happened).isNotEmpty();
    assertThat(server.traced).isEmpty();
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
          case REJECTED -> 422;
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

    assertThat(head).startsWith("HTTP/1.1 200 ").contains("\r\nContent-Length: 34\r\n");
    assertThat(body(head)).isEmpty();
  }

  @Test
  void optionsNeedNoToken() throws IOException {
    String answer = server.send("OPTIONS /api/conversations/c/participants/p HTTP/1.1", "");

    assertThat(answer)
        .startsWith("HTTP/1.1 204 ")
        .contains("\r\nAllow: PUT, PATCH, DELETE, OPTIONS\r\n")
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
            "\r\nAccess-Control-Allow-Headers:"
                + " Authorization, Content-Type, Idempotency-Key, If-Match\r\n");
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
