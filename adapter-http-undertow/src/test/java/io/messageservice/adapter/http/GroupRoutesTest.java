package io.messageservice.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.outcome.Refusal;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who takes part in groups, as what, and what is said of them. */
class GroupRoutesTest extends ApiRequests {

  private static final String GROUP = "/api/conversations/g";
  private static final String BOB = GROUP + "/participants/b%3Fb";
  private static final String CONVERSATION =
      "{\"conversation\":{\"conversationId\":\"g/1 \u00c3\u00bc\",\"kind\":\"group\",\"frozen\":false,"
          + "\"participants\":[\"alice\"],\"participantCount\":1,";
  private static final String REST =
      "\"seq\":0,\"rev\":0,\"updatedAt\":\"1970-01-01T00:00:00.000Z\"}}";

  private String ask(String methodAndPath, String headers) throws IOException {
    return server.send(methodAndPath + " HTTP/1.1" + headers, "");
  }

  @Test
  void aGroupIsCreatedWithItsData() throws IOException {
    json(
        "POST /api/conversations",
        ALICE,
        "{\"participants\":[\"bob\"],\"title\":\"T\",\"avatarUrl\":\"/a\",\"metadata\":{\"a\":1}}");

    assertThat(server.asked)
        .singleElement()
        .asString()
        .contains(
            "data=ConversationData[title=Optional[T], avatarUrl=Optional[/a],"
                + " metadata=Optional[{\"a\":1}], frozen=false]");
  }

  @Test
  void dataIsUpdated() throws IOException {
    String updated = json("PATCH " + GROUP, ALICE, "{\"title\":null,\"frozen\":true}");

    assertThat(server.asked)
        .containsExactly(
            "alice USER: g DataChange[title=Optional[], avatarUrl=Optional.empty,"
                + " metadata=Optional.empty, frozen=Optional[true]]");
    assertThat(updated).startsWith("HTTP/1.1 200 ");
    assertThat(body(updated)).isEqualTo(CONVERSATION + "\"role\":\"member\"," + REST);
    assertProblem(json("PATCH " + GROUP, ALICE, "{}"), 400, "invalid_payload");
  }

  @Test
  void participantsAreReadPageByPage() throws IOException {
    String page = get(GROUP + "/participants?cursor=Ym9i&limit=7");
    get(GROUP + "/participants");

    assertThat(server.asked)
        .containsExactly(
            "alice USER: Request[conversation=g, after=Optional[bob], limit=7]",
            "alice USER: Request[conversation=g, after=Optional.empty, limit=100]");
    assertThat(body(page))
        .isEqualTo(
            "{\"participants\":[{\"userId\":\"alice\",\"role\":\"owner\",\"readUpTo\":7,"
                + "\"deliveredUpTo\":8}],"
                + "\"cursor\":\"YWxpY2U\"}");
    assertProblem(get(GROUP + "/participants?cursor=Yg=="), 400, "invalid_payload");
  }

  @Test
  void participantsAreAddedAndRemoved() throws IOException {
    assertThat(body(ask("PUT " + BOB, ALICE))).isEqualTo("{\"added\":true}");
    assertThat(body(ask("DELETE " + BOB, ALICE))).isEqualTo("{\"removed\":false}");
    assertThat(server.asked).containsExactly("alice USER: add g [b?b]", "alice USER: remove g b?b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"role\":\"owner\"}|role=Optional[OWNER], bannedUntil=Optional.empty",
        "{\"bannedUntil\":\"2026-02-03T04:05:06Z\"}|role=Optional.empty,"
            + " bannedUntil=Optional[2026-02-03T04:05:06Z]",
        "{\"bannedUntil\":null}|role=Optional.empty, bannedUntil=Optional[1970-01-01T00:00:00Z]",
      })
  void aParticipantIsSet(String change, String read) throws IOException {
    String set = json("PATCH " + BOB, ALICE, change);

    assertThat(server.asked)
        .containsExactly(
            "alice USER: Request[conversation=g, user=b?b, change=StandingChange[" + read + "]]");
    assertThat(set).startsWith("HTTP/1.1 200 ");
    assertThat(body(set)).isEqualTo(CONVERSATION + "\"role\":\"member\"," + REST);
    assertProblem(json("PATCH " + BOB, ALICE, "{\"role\":null}"), 400, "invalid_payload");
  }

  @Test
  void aServiceHasNoRole() throws IOException {
    String set = json("PATCH " + BOB, SERVICE, "{\"bannedUntil\":\"forever\"}");

    assertThat(server.asked.get(0)).startsWith("service-billing SERVICE: ");
    assertThat(body(set)).isEqualTo(CONVERSATION + REST);
    ask("GET " + GROUP + "/participants?userId=bob", SERVICE);
    assertThat(server.asked.get(1)).startsWith("bob SERVICE: ");
    assertProblem(ask("GET " + GROUP + "/participants?userId=bob", ALICE), 403, "forbidden");
  }

  @Test
  void whatIsRefusedHasItsStatus() throws IOException {
    server.refusal = Optional.of(Refusal.conflict("the last owner"));
    assertProblem(json("PATCH " + BOB, ALICE, "{\"role\":\"member\"}"), 409, "conflict");
    server.refusal = Optional.of(new Refusal(Refusal.Code.NOT_FOUND, "no such participant"));
    assertProblem(json("PATCH " + BOB, ALICE, "{\"bannedUntil\":null}"), 404, "not_found");
    server.refusal = Optional.of(Refusal.FORBIDDEN);
    assertProblem(json("PATCH " + GROUP, ALICE, "{\"title\":\"T\"}"), 403, "forbidden");
  }
}
