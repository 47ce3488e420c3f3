package io.messageservice.blackbox.operation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.RawClient.Head;
import io.messageservice.blackbox.Services;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /health/live} and {@code GET /health/ready}, without a token. */
final class HealthIT {

  @ParameterizedTest
  @ValueSource(strings = {"/health/live", "/health/ready"})
  void healthyServiceSaysSoInJson(String path) throws IOException {
    var response = Services.shared().get(path);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type").orElse(""))
        .startsWith("application/json");
    assertThat(Json.parse(response.body()).isObject()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/live", "/health/ready"})
  void headIsAnsweredAsGetIsButForTheBody(String path) {
    try (RawClient client = new RawClient(Services.shared())) {
      Head asked = ask(client, "HEAD " + path);
      Head got = ask(client, "GET " + path);

      assertThat(asked.status()).isEqualTo(200);
      assertThat(asked.headers()).isEqualTo(got.headers());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OPTIONS, 204",
    "POST, 405",
    "PUT, 405",
    "DELETE, 405",
    "PATCH, 405",
    "TRACE, 405",
    "BREW, 405"
  })
  void otherMethodsAreToldWhichThereAre(String method, int status) {
    try (RawClient client = new RawClient(Services.shared())) {
      for (String path : new String[] {"/health/live", "/health/ready"}) {
        Head head = ask(client, method + " " + path);

        assertThat(head.status()).isEqualTo(status);
        assertThat(head.headers()).containsEntry("allow", "GET, HEAD, OPTIONS");
      }
    }
  }

  private static Head ask(RawClient client, String methodAndPath) {
    client.send((methodAndPath + " HTTP/1.1\r\nHost: h\r\n\r\n").getBytes(ISO_8859_1));
    return client.readHead();
  }

  @Test
  void otherPathsAreNotFound() throws IOException {
    assertThat(Services.shared().get("/health/other").statusCode()).isEqualTo(404);
  }
}
