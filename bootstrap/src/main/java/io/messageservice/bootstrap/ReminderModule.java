package io.messageservice.bootstrap;

import io.messageservice.application.eventlog.UserNotes;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.reminder.Reminders;
import io.messageservice.bootstrap.config.EventSettings;
import io.messageservice.bootstrap.metrics.MetricsRegistry;
import io.messageservice.bootstrap.metrics.ReminderMeters;
import io.messageservice.domain.decision.UserNote.Reminded;
import java.time.InstantSource;
import java.util.Optional;

/** Wires what reminds users of what they have not read. */
final class ReminderModule {

  private final EventSettings settings;
  private final MetricsRegistry metrics;
  private final Faults faults;

  ReminderModule(EventSettings settings, MetricsRegistry metrics, Faults faults) {
    this.settings = settings;
    this.metrics = metrics;
    this.faults = faults;
  }

  /**
   * Empty where nobody is to be reminded.
   *
   * @param clock for times that people see
   */
  Optional<Reminders> reminders(Store store, UserNotes notes, InstantSource clock) {
    ReminderMeters meters = new ReminderMeters(metrics, clock);
    Optional<Reminders> reminders =
        settings
            .reminderAfter()
            .map(
                after ->
                    new Reminders(
                        store.changes(),
                        store.history(),
                        store.positions(),
                        meters.counting(
                            users -> notes.noteAll(users.stream().map(Reminded::new).toList())),
                        after,
                        clock,
                        faults));
    reminders.ifPresent(some -> meters.measure(some::due));
    return reminders;
  }
}
