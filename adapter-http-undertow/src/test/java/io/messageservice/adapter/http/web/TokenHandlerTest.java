package io.messageservice.adapter.http.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenHandlerTest {

  private static final String ASKED = "{\"userId\":\"alice\"}";
  private static final String FROM_THE_PAGE =
      "Host: localhost:8001\r\nOrigin: http://localhost:8001\r\nContent-Type: application/json";

  private final WebServer server =
      new WebServer(new TokenHandler(user -> "token of " + user.value()));

  @AfterEach
  void stop() {
    server.close();
  }

  private String post(String headers, String body) throws IOException {
    return server.answer(
        "POST /dev/token HTTP/1.1\r\n" + headers + "\r\nContent-Length: " + body.length(), body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FROM_THE_PAGE,
        FROM_THE_PAGE + "\r\nSec-Fetch-Site: same-origin",
        "Host: 127.0.0.1:9\r\nOrigin: http://127.0.0.1:9\r\nContent-Type: application/json; charset=utf-8",
        "Host: [::1]:9\r\nOrigin: http://[::1]:9\r\nContent-Type: application/json",
      })
  void thePageGetsATokenForWhomItWants(String headers) throws IOException {
    String answer = post(headers, ASKED);

    assertThat(answer)
        .startsWith("HTTP/1.1 200 ")
        .contains("\r\nCache-Control: no-store\r\n")
        .doesNotContain("Access-Control");
    assertThat(WebServer.body(answer)).isEqualTo("{\"token\":\"token of alice\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: localhost\r\nContent-Type: application/json",
        "Host: localhost\r\nOrigin: null\r\nContent-Type: application/json",
        "Host: localhost\r\nOrigin: https://localhost\r\nContent-Type: application/json",
        "Host: localhost:8001\r\nOrigin: http://localhost:3000\r\nContent-Type: application/json",
        "Host: localhost:8001\r\nOrigin: http://evil.example\r\nContent-Type: application/json",
        "Host: evil.example\r\nOrigin: http://evil.example\r\nContent-Type: application/json",
        "Host: localhost.evil.example\r\nOrigin: http://localhost.evil.example\r\nContent-Type: application/json",
        FROM_THE_PAGE + "\r\nSec-Fetch-Site: cross-site",
        FROM_THE_PAGE + "\r\nSec-Fetch-Site: same-site",
        FROM_THE_PAGE + "\r\nOrigin: http://localhost:8001",
        FROM_THE_PAGE + "\r\nHost: localhost:8001",
        FROM_THE_PAGE + "\r\nX-Forwarded-For: 192.0.2.7",
        FROM_THE_PAGE + "\r\nForwarded: for=192.0.2.7",
        FROM_THE_PAGE + "\r\nVia: 1.1 proxy",
      })
  void nobodyElseGetsOne(String headers) throws IOException {
    assertThat(post(headers, ASKED))
        .containsPattern("^HTTP/1.1 40[03] ")
        .doesNotContain("token of");
  }

  @Test
  void itIsAskedForByJson() throws IOException {
    String form = FROM_THE_PAGE.replace("application/json", "text/plain");

    assertThat(post(form, ASKED)).startsWith("HTTP/1.1 415 ");
    assertThat(server.get("/dev/token"))
        .startsWith("HTTP/1.1 405 ")
        .contains("\r\nAllow: POST\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "alice", "{}", "{\"userId\":7.5}", "{\"userId\":\"\"}", "[1]"})
  void whoIsAskedForHasAName(String body) throws IOException {
    assertThat(post(FROM_THE_PAGE, body)).startsWith("HTTP/1.1 400 ").contains("\"error\":");
  }

  @Test
  void aBodyIsSmall() throws IOException {
    assertThat(post(FROM_THE_PAGE, " ".repeat(1_025))).startsWith("HTTP/1.1 413 ");
    assertThat(
            server.answer(
                "POST /dev/token HTTP/1.1\r\n" + FROM_THE_PAGE + "\r\nTransfer-Encoding: chunked",
                "800\r\n" + " ".repeat(0x800) + "\r\n0\r\n\r\n"))
        .doesNotContain("HTTP/1.1 200");
  }
}
