package io.messageservice.adapter.http;

import static io.messageservice.application.waiting.Patience.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.limit.Rate;
import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of requests: their form, size and kind, and those that nobody wants. */
final class RequestBodyTest extends ApiRequests {

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
      await().until(() -> !server.ended.isEmpty());
      assertThat(server.ended).containsExactly(OptionalInt.empty());
      assertThat(server.traced).hasSize(2).last().isEqualTo("ended unanswered");
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
}
