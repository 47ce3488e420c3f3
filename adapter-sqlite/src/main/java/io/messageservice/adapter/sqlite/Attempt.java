package io.messageservice.adapter.sqlite;

import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Outcome;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import org.sqlite.SQLiteErrorCode;

/**
 * One go at the commands of a batch. Where the tables do not take something, the next go writes
 * what each command decided before the next decides, which shows whose it was; then it goes again
 * without that one. Everything else is decided anew each time: what a decider answered by rows that
 * were taken back counts for nothing, not even where it broke. Only the lane may call.
 */
final class Attempt {

  private final List<? extends Decider<?>> commands;
  private final Outcome[] outcomes;

  /** The commands whose rows the tables did not take; their outcomes stand. */
  private final BitSet refused;

  private final boolean oneByOne;
  private int at;

  /** The first go, all at once. */
  Attempt(List<? extends Decider<?>> commands) {
    this(commands, new Outcome[commands.size()], new BitSet(), false);
  }

  private Attempt(
      List<? extends Decider<?>> commands, Outcome[] outcomes, BitSet refused, boolean oneByOne) {
    this.commands = commands;
    this.outcomes = outcomes;
    this.refused = refused;
    this.oneByOne = oneByOne;
  }

  /** The go after this one, which {@link #note} has judged. */
  Attempt next() {
    return new Attempt(commands, outcomes, refused, true);
  }

  /** What became of the commands, once a go was committed. */
  Outcome[] outcomes() {
    return outcomes;
  }

  /** Has the commands decided and written. */
  void carryOut(BatchTransaction batch) throws SQLException {
    for (at = 0; at < outcomes.length; at++) {
      if (!refused.get(at)) {
        outcomes[at] = batch.carryOut(commands.get(at));
        if (oneByOne) {
          batch.finish();
        }
      }
    }
    batch.finish();
  }

  /**
   * Notes whose rows the tables did not take, as far as this go shows it.
   *
   * @throws SQLException the error itself where it concerns all
   */
  void note(SQLException e) throws SQLException {
    boolean refusedByTables = (e.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
    if (!refusedByTables || (oneByOne && at == outcomes.length)) {
      throw e;
    }
    if (oneByOne) {
      refused.set(at);
      outcomes[at] =
          new Outcome.Failed(new IllegalStateException("the store refused what was decided", e));
    }
  }
}
