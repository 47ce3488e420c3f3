package io.messageservice.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.limit.Rate;
import io.messageservice.domain.outcome.Refusal;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reactions, and what messages are beside their content. */
class ReactionRoutesTest extends ApiRequests {

  private static final String MESSAGE = "/api/messages/m%2F1";
  private static final String MESSAGES = "POST /api/conversations/c/messages";

  private String ask(String methodAndPath, String headers) throws IOException {
    return server.send(methodAndPath + " HTTP/1.1" + headers, "");
  }

  @Test
  void aReactionIsASegmentOfThePath() throws IOException {
    String added = ask("PUT " + MESSAGE + "/reactions/%2B1", ALICE);
    String removed = ask("DELETE " + MESSAGE + "/reactions/e%CC%81", ALICE);

    assertThat(server.asked)
        .containsExactly(
            "alice USER: Request[message=m/1, reaction=+1, add=true]",
            "alice USER: Request[message=m/1, reaction=\u00e9, add=false]");
    assertThat(added).startsWith("HTTP/1.1 200 ");
    assertThat(body(added))
        .isEqualTo(
            "{\"conversationId\":\"c\",\"messageId\":\"m/1\",\"seq\":3,\"rev\":13,"
                + "\"reaction\":\"+1\",\"count\":2}");
    assertThat(removed).startsWith("HTTP/1.1 200 ");
    assertThat(body(removed)).contains("\"seq\":3,\"reaction\":").endsWith(",\"count\":1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%00", "%0A", "%C2%80"})
  void whatIsNoReactionIsRefused(String reaction) throws IOException {
    assertProblem(ask("PUT " + MESSAGE + "/reactions/" + reaction, ALICE), 400, "invalid_payload");
    assertProblem(
        ask("DELETE " + MESSAGE + "/reactions/" + "x".repeat(65), ALICE), 400, "invalid_payload");
    assertProblem(ask("PUT " + MESSAGE + "/reactions/%ED%A0%80", ALICE), 400, "invalid_format");
    assertThat(server.asked).isEmpty();
  }

  @Test
  void aReactionTooManyIsRefused() throws IOException {
    server.refusal = Optional.of(Refusal.tooLarge("reaction: no more"));
    assertProblem(ask("PUT " + MESSAGE + "/reactions/x", ALICE), 413, "too_large");
    server.refusal = Optional.of(Refusal.conflict("the message is deleted"));
    assertProblem(ask("PUT " + MESSAGE + "/reactions/x", ALICE), 409, "conflict");
  }

  @Test
  void reactionsAreReadPageByPage() throws IOException {
    String page = get(MESSAGE + "/reactions?reaction=%2B1&cursor=AAAAAAAAAAM&limit=7");
    String first = get(MESSAGE + "/reactions");

    assertThat(server.asked)
        .containsExactly(
            "alice USER: Request[message=m/1, reaction=Optional[+1], afterRev=3, limit=7]",
            "alice USER: Request[message=m/1, reaction=Optional.empty, afterRev=0, limit=100]");
    assertThat(body(page))
        .isEqualTo(
            "{\"reactions\":[{\"reaction\":\"+1\",\"userId\":\"bob\"}],"
                + "\"cursor\":\"AAAAAAAAAA0\"}");
    assertThat(first).startsWith("HTTP/1.1 200 ");
    assertProblem(get(MESSAGE + "/reactions?cursor=x"), 400, "invalid_payload");
  }

  @Test
  void aServiceReactsForAnyone() throws IOException {
    json("PUT " + MESSAGE + "/reactions/x", SERVICE, "{\"userId\":\"bob\"}");
    ask("DELETE " + MESSAGE + "/reactions/x?userId=bob", SERVICE);
    ask("GET " + MESSAGE + "/reactions?userId=bob", SERVICE);

    assertThat(server.asked).hasSize(3).allMatch(asked -> asked.startsWith("bob SERVICE: "));
    assertProblem(
        json("PUT " + MESSAGE + "/reactions/x", ALICE, "{\"userId\":\"bob\"}"), 403, "forbidden");
  }

  @Test
  void reactionsCountAgainstTheRate() throws IOException {
    restart(Optional.of(new Rate(1, 60_000_000_000L, 1)), Optional.empty());

    assertThat(ask("PUT " + MESSAGE + "/reactions/x", ALICE)).startsWith("HTTP/1.1 200 ");
    assertProblem(ask("PUT " + MESSAGE + "/reactions/x", ALICE), 429, "rate_limited");
  }

  @Test
  void pagesOfOtherOriginsMayReact() throws IOException {
    assertThat(
            server.send(
                "OPTIONS /api/messages/m1/reactions/x HTTP/1.1\r\nOrigin: https://app.example"
                    + "\r\nAccess-Control-Request-Method: PUT",
                ""))
        .contains("\r\nAccess-Control-Allow-Methods: PUT, DELETE, OPTIONS\r\n");
  }

  @Test
  void aMessageIsSentWithWhatItIs() throws IOException {
    json(
        MESSAGES,
        ALICE,
        "{\"content\":\"hi\",\"type\":\"poll\",\"metadata\":{\"a\":[1]},\"replyTo\":\"m0\","
            + "\"mentions\":[\"bob\"]}");

    assertThat(server.asked)
        .singleElement()
        .asString()
        .contains(
            "metadata=Optional[{\"a\":[1]}]",
            "type=Optional[poll], replyTo=Optional[m0],"
                + " mentions=Mentions[everybody=false, users=[bob]]");
  }

  @Test
  void metadataIsEdited() throws IOException {
    json("PATCH " + MESSAGE, ALICE, "{\"metadata\":{\"a\":1}}");
    json("PATCH " + MESSAGE, ALICE, "{\"metadata\":null}");

    assertThat(server.asked.get(0)).contains("metadata=Optional[{\"a\":1}]");
    assertThat(server.asked.get(1)).contains("metadata=Optional[]");
  }

  @Test
  void pagesOfHistoryHaveTheOwnReactions() throws IOException {
    assertThat(body(get("/api/conversations/reactions/messages")))
        .endsWith("}],\"ownReactions\":[{\"seq\":3,\"reactions\":[\"+1\"]}],\"more\":false}");
  }
}
