package io.messageservice.blackbox.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Services;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console of a service that has no password for it: this machine may look. */
final class ConsoleWithoutPasswordIT {

  private final ServiceProcess service = Services.shared();
  private final ConsolePort console = new ConsolePort(service, "");

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:", "localhost:", "[::1]:"})
  void browsersOnThisMachineSeeIt(String host) {
    assertThat(console.answer("GET /console", "Host: " + host + service.managementPort()))
        .startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Host: evil.example", "Host: 10.0.0.7", "Host: localhost.evil.example", "X: y"})
  void aNameThatIsNotOfThisMachineIsRefused(String host) {
    for (String path : new String[] {"/console", "/console/console.js", "/console/stream"}) {
      assertThat(console.answer("GET " + path, host))
          .satisfiesAnyOf(
              answer -> assertThat(answer).startsWith("HTTP/1.1 403 "),
              answer -> assertThat(answer).startsWith("HTTP/1.1 400 ")); // without a Host
    }
  }

  @Test
  void whatAProxyPassesOnIsRefused() {
    assertThat(
            console.answer("GET /console", "Host: " + console.host(), "X-Forwarded-For: 10.0.0.7"))
        .startsWith("HTTP/1.1 403 ");
  }

  @Test
  void itOnlyShows() {
    assertThat(console.event("", "figures", data -> true).path("steers").asBoolean(true)).isFalse();
    assertThat(console.command("disconnect?user=alice")).startsWith("HTTP/1.1 403 ");
    assertThat(console.command("drain")).startsWith("HTTP/1.1 403 ");
    assertThat(service.readiness()).isEqualTo(200);
  }
}
