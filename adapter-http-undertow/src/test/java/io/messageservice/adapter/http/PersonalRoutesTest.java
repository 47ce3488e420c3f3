package io.messageservice.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.limit.Rate;
import io.messageservice.domain.outcome.Refusal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Delivered marks, preferences, what is hidden, and who is blocked. */
class PersonalRoutesTest extends ApiRequests {

  private static final String DELIVERED = "/api/conversations/c%2F1/delivered";
  private static final String PREFERENCES = "/api/conversations/c%2F1/preferences";

  @Test
  void whatHasReachedAUserIsMarked() throws IOException {
    String marked = json("PUT " + DELIVERED, ALICE, "{\"upToSeq\":4}");

    assertThat(server.asked).containsExactly("alice USER: Request[conversation=c/1, upToSeq=4]");
    assertThat(marked).startsWith("HTTP/1.1 200 ");
    assertThat(body(marked)).isEqualTo("{\"conversationId\":\"c/1\",\"deliveredUpTo\":4}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"mutedUntil\":\"2026-02-03T04:05:06Z\"}"
            + "|\"mutedUntil\":\"2026-02-03T04:05:06.000Z\",\"hidden\":false",
        "{\"mutedUntil\":\"forever\",\"hidden\":true}|\"mutedUntil\":\"forever\",\"hidden\":true",
        "{\"mutedUntil\":null,\"hidden\":false}|\"mutedUntil\":null,\"hidden\":false",
      })
  void preferencesAreAnsweredAsTheyAreSince(String change, String answer) throws IOException {
    String set = json("PUT " + PREFERENCES, ALICE, change);

    assertThat(server.asked)
        .singleElement()
        .asString()
        .startsWith("alice USER: c/1 PreferencesChange[");
    assertThat(set).startsWith("HTTP/1.1 200 ");
    assertThat(body(set)).isEqualTo("{\"conversationId\":\"c/1\"," + answer + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"hidden\":null}", "{\"hidden\":1}", "{\"mutedUntil\":\"soon\"}"})
  void whatIsNoPreferenceIsRefused(String body) throws IOException {
    assertProblem(json("PUT " + PREFERENCES, ALICE, body), 400, "invalid_payload");
    assertThat(server.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"upToSeq\":-1}", "{\"upToSeq\":\"4\"}"})
  void whatIsNoPositionIsRefused(String body) throws IOException {
    assertProblem(json("PUT " + DELIVERED, ALICE, body), 400, "invalid_payload");
    assertThat(server.asked).isEmpty();
  }

  @Test
  void whatIsHiddenIsListedWhereItIsAskedFor() throws IOException {
    get("/api/conversations?hidden=true");
    get("/api/conversations?hidden=false");
    get("/api/conversations");

    assertThat(server.asked)
        .containsExactly(
            "alice USER: Request[after=Optional.empty, limit=50, withHidden=true, since=Optional.empty]",
            "alice USER: Request[after=Optional.empty, limit=50, withHidden=false, since=Optional.empty]",
            "alice USER: Request[after=Optional.empty, limit=50, withHidden=false, since=Optional.empty]");
    assertProblem(get("/api/conversations?hidden=1"), 400, "invalid_payload");
    assertProblem(get("/api/conversations?hidden="), 400, "invalid_payload");
  }

  @Test
  void whatChangedSinceIsListed() throws IOException {
    assertThat(body(get("/api/conversations?since=e%207")))
        .isEqualTo("{\"conversations\":[],\"since\":\"e 7\",\"reset\":true}");
    assertThat(body(get("/api/conversations?cursor=AAABm3ypjy4AAWMAA2UgNw")))
        .isEqualTo("{\"conversations\":[],\"since\":\"e 7\"}");

    assertThat(server.asked)
        .containsExactly(
            "alice USER: Request[after=Optional.empty, limit=50, withHidden=false,"
                + " since=Optional[ListingPoint[value=e 7]]]",
            "alice USER: Request[after=Optional[Place[cursor=Cursor[lastAtMillis=1767323045678,"
                + " conversation=c], began=ListingPoint[value=e 7], since=Optional.empty]],"
                + " limit=50, withHidden=false, since=Optional.empty]");
    assertProblem(get("/api/conversations?since="), 400, "invalid_payload");
    assertProblem(get("/api/conversations?since=" + "7".repeat(513)), 400, "invalid_payload");
    assertProblem(get("/api/conversations?cursor=AAABm3ypjy5j"), 400, "invalid_payload");
  }

