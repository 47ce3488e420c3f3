package io.messageservice.protocol.simulation;

import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.simulation.schedule.Journal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a client keeps of a conversation, from one connection to the next: which state of each
 * message, and up to which {@code rev} it has been sent all changes of these. A client of the base
 * contract keeps nothing.
 */
final class Held {

  private final Dialect dialect;
  private final Map<Long, Long> states = new TreeMap<>();

  /** What was kept when each join was asked that is under way. */
  private final Deque<Map<Long, Long>> asked = new ArrayDeque<>();

  /** Null where it cannot know. */
  private @Nullable Long rev;

  /** What is missing is on its way: the rev does not count yet. */
  private boolean catchingUp;

  Held(Dialect dialect) {
    this.dialect = dialect;
  }

  boolean isBase() {
    return dialect == Dialect.BASE;
  }

  boolean isCatchingUp() {
    return catchingUp;
  }

  /** The rev after which it may go on; null where it may not. */
  @Nullable Long rev() {
    return rev;
  }

  /** A join is asked. */
  void asksToJoin() {
    asked.add(new TreeMap<>(states));
  }

  /** The join is answered: what came since it was asked is not part of the view that begins. */
  void forgetsSinceAsked() {
    states.clear();
    Map<Long, Long> then = asked.poll();
    states.putAll(then == null ? Map.of() : then);
  }

  /** The join is refused: what was kept before goes on. */
  void isRejected() {
    asked.poll();
  }

  /** The connection is lost: what is asked will not be answered. */
  void isLost() {
    asked.clear();
    catchingUp = false;
  }

  /** Begins anew: what was kept is dropped. */
  void beginsAt(long now) {
    beginsWithout();
    rev = now;
  }

  /** Begins anew without following changes of what came before. */
  void beginsWithout() {
    states.clear();
    rev = null;
    catchingUp = false;
  }

  /** Goes on after the rev that it named. */
  void resumes(long after) {
    rev = after;
    catchingUp = true;
  }

  void catchesUp(long now) {
    rev = now;
    catchingUp = false;
  }

  /** Nothing more comes; what counts is what came before that. */
  void lags(long afterRev) {
    if (rev != null && !catchingUp) {
      rev = Math.min(rev, afterRev);
    }
  }

  void keeps(long seq, long state) {
    states.merge(seq, state, Math::max);
  }

  void sees(long seq, long state) {
    keeps(seq, state);
    if (rev != null && !catchingUp) {
      rev = Math.max(rev, state);
    }
  }

  /** Who names the rev is sent nothing before it again: each message is kept as it was by then. */
  void requireClaim(Journal journal, Talk talk, String user, String who) {
    Long claimed = rev;
    if (claimed == null || catchingUp || isBase()) {
      return;
    }
    states.forEach(
        (seq, state) -> {
          Talk.Stored present = talk.present(seq);
          long last = present.message().rev();
          journal.require(
              last == state || last > claimed || !talk.hadAlwaysSince(user, present.tick()),
              () ->
                  who + ": may go on after " + claimed + " with state " + state + " of " + present);
        });
  }

  /** Each message is kept as it is now. */
  void requirePresent(Journal journal, Talk talk, String user, String who) {
    if (isBase()) {
      return;
    }
    states.forEach(
        (seq, state) -> {
          Talk.Stored present = talk.present(seq);
          journal.require(
              present.message().rev() == state || !talk.hadAlwaysSince(user, present.tick()),
              () -> who + ": keeps state " + state + " of " + present.message());
        });
  }
}
