package io.messageservice.application.reminder;

import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.Changes;
import io.messageservice.application.port.out.change.LoggedEvent.UserNoted;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.application.port.out.change.ReaderPositions;
import io.messageservice.domain.decision.UserNote.Reminded;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Notes in the log which users the back end is to remind: those who have not read a message some
 * time after it was sent, and were not reminded since. Of the nodes that share a store one at a
 * time does it.
 *
 * <p>It reads the log some time behind its end. Reminders are stored before the position is noted.
 * A node that begins at a noted position first looks which reminders are behind it, so that nobody
 * is reminded twice of the same. One thread at a time may call; it blocks.
 */
public final class Reminders {

  /** The name of the reader. */
  static final String READER = "reminders";

  /** How many changes are looked at together. */
  private static final int AT_ONCE = 256;

  /** How many changes are passed together while it is looked for reminders. */
  private static final int MANY = 2_048;

  /** How often one pass looks at as many. */
  private static final int MAX_LOOKS = 64;

  private static final Pattern POSITION = Pattern.compile("(\\w{1,32})-(\\d{1,18})");

  private final ChangeLog log;
  private final History history;
  private final ReaderPositions positions;
  private final Predicate<Set<UserId>> remind;
  private final Duration after;
  private final InstantSource clock;
  private final Faults faults;

  /** Where it goes on; nothing where that is to be read again. */
  private @Nullable Reading reading;

  /** When users are to be reminded of the next change; nothing where none is known. */
  private volatile @Nullable Instant nextDue;

  /**
   * Of that store.
   *
   * @param remind notes in the log that users are reminded; true where all of it is stored for
   *     certain
   * @param after how long something is unread before
   * @param clock for times that people see
   */
  public Reminders(
      ChangeLog log,
      History history,
      ReaderPositions positions,
      Predicate<Set<UserId>> remind,
      Duration after,
      InstantSource clock,
      Faults faults) {
    this.log = log;
    this.history = history;
    this.positions = positions;
    this.remind = remind;
    this.after = after;
    this.clock = clock;
    this.faults = faults;
  }

  /**
   * Where there were no reminders before, users are reminded of what is sent from now on, and not
   * only from the first pass on.
   */
  public void begin() {
    try {
      if (positions.take(READER).filter(String::isEmpty).isPresent()) {
        boolean unused = note(log.newest());
      }
    } catch (StoreUnavailable later) {
      // then from the first pass on
    }
  }

  private boolean note(Place at) {
    return positions.note(READER, at.epoch() + "-" + at.number());
  }

  /**
   * When users were to be reminded of the oldest change at which nobody has looked, or will be;
   * empty where there is none, or another node looks. Any thread may call.
   */
  public Optional<Instant> due() {
    return Optional.ofNullable(nextDue);
  }

  /** Reminds of what is old enough, up to a bound. What fails is done by a later pass. */
  public void pass() {
    Reading now = reading;
    reading = null; // unless this ends well
    try {
      Optional<String> noted = positions.take(READER);
      if (noted.isPresent()) {
        Reading going = now == null ? begin(noted.get()) : now;
        boolean isOwn = going.goOn();
        reading = isOwn ? going : null;
      } else {
        nextDue = null;
      }
    } catch (StoreUnavailable later) {
      // the store reports that itself
    } catch (RuntimeException fault) {
      faults.broke("reminders", fault);
    }
  }

  /** Another node may go on at once. */
  public void leave() {
    reading = null;
    nextDue = null;
    try {
      positions.leave(READER);
    } catch (StoreUnavailable unavailable) {
      // the lease ends by itself
    }
  }

  /** Where nothing was noted yet, nobody is reminded of what was sent before. */
  private Reading begin(String noted) {
    Matcher position = POSITION.matcher(noted);
    Place from =
        position.matches()
            ? new Place(position.group(1), Long.parseLong(position.group(2)))
            : log.newest();
    return new Reading(log.after(from, 1).start());
  }

  /** What was sent until then is old enough. */
  private Instant sentUntil() {
    return clock.instant().minus(after);
  }

  /** From a place on. */
  private final class Reading {
    private final RemindedUsers reminded = new RemindedUsers();
    private final UnreadUsers unread = new UnreadUsers(history, reminded, faults);

    private Place at;
    private Place noted = Place.OLDEST;

    /** Up to where it was looked for reminders, unless that was to the end. */
    private @Nullable Place searched;

    /** When the next change is old enough. */
    private Instant due = Instant.MIN;

    Reading(Place at) {
      this.at = at;
      this.searched = at;
    }

    /** False where another node may have gone on, or something was not stored. */
    boolean goOn() {
      for (int looks = 0; looks < MAX_LOOKS; looks++) {
        if (sentUntil().isBefore(due)) {
          return note();
        }
        Place before = at;
        boolean isSearching = searched != null;
        if (!(isSearching ? search() : look())) {
          return false;
        }
        if (!isSearching && at.equals(before)) {
          return note();
        }
      }
      return note();
    }

    /** Reminders that stand behind the place. */
    private boolean search() {
      Place from = Objects.requireNonNull(searched);
      Changes some = log.after(from, MANY);
      for (Change change : some.changes()) {
        if (change.events().get(0) instanceof UserNoted note
            && note.note() instanceof Reminded one) {
          reminded.note(one.user(), change.place().number());
        }
      }
      searched = some.more() ? some.end() : null;
      return some.start().equals(from) && positions.take(READER).isPresent();
    }

    private boolean look() {
      Place newest = log.newest();
      Changes some = log.after(at, AT_ONCE);
      if (!some.start().equals(at)) {
        return false; // not kept any more
      }
      List<Change> old = old(some);
      nextDue = some.changes().isEmpty() ? null : some.changes().get(0).at().plus(after);
      Set<UserId> users = unread.of(old, clock.instant());
      if (!users.isEmpty() && !(note() && remind.test(users))) {
        return false;
      }
      // behind all that the store held when it was decided: what was sent since counts anew
      users.forEach(user -> reminded.note(user, newest.number() + 1));
      if (old.size() == some.changes().size()) {
        at = some.end();
        nextDue = some.more() ? nextDue : null;
      } else {
        due = some.changes().get(old.size()).at();
        nextDue = due.plus(after);
        at = old.isEmpty() ? at : old.get(old.size() - 1).place();
      }
      reminded.passed(at.number());
      return true;
    }

    private List<Change> old(Changes some) {
      Instant until = sentUntil();
      int count = 0;
      while (count < some.changes().size() && !some.changes().get(count).at().isAfter(until)) {
        count++;
      }
      return some.changes().subList(0, count);
    }

    /** Notes how far it has come, which also finds out whether this node is still to do it. */
    private boolean note() {
      if (at.equals(noted)) {
        return positions.take(READER).isPresent();
      }
      noted = at;
      return Reminders.this.note(at);
    }
  }
}
