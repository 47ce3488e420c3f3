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
  }

  /** A message came, in its place. */
  void sees(long seq) {
    journal.require(
        !begun || seq > last, () -> name + " sees " + seq + " after " + last + ": each once");
    requireNothingMissed(seq - 1, "a hole");
    last = begun ? Math.max(last, seq) : seq;
    begun = true;
  }

  /** Nothing more comes: all that was said is seen. */
  void rests() {
    requireNothingMissed(talk.head(), "at rest");
  }

  /** What was said while the user took no part, or before he took none, is not for him. */
  private void requireNothingMissed(long upTo, String why) {
    for (long seq = last + 1; seq <= upTo; seq++) {
      Talk.@Nullable Stored missed = talk.at(seq);
      if (missed != null && talk.hadAlwaysSince(user, missed.tick())) {
        long at = seq;
        journal.broken(name + " missed " + at + ", it is at " + last + ": " + why);
        return;
      }
    }
  }

  long last() {
    return last;
  }
}
