package io.messageservice.adapter.http.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoHandlerTest {

  private static final String FROM_THE_PAGE =
      "Host: localhost:8001\r\nOrigin: http://localhost:8001\r\nContent-Type: application/json";

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final WebServer server = new WebServer(new DemoHandler(new RecordedDemo()));

  /** Knows one action. */
  private final class RecordedDemo implements DemoHandler.Demo {

    @Override
    public byte[] watch() {
      asked.add("watch");
      return "{\"phase\":\"idle\"}".getBytes(UTF_8);
    }

    @Override
    public boolean carryOut(String action) {
      asked.add(action);
      return action.equals("start");
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String post(String headers, String body) throws IOException {
    return server.answer(
        "POST /dev/demo HTTP/1.1\r\n" + headers + "\r\nContent-Length: " + body.length(), body);
  }

  @Test
  void thePageSeesHowItStands() throws IOException {
    String answer = post(FROM_THE_PAGE, "{}");

    assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\r\nCache-Control: no-store\r\n");
    assertThat(WebServer.body(answer)).isEqualTo("{\"phase\":\"idle\"}");
    assertThat(asked).containsExactly("watch");
  }

  @Test
  void thePageGetsDoneWhatItAsksFor() throws IOException {
    assertThat(post(FROM_THE_PAGE, "{\"action\":\"start\"}")).startsWith("HTTP/1.1 200 ");
    assertThat(asked).containsExactly("start", "watch");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"action\":\"other\"}", "{\"action\":1}", "", "[]"})
  void whatItDoesNotKnowIsRefused(String body) throws IOException {
    assertThat(post(FROM_THE_PAGE, body)).startsWith("HTTP/1.1 400 ").contains("\"error\":");
    assertThat(asked).doesNotContain("watch");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: localhost:8001\r\nContent-Type: application/json",
        "Host: localhost:8001\r\nOrigin: null\r\nContent-Type: application/json",
        "Host: localhost:8001\r\nOrigin: http://evil.example\r\nContent-Type: application/json",
        "Host: localhost:8001\r\nOrigin: http://localhost:3000\r\nContent-Type: application/json",
        "Host: evil.example\r\nOrigin: http://evil.example\r\nContent-Type: application/json",
        FROM_THE_PAGE + "\r\nSec-Fetch-Site: cross-site",
        FROM_THE_PAGE + "\r\nX-Forwarded-For: 192.0.2.7",
      })
  void nobodyElseStartsOrKillsAnything(String headers) throws IOException {
    assertThat(post(headers, "{\"action\":\"start\"}")).startsWith("HTTP/1.1 403 ");
    assertThat(asked).isEmpty();
  }

  @Test
  void itIsAskedForByPostAndJson() throws IOException {
    String form = FROM_THE_PAGE.replace("application/json", "text/plain");

    assertThat(post(form, "{\"action\":\"start\"}")).startsWith("HTTP/1.1 415 ");
    assertThat(server.get("/dev/demo")).startsWith("HTTP/1.1 405 ");
    assertThat(asked).isEmpty();
  }
}
