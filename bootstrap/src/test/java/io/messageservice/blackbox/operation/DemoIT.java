package io.messageservice.blackbox.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.application.waiting.Patience;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The demo of dev, asked for as its page does. */
final class DemoIT {

  @SuppressWarnings("NullAway.Init")
  private ServiceProcess service;

  private void start(Map<String, String> settings) {
    service = ServiceProcess.with(settings).as("dev");
    service.start();
    service.awaitReady();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private String origin() {
    return "http://127.0.0.1:" + service.port();
  }

  private HttpResponse<String> post(String origin, String body) {
    HttpRequest asked =
        HttpRequest.newBuilder(URI.create(origin() + "/dev/demo"))
            .header("Origin", origin)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return Client.HTTP.send(asked, HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private JsonNode watch() {
    return Json.parse(post(origin(), "{}").body());
  }

  private void act(String action) {
    assertThat(post(origin(), "{\"action\":\"" + action + "\"}").statusCode()).isEqualTo(200);
  }

  private void await(String phase) {
    Patience.await()
        .failFast(() -> assertThat(watch().path("phase").asText()).isNotEqualTo("failed"))
        .until(() -> watch().path("phase").asText().equals(phase));
  }

  private void awaitReceived(long more) {
    long before = watch().at("/counts/received").asLong();
    Patience.await().until(() -> watch().at("/counts/received").asLong() >= before + more);
  }

  /** So many incidents were noted, and all nodes run again. */
  private void awaitRecovery(int incidents) {
    Patience.await()
        .until(
            () -> {
              JsonNode state = watch();
              return state.path("incidents").size() == incidents
                  && state.path("nodes").findValuesAsText("state").stream().allMatch("up"::equals);
            });
  }

  private List<ProcessHandle> children() {
    return ProcessHandle.of(service.pid()).orElseThrow().descendants().toList();
  }

  @Test
  void whateverIsKilledNothingIsLostDoubledOrOutOfOrder() {
    start(Map.of());
    act("start");
    await("running");
    awaitReceived(100);
    act("killNode1");
    awaitReceived(100);
    awaitRecovery(1);
    act(watch().path("hasRedis").asBoolean() ? "killRedis" : "killNode1");
    awaitRecovery(2);
    awaitReceived(100);
    act("cutSender");
    act("cutReceiver");
    awaitReceived(100);
    awaitRecovery(4);
    List<ProcessHandle> children = children();
    assertThat(children).hasSizeGreaterThanOrEqualTo(3);
    act("stop");
    await("stopped");

    JsonNode end = watch();
    assertThat(end.path("counts"))
        .as(end.toString())
        .isEqualTo(
            Json.parse(
                "{\"sent\":N,\"acknowledged\":N,\"received\":N,\"waiting\":0,\"lost\":0,\"doubled\":0,\"outOfOrder\":0}"
                    .replace("N", end.at("/counts/sent").asText())));
    assertThat(end.path("incidents")).hasSize(4);
    assertThat(children).noneMatch(ProcessHandle::isAlive);
    assertThat(children()).isEmpty();
    endsWithDev();
  }

  private void endsWithDev() {
    act("start");
    await("running");
    List<ProcessHandle> children = children();

    service.terminate();

    assertThat(service.exitCode()).isZero();
    assertThat(children).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void withoutRedisThereIsOneNodeAndNothingOutlivesDevWhichOnlyItsOwnPageStarts() {
    start(Map.of("PATH", "/nowhere"));
    assertThat(post("http://evil.example", "{\"action\":\"start\"}").statusCode()).isEqualTo(403);
    assertThat(watch().path("phase").asText()).isEqualTo("idle");
    assertThat(children()).isEmpty();
    act("start");
    await("running");
    assertThat(watch().path("nodes")).hasSize(1);
    List<ProcessHandle> children = children();

    service.kill();

    Patience.await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
  }
}
