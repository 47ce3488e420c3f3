package io.messageservice.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.outcome.Refusal;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The log of events, as services read it. */
class EventRoutesTest extends ApiRequests {

  private static final String ID = "e1-0000000000000007-ffffff";

  @Test
  void aPageHasEventsAndWhereToGoOn() throws IOException {
    String page = events("");

    assertThat(server.asked).containsExactly("service-billing SERVICE: oldest, all, 1000, PT0S");
    assertThat(page).startsWith("HTTP/1.1 200 ");
    assertThat(body(page))
        .isEqualTo(
            "{\"events\":[{\"id\":\"e1-0000000000000007-ffffff\",\"type\":\"receipt.read\","
                + "\"time\":\"2026-01-02T03:04:05.678Z\",\"data\":{\"conversationId\":\"c\","
                + "\"userId\":\"bob\",\"readUpTo\":3}}],"
                + "\"next\":\"e1-0000000000000007-ffffff\",\"more\":false}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "after=latest | latest, all, 1000, PT0S",
        "after=" + ID + " | " + ID + ", all, 1000, PT0S",
        "types=message.created | oldest, message.created, 1000, PT0S",
        "types=message.created,receipt.read | oldest, message.created receipt.read, 1000, PT0S",
        "limit=7&wait=30 | oldest, all, 7, PT30S",
        "limit=100000&wait=100000 | oldest, all, 1000, PT1M",
        "limit=0 | oldest, all, 1, PT0S",
      })
  void parametersSayWhichEvents(String query, String asked) throws IOException {
    assertThat(events("?" + query)).startsWith("HTTP/1.1 200 ");
    assertThat(server.asked).containsExactly("service-billing SERVICE: " + asked);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "after=7 | after: the id of an event",
        "after= | after: the id of an event",
        "types=message.created,message.lost | types: no event is called message.lost",
        "types= | types: no event is called",
        "wait=soon | wait: an integer",
        "wait=-1 | wait: an integer from 0",
        "limit=many | limit: an integer",
      })
  void whatIsWrongIsNamed(String query, String error) throws IOException {
    String refused = events("?" + query);

    assertProblem(refused, 400, "invalid_payload");
    assertThat(body(refused)).contains("\"error\":\"" + error);
    assertThat(server.asked).isEmpty();
  }

  @Test
  void aTypeThatIsVeryLongIsNotRepeated() throws IOException {
    String refused = events("?types=" + "x".repeat(1_000));

    assertProblem(refused, 400, "invalid_payload");
    assertThat(body(refused)).contains("types: no event is called so long");
  }

  @Test
  void aPlaceThatIsGoneIsAnsweredWithTheOldest() throws IOException {
    String gone = events("?after=old-0000000000000007-ffffff");

    assertThat(gone)
        .startsWith("HTTP/1.1 410 ")
        .contains("\r\nContent-Type: application/problem+json\r\n");
    assertThat(body(gone))
        .contains("\"code\":\"gone\"")
        .endsWith("\"oldest\":\"e1-0000000000000007-ffffff\"}");
  }

  @Test
  void recipientsComeInPages() throws IOException {
    assertThat(body(events("/" + ID + "/recipients")))
        .isEqualTo(
            "{\"recipients\":[{\"userId\":\"bob\",\"muted\":false,\"mentioned\":true,"
                + "\"unread\":2,\"unreadTotal\":5}],\"cursor\":\"Ym9i\"}");
    assertThat(body(events("/" + ID + "/recipients?cursor=Ym9i"))).endsWith("\"unreadTotal\":5}]}");

    assertThat(server.asked)
        .containsExactly(
            "service-billing SERVICE: " + ID + " after none",
            "service-billing SERVICE: " + ID + " after bob");
    assertProblem(events("/7/recipients"), 400, "invalid_payload");
    assertProblem(events("/" + ID + "/recipients?cursor=%2B"), 400, "invalid_payload");
  }

  @Test
  void whoMayNotIsRefused() throws IOException {
    server.refusal = Optional.of(new Refusal(Refusal.Code.FORBIDDEN, "only services read events"));

    assertProblem(get("/api/events"), 403, "forbidden");
    assertThat(server.asked).containsExactly("alice USER: oldest, all, 1000, PT0S");
  }

  private String events(String rest) throws IOException {
    return server.send("GET /api/events" + rest + " HTTP/1.1" + SERVICE, "");
  }
}
