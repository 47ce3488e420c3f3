package io.messageservice.blackbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Services;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What dev serves for trying out, serve does not. */
final class NoPageIT {

  @ParameterizedTest
  @ValueSource(strings = {"/dev/token", "/dev/demo"})
  void serveHasNoPageGivesNoTokensAndStartsNoDemo(String path)
      throws IOException, InterruptedException {
    ServiceProcess service = Services.shared();

    assertThat(service.get("/").statusCode()).isBetween(400, 499);
    assertThat(service.get("/page/app.js").statusCode()).isEqualTo(404);
    assertThat(service.get("/demo").statusCode()).isEqualTo(404);
    String origin = "http://127.0.0.1:" + service.port();
    HttpRequest asked =
        HttpRequest.newBuilder(URI.create(origin + path))
            .header("Origin", origin)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"userId\":\"alice\"}"))
            .build();
    HttpResponse<String> answer = Client.HTTP.send(asked, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEmpty();
  }
}
