package io.messageservice.protocol.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Nothing is broken and nothing is under way: whatever is said now is heard at once, and no
 * comparison is needed for it.
 */
final class FairWeather {

  /** By then a node watches what they take part in who have just connected. */
  private static final Duration WATCHED = Duration.ofSeconds(3);

  /** By then everything said is heard; comparisons are further apart. */
  private static final Duration HEARD = Duration.ofMillis(300);

  private final Scheduler scheduler;
  private final Journal journal;
  private final Model model;
  private final List<Device> devices;

  FairWeather(Scheduler scheduler, Journal journal, Model model, List<Device> devices) {
    this.scheduler = scheduler;
    this.journal = journal;
    this.model = model;
    this.devices = devices;
  }

  /** Some connect, all talk, and then some enter and leave while others talk. */
  void comes() {
    journal.note(() -> "nothing is broken");
    devices.stream().filter(device -> scheduler.below(3) > 0).forEach(Device::comesBack);
    scheduler.rest(WATCHED);
    List<Session> present = present();
    long since = model.tick();
    devices.forEach(Device::saysWhereKnown);
    scheduler.runReady();
    present.forEach(session -> session.requireHeard(since, "without waiting for anything"));
    scheduler.rest(HEARD);
    comeAndGo();
  }

  private void comeAndGo() {
    List<Session> present = present();
    long since = model.tick();
    for (Device device : devices) {
      Line acts = scheduler.line("visits-" + device.name(), device.strand(), 1);
      for (int i = scheduler.below(5); i > 0; i--) {
        acts.execute(device::visits);
      }
      acts.end();
    }
    scheduler.rest(HEARD);
    present.forEach(session -> session.requireHeard(since, "at once"));
    scheduler.rest(WATCHED);
    devices.forEach(Device::requireAllSeen);
  }

  private List<Session> present() {
    List<Session> present = new ArrayList<>();
    for (Device device : devices) {
      if (device.session() != null) {
        present.add(device.session());
      }
    }
    return present;
  }
}
