package io.messageservice.protocol.simulation;

import org.jspecify.annotations.Nullable;

/** What one connection has seen of one conversation: the second sentence of the promise. */
final class View {

  private final Journal journal;
  private final Talk talk;
  private final String user;
  private final String name;
  private long last;
  private boolean begun;

  /** Whether the next message may be any. */
  private boolean open;

  /** Whether nothing more comes before the next join. */
  private boolean lags;

  /**
   * Of a connection that has seen nothing.
   *
   * @param floor the newest message when the connection was opened: what came before it may be
   *     missing
   */
  View(Journal journal, Talk talk, String user, String name, long floor) {
    this.journal = journal;
    this.talk = talk;
    this.user = user;
    this.name = name;
    this.last = floor;
  }

  /** Begins, or begins again, after the position. */
  void beginAfter(long seq) {
    last = seq;
    begun = true;
    open = false;
    lags = false;
  }

  /** It is told that the message and all that follow are left out. */
  void lagsFrom(long seq) {
    journal.require(!lags && (!begun || seq > last), () -> name + " lags from " + seq + " again");
    requireNothingMissed(seq - 1, "it lags later");
    lags = true;
  }

  /**
   * A join, asked at that tick, was refused. A user who took no part before it may or may not take
   * part now, and what was said meanwhile was held back for the answer: the next push begins the
   * view.
   */
  void isRejected(long tick) {
    if (!begun || !talk.hadAlwaysSince(user, tick)) {
      begun = false;
      open = true;
    }
  }

  /** A message came, in its place. */
  void sees(long seq) {
    journal.require(!lags, () -> name + " sees " + seq + " though it lags");
    journal.require(
        !begun || seq > last, () -> name + " sees " + seq + " after " + last + ": each once");
    requireNothingMissed(seq - 1, "a hole");
    beginAfter(begun ? Math.max(last, seq) : seq);
  }

  /**
   * A message of its own is answered, in its place; where a new join is under way, the answers to
   * what was said before it come at once and the join begins the view again.
   */
  void seesOwn(long seq, boolean rejoins) {
    if (lags) {
      return;
    }
    if (rejoins) {
      journal.require(!begun || seq > last, () -> name + " sees its own " + seq + " after " + last);
      last = seq;
    } else {
      sees(seq);
    }
  }

  /** Nothing more comes: all that was said is seen. */
  void rests() {
    requireAll("at rest");
  }

  /** All that was said is seen. */
  void requireAll(String when) {
    requireNothingMissed(talk.head(), when);
  }

  /**
   * What was said while the user took no part, or before he took none, is not for him; but whoever
   * was told something before he took part is told what follows.
   */
  private void requireNothingMissed(long upTo, String why) {
    for (long seq = last + 1; seq <= upTo && !open && !lags; seq++) {
      if (!isExcused(seq)) {
        journal.broken(name + " missed " + seq + ", it is at " + last + ": " + why);
        return;
      }
    }
  }

  private boolean isExcused(long seq) {
    Talk.@Nullable Stored missed = talk.at(seq);
    return missed != null
        && !talk.hadAlwaysSince(user, missed.tick())
        && (!begun || talk.endedSince(user, lastTick()));
  }

  private long lastTick() {
    Talk.@Nullable Stored seen = talk.at(last);
    return seen == null ? 0 : seen.tick();
  }

  long last() {
    return last;
  }
}
