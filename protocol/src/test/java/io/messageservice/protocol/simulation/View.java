package io.messageservice.protocol.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.domain.conversation.Position;
import io.messageservice.protocol.simulation.group.GroupState;
import io.messageservice.protocol.simulation.schedule.Journal;
import org.jspecify.annotations.Nullable;

/** What one connection has seen of one conversation: the second sentence of the promise. */
final class View {

  private final Journal journal;
  private final Talk talk;
  private final String user;
  private final String name;
  private final Held held;
  private long last;

  /** The last message that was pushed: a replay may not know of own ones that were answered. */
  private long lastPushed;

  /** When the last join that is answered was asked. */
  private long joinedAt;

  private boolean begun;

  /** Whether its client keeps what this connection brings. */
  private boolean keeping;

  /** Whether the next message may be any. */
  private boolean open;

  /** Whether nothing more comes before the next join. */
  private boolean lags;

  /** Whether it was told that its user takes part no more. */
  private boolean removed;

  /** The newest change when the connection was opened. */
  private final long floorRev;

  /**
   * Of a connection that has seen nothing.
   *
   * @param floor the newest message and change when the connection was opened: what came before it
   *     may be missing
   * @param held what its client keeps of the conversation
   */
  View(Journal journal, Talk talk, String user, String name, Position floor, Held held) {
    this.held = held;
    this.journal = journal;
    this.talk = talk;
    this.user = user;
    this.name = name;
    this.last = floor.seq();
    this.floorRev = floor.rev();
  }

  /** Begins, or begins again, after the position. */
  void beginAfter(long seq) {
    last = seq;
    lastPushed = Math.min(lastPushed, seq);
    begun = true;
    open = false;
    lags = false;
  }

  /**
   * A join is answered.
   *
   * @param tick when it was asked
   */
  void joins(Request.Join join, boolean recovered, long seq, long rev, long tick) {
    joinedAt = tick;
    keeping = true;
    removed = false;
    held.forgetsSinceAsked();
    Long afterRev = join.afterRev();
    if (recovered && afterRev != null) {
      held.resumes(afterRev);
    } else if (recovered) {
      held.beginsWithout(talk.group(rev));
    } else {
      held.beginsAt(rev, talk.group(rev));
    }
    beginAfter(recovered && join.afterSeq() != null ? join.afterSeq() : seq);
  }

  /** All that it missed has come. */
  void catchesUp(long seq, long rev) {
    journal.require(
        !lags && held.isCatchingUp() && seq == last && rev <= talk.rev(),
        () -> name + " has caught up at " + seq + ", it is at " + last);
    held.catchesUp(rev);
    held.requireClaim(journal, talk, user, name);
  }

  /** A message has another state. */
  void seesChange(long seq, long rev) {
    journal.require(!lags, () -> name + " sees a change though it lags");
    keep(seq, rev);
  }

  /** The group has changed. */
  void seesGroup(JsonNode push, GroupState then) {
    journal.require(!lags, () -> name + " sees a change though it lags");
    begins(push.path("rev").asLong());
    held.sees(push, user, then);
    held.requireClaim(journal, talk, user, name);
  }

  /** A change of the group of its own is answered. */
  void seesOwnGroup(long rev) {
    GroupState then = talk.group(rev);
    if (then != null && !lags && !removed) {
      held.shows(then, rev);
    }
  }

  /** Its user takes part in the group no more, unless a later change added them again. */
  void isRemoved(long rev) {
    if (!held.isLaterThan(rev)) {
      isRemoved();
    }
  }

  /** Its user takes part in the group no more. */
  void isRemoved() {
    removed = true;
    keeping = false;
    held.beginsWithout(null);
    if (lags) { // if they are added again, they begin anew
      lags = false;
      begun = false;
      open = true;
    }
  }

  private void begins(long rev) {
    if (!keeping) {
      held.beginsAt(rev, talk.group(rev)); // what was kept before this connection has holes now
    }
    keeping = true;
    removed = false;
  }

  private void keep(long seq, long rev) {
    begins(rev);
    held.sees(seq, rev);
    held.requireClaim(journal, talk, user, name);
  }

  /** A change of its own is answered; before a view begins that says nothing of other changes. */
  void seesOwnChange(long seq, long rev) {
    if (begun && !lags && !removed) {
      keep(seq, rev);
    } else {
      held.keeps(seq, rev);
    }
  }

  /**
   * A change is answered that may have been another's, so that the answer has no place in the
   * order.
   */
  void showsChange(long seq, long rev) {
    held.keeps(seq, rev);
  }

  /** Where its client stands when the connection is lost. */
  void stands(String conversation, Device device) {
    device.stands(conversation, last, begun);
  }

  /** It is told that the message and all that follow are left out. */
  void lagsFrom(long seq, long afterRev) {
    held.lags(afterRev);
    boolean isNext = !begun || seq > lastPushed;
    journal.require(!lags && isNext, () -> name + " lags from " + seq + " again");
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
      keeping = held.isCatchingUp(); // by an earlier join
    }
  }

  /** A message came, in its place. */
  void sees(long seq, long rev) {
    lastPushed = seq;
    sees(seq);
    keep(seq, rev);
  }

  private void sees(long seq) {
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
  void seesOwn(long seq, long rev, boolean rejoins) {
    if (lags) {
      return;
    }
    if (rejoins) {
      journal.require(!begun || seq > last, () -> name + " sees its own " + seq + " after " + last);
      last = seq;
    } else {
      sees(seq);
    }
    if (!removed) {
      keep(seq, rev);
    }
  }

  /** Nothing more comes: all that was said is seen. */
  void rests() {
    requireAll("at rest");
    requireGroup();
    journal.require(
        !begun || open || lags || !held.isCatchingUp() || talk.endedSince(user, joinedAt),
        () -> name + " has not caught up at rest");
  }

  /** Its user takes no part: it was told so, where it believed otherwise. */
  void restsOut() {
    Talk.Standing change = talk.groupChange();
    journal.require(
        change == null || held.isBase() || !keeping || lags || open,
        () -> name + " does not know that its user takes part no more");
  }

  private void requireGroup() {
    Talk.Standing change = talk.groupChange();
    if (change != null && !open && !lags) {
      boolean heard = talk.lastGroupRev() > floorRev && talk.hadAlwaysSince(user, change.tick());
      if (keeping || heard) {
        held.requireGroup(journal, change, name + " at rest");
      }
      journal.require(!removed, () -> name + " believes that its user takes no part");
    }
  }

  /** All that was said is seen. */
  void requireAll(String when) {
    requireNothingMissed(talk.head(), when);
    if (begun && !open && !lags) {
      held.requirePresent(journal, talk, user, name + " " + when);
    }
  }

  /**
   * What was said while the user took no part, or before that, is not for them; but whoever was
   * told something before they took part is told what follows.
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
    if (missed != null && held.isBase() && talk.present(seq).message().isDeleted()) {
      return true; // clients of the base contract know no tombstones
    }
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
