package io.messageservice.protocol.simulation;

import io.messageservice.protocol.simulation.schedule.Chaos;
import io.messageservice.protocol.simulation.schedule.Journal;
import io.messageservice.protocol.simulation.schedule.Scheduler;
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

  /** By then everything sent is delivered; looks are further apart. */
  private static final Duration HEARD = Duration.ofMillis(300);

  /** By then what feeds have to read is read, also where readers are busy; looks are rarer. */
  private static final Duration READ = Duration.ofMillis(60);

  private static final int VISITS = 6;

  /** Some of them come while another is on its way. */
  private static final Duration MOMENT = Duration.ofMillis(5);

  private final Scheduler scheduler;
  private final Chaos chaos;
  private final Journal journal;
  private final Model model;
  private final List<Device> devices;

  FairWeather(
      Scheduler scheduler, Chaos chaos, Journal journal, Model model, List<Device> devices) {
    this.scheduler = scheduler;
    this.chaos = chaos;
    this.journal = journal;
    this.model = model;
    this.devices = devices;
  }

  /**
   * Some connect, all talk, some enter and leave while others talk, and all talk again: by then
   * everybody hears of everything, since whatever is heard too early has what is missing read.
   */
  void comes() {
    journal.note(() -> "nothing is broken");
    devices.stream().filter(device -> scheduler.below(3) > 0).forEach(Device::comesBack);
    scheduler.rest(WATCHED);
    List<SimulatedSession> present = present();
    long since = model.tick();
    devices.forEach(Device::saysWhereKnown);
    devices.forEach(Device::saysWhereKnown);
    scheduler.rest(READ);
    present.forEach(session -> session.requireHeard(since, "without waiting for anything"));
    scheduler.rest(HEARD);
    comeAndGo();
  }

  private void comeAndGo() {
    List<SimulatedSession> present = present();
    long since = model.tick();
    chaos.takeTime(true);
    for (int i = 0; i < VISITS; i++) {
      devices.stream().filter(device -> scheduler.below(2) == 0).forEach(Device::visits);
      scheduler.rest(MOMENT);
    }
    scheduler.rest(HEARD);
    present.forEach(session -> session.requireHeard(since, "at once"));
    long then = model.tick();
    devices.forEach(Device::saysWhereKnown);
    scheduler.rest(HEARD);
    present.forEach(session -> session.requireHeard(then, "at once, with what was before"));
    chaos.takeTime(false);
    scheduler.rest(WATCHED);
    devices.forEach(Device::requireAllSeen);
  }

  private List<SimulatedSession> present() {
    List<SimulatedSession> present = new ArrayList<>();
    for (Device device : devices) {
      if (device.session() != null) {
        present.add(device.session());
      }
    }
    return present;
  }
}
