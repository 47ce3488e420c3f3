package io.messageservice.blackbox.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Services;
import io.messageservice.blackbox.Tokens;
import org.junit.jupiter.api.Test;

/** The commands that look at a running service. */
final class ToolsIT {

  private final ServiceProcess service = Services.shared();

  @Test
  void benchDeliversEverythingOnceWhileConnectionsComeAndGo() {
    ServiceProcess.Ran ran =
        service.run(
            "bench",
            "--url",
            service.own("/").toString(),
            "--connections",
            "12",
            "--room-size",
            "3",
            "--rate",
            "50",
            "--churn",
            "4",
            "--time",
            "2s",
            "--metrics",
            management(),
            "--json");

    assertThat(ran.exitCode()).as(ran.output()).isZero();
    assertThat(ran.output())
        .contains("\"opened\":12", "\"acknowledged\":100", "\"delivered\":200", "\"lost\":0")
        .contains("\"doubled\":0", "\"serverCpuSeconds\":", "\"faults\":{}")
        .doesNotContain("\"replaced\":0", Tokens.SECRET);
  }

  @Test
  void topShowsTheNode() {
    ServiceProcess.Ran ran = service.run("top", "--once", "--url", management());

    assertThat(ran.exitCode()).as(ran.output()).isZero();
    assertThat(ran.output().lines())
        .anyMatch(line -> line.startsWith(management() + "  ready  up "))
        .anyMatch(line -> line.startsWith("  connections "))
        .anyMatch(line -> line.startsWith("  event loop lag "));
  }

  @Test
  void doctorSeesThatTheServiceRunsAndThatUpgradesPass() {
    ServiceProcess.Ran ran = service.run("doctor", "--url", service.own("/").toString());

    assertThat(ran.output())
        .contains("The service runs here, and its settings are good.")
        .contains("The upgrade passes.", "The subprotocol passes.", "A ping is answered.")
        .contains("A page of the same host gets a connection.")
        .doesNotContain(Tokens.SECRET);
  }

  private String management() {
    return "http://127.0.0.1:" + service.managementPort();
  }
}