  @Test
  void aUserIsBlockedAndAgainNotBlocked() throws IOException {
    String blocked = server.send("PUT /api/blocked/b%2F1 HTTP/1.1" + ALICE, "");
    String unblocked = server.send("DELETE /api/blocked/b%2F1 HTTP/1.1" + ALICE, "");

    assertThat(server.asked).containsExactly("alice USER: block b/1", "alice USER: unblock b/1");
    for (String answer : List.of(blocked, unblocked)) {
      assertThat(answer).startsWith("HTTP/1.1 200 ");
      assertThat(body(answer)).isEqualTo("{\"userId\":\"b/1\"}");
    }
  }

  @Test
  void whoIsBlockedIsListed() throws IOException {
    assertThat(body(get("/api/blocked?limit=2")))
        .isEqualTo("{\"userIds\":[\"alice\",\"bob\"],\"cursor\":\"Ym9i\"}");
    assertThat(body(get("/api/blocked?cursor=YW5u")))
        .isEqualTo("{\"userIds\":[\"alice\",\"bob\"]}");

    assertThat(server.asked)
        .containsExactly(
            "alice USER: Request[after=Optional.empty, limit=2]",
            "alice USER: Request[after=Optional[ann], limit=100]");
    assertProblem(get("/api/blocked?cursor=%2B"), 400, "invalid_payload");
  }

  @Test
  void aServiceNamesWhoBlocks() throws IOException {
    json("PUT /api/blocked/eve", SERVICE, "{\"blockedBy\":\"bob\"}");
    server.send("DELETE /api/blocked/eve?blockedBy=bob HTTP/1.1" + SERVICE, "");
    server.send("GET /api/blocked?blockedBy=bob HTTP/1.1" + SERVICE, "");

    assertThat(server.asked).hasSize(3).allMatch(asked -> asked.startsWith("bob SERVICE: "));
    assertProblem(json("PUT /api/blocked/eve", ALICE, "{\"blockedBy\":\"bob\"}"), 403, "forbidden");
  }

  @Test
  void aServiceDoesItForAnyone() throws IOException {
    json("PUT " + DELIVERED, SERVICE, "{\"upToSeq\":4,\"userId\":\"bob\"}");
    json("PUT " + PREFERENCES, SERVICE, "{\"hidden\":true,\"userId\":\"bob\"}");

    assertThat(server.asked).hasSize(2).allMatch(asked -> asked.startsWith("bob SERVICE: "));
    assertProblem(
        json("PUT " + PREFERENCES, ALICE, "{\"hidden\":true,\"userId\":\"bob\"}"),
        403,
        "forbidden");
  }

  @Test
  void whoTakesNoPartIsRefused() throws IOException {
    server.refusal = Optional.of(Refusal.FORBIDDEN);

    assertProblem(json("PUT " + DELIVERED, ALICE, "{\"upToSeq\":4}"), 403, "forbidden");
    assertProblem(json("PUT " + PREFERENCES, ALICE, "{\"hidden\":true}"), 403, "forbidden");
  }

  @Test
  void theyCountAgainstTheRate() throws IOException {
    restart(Optional.of(new Rate(1, 60_000_000_000L, 1)), Optional.empty());

    assertThat(json("PUT " + DELIVERED, ALICE, "{\"upToSeq\":4}")).startsWith("HTTP/1.1 200 ");
    assertProblem(json("PUT " + PREFERENCES, ALICE, "{\"hidden\":true}"), 429, "rate_limited");
  }

  @ParameterizedTest
  @ValueSource(strings = {DELIVERED, PREFERENCES})
  void pagesOfOtherOriginsMayAsk(String path) throws IOException {
    assertThat(
            server.send(
                "OPTIONS "
                    + path
                    + " HTTP/1.1\r\nOrigin: https://app.example"
                    + "\r\nAccess-Control-Request-Method: PUT",
                ""))
        .contains("\r\nAccess-Control-Allow-Methods: PUT, OPTIONS\r\n");
    assertProblem(get(path), 405, "method_not_allowed");
  }
}
