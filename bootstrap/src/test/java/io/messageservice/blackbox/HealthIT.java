package io.messageservice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

  @Test
  void otherPathsAreNotFound() throws IOException {
    assertThat(Services.shared().get("/health/other").statusCode()).isEqualTo(404);
  }
}
