package io.messageservice.blackbox.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The reader of the log hangs: the pipe is full from the start, and nobody empties it. */
final class UnreadLogIT extends Scenario {

  /** More than there are I/O threads. */
  private static final int REFUSED = 8;

  private final ServiceProcess service =
      ServiceProcess.with(Map.of("RATE_LIMIT", "off")).withFullPipe();

  private final String lobby = id("lobby");

  @Override
  public ServiceProcess service() {
    return service;
  }

  @BeforeEach
  void start() {
    service.start();
    service.awaitReady();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  /** Each is logged, at most one in a second. */
  private void refuseSome() {
    for (int i = 0; i < REFUSED; i++) {
      Client nobody = keep(door("/?token=none").open("nobody"));
      assertThat(nobody.expectClosed().code()).isEqualTo(1008);
    }
  }

  private static String isServed(ServiceProcess service) throws IOException {
    return service.readiness() + " " + service.get("/health/live").statusCode();
  }

  @Test
  void theServiceServesAndStopsInOrder() throws IOException {
    refuseSome();

    assertThat(isServed(service)).isEqualTo("200 200");
    Client alice = connect("alice");
    Client bob = connect("bob");
    bob.join(lobby);
    JsonNode said = alice.say(lobby, "heard all the same");
    bob.expectMessage(said);

    service.terminate();

    assertThat(alice.expectClosed().code()).isEqualTo(1012);
    assertThat(bob.expectClosed().code()).isEqualTo(1012);
    assertThat(service.exitCode()).isZero();
  }

  @Test
  void whatWaitedIsWrittenOnceThePipeIsRead() {
    refuseSome();

    assertThat(service.readPipe("refused")).contains("started port=");

    service.signal("TERM"); // Process.destroy would close the pipe
    assertThat(service.exitCode()).isZero();
    assertThat(service.readPipe("stopped")).contains("draining");
  }
}
