package io.messageservice.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.limit.Rate;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** A server with requests as text in, what use cases are asked and responses as text out. */
abstract class ApiRequests {

  static final String ALICE = "\r\nAuthorization: Bearer alice";
  static final String SERVICE = "\r\nAuthorization: bearer service-billing";

  ApiServer server = new ApiServer(Optional.empty(), Optional.empty());

  @AfterEach
  void stop() {
    server.close();
  }

  final void restart(Optional<Rate> commands, Optional<Rate> refusals) {
    server.close();
    server = new ApiServer(commands, refusals);
  }

  final String get(String path) throws IOException {
    return server.send("GET " + path + " HTTP/1.1" + ALICE, "");
  }

  final String json(String methodAndPath, String headers, String body) throws IOException {
    return server.send(
        methodAndPath
            + " HTTP/1.1"
            + headers
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length(),
        body);
  }

  static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  static void assertProblem(String answer, int status, String code) {
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("\r\nContent-Type: application/problem+json\r\n");
    assertThat(body(answer))
        .startsWith("{\"type\":\"about:blank\",\"title\":\"")
        .contains("\"status\":" + status + ",\"error\":\"")
        .endsWith("\"code\":\"" + code + "\"}");
  }
}
