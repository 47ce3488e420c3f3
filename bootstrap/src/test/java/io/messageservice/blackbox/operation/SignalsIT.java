package io.messageservice.blackbox.operation;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What signals other than SIGTERM do. */
final class SignalsIT extends Scenario {

  private static final int HUP = 1;
  private static final int INT = 2;

  private final ServiceProcess service = ServiceProcess.with(Map.of("RATE_LIMIT", "off"));
  private final String lobby = id("lobby");

  @Override
  public ServiceProcess service() {
    return service;
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private void start() {
    service.start();
    service.awaitReady();
    await().until(() -> service.output().contains("started"));
  }

  private void endsInOrder(Client client) {
    assertThat(client.expectClosed().code()).isEqualTo(1012);
    assertThat(service.exitCode()).isZero();
    assertThat(service.output()).contains("stopped");
  }

  @Test
  void hangUpOfAServiceReloadsAndNothingElse() {
    start();
    assumeThat(service.ignores(HUP)).isFalse();
    Client alice = connect("alice");

    service.signal("HUP");
    await().until(() -> service.output().contains("reloaded"));
    service.signal("HUP");

    alice.say(lobby, "still here");
    service.terminate();
    endsInOrder(alice);
  }

  @Test
  void hangUpOfATerminalStopsDevInOrder() {
    service.as("dev");
    start();
    assumeThat(service.ignores(HUP)).isFalse();
    Client alice = connect("alice");

    service.signal("HUP");

    endsInOrder(alice);
  }

  @Test
  void hangUpThatWasToBeIgnoredIs() {
    service.as("dev").withHangUpsIgnored();
    start();
    Client alice = connect("alice");

    service.signal("HUP");

    alice.say(lobby, "still here");
    service.terminate();
    endsInOrder(alice);
  }

  @Test
  void interruptStopsInOrder() {
    start();
    assumeThat(service.ignores(INT)).isFalse();
    Client alice = connect("alice");

    service.signal("INT");

    endsInOrder(alice);
  }

  @Test
  void quitShowsTheThreadsAndNothingElse() {
    start();
    Client alice = connect("alice");

    service.signal("QUIT");
    await().until(() -> service.output().contains("Full thread dump"));

    alice.say(lobby, "still here");
    service.terminate();
    endsInOrder(alice);
  }
}
