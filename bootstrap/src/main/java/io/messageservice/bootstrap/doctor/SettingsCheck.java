package io.messageservice.bootstrap.doctor;

import io.messageservice.bootstrap.config.ListenerSettings;
import io.messageservice.bootstrap.config.SettingReader;
import io.messageservice.bootstrap.figure.HttpPage;
import io.messageservice.bootstrap.start.StartChecks;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/** What stands against a start, as {@code check} has it. */
record SettingsCheck(SettingReader reading) implements DoctorCheck {

  private static final String NAME = "settings";

  /** What a service that runs holds. */
  private static final String IN_USE = " is in use";

  @Override
  public List<Finding> look() throws InterruptedException {
    return judge(StartChecks.problems(reading), runs());
  }

  private boolean runs() throws InterruptedException {
    ListenerSettings listeners = reading.settingsOrDefaults().listeners();
    String host =
        listeners.managementHost().equals("0.0.0.0") ? "127.0.0.1" : listeners.managementHost();
    try {
      URI address =
          new URI("http", null, host, listeners.managementPort(), "/health/live", null, null);
      return HttpPage.find(address).filter(page -> page.status() == 200).isPresent();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * @param runs whether the management port answers: then ports and folder are in use by the
   *     service itself
   */
  static List<Finding> judge(List<String> problems, boolean runs) {
    List<Finding> findings = new ArrayList<>();
    for (String problem : problems) {
      if (!runs || !problem.contains(IN_USE)) {
        findings.add(
            Finding.fail(NAME, problem, "Correct it: serve does not start with it (see check)."));
      }
    }
    if (findings.isEmpty()) {
      findings.add(
          Finding.ok(
              NAME,
              runs
                  ? "The service runs here, and its settings are good."
                  : "Nothing stands against a start."));
    }
    return findings;
  }
}
