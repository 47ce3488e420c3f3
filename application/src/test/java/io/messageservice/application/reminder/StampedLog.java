package io.messageservice.application.reminder;

import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.Changes;
import io.messageservice.application.port.out.change.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A log whose changes were stored when the clock of a test had been asked for the first time. */
final class StampedLog implements ChangeLog {

  private final ChangeLog log;
  private final Supplier<Instant> clock;
  private final List<Instant> times = new ArrayList<>();

  StampedLog(ChangeLog log, Supplier<Instant> clock) {
    this.log = log;
    this.clock = clock;
  }

  /** All that was stored since the last call was stored now. */
  void stamp() {
    while (times.size() < log.newest().number()) {
      times.add(clock.get());
    }
  }

  private Change stamped(Change change) {
    return new Change(
        change.place(),
        change.id(),
        times.get((int) change.place().number() - 1),
        change.conversation(),
        change.events());
  }

  @Override
  public Changes after(Place from, int limit) {
    stamp();
    Changes some = log.after(from, limit);
    return new Changes(
        some.start(),
        some.changes().stream().map(this::stamped).toList(),
        some.gaps(),
        some.end(),
        some.more());
  }

  @Override
  public Place newest() {
    return log.newest();
  }

  @Override
  public Optional<Place> noted(String mark) {
    return log.noted(mark);
  }

  @Override
  public Mark end() {
    return log.end();
  }

  @Override
  public Heads between(Mark from, Mark end) {
    return log.between(from, end);
  }
}
