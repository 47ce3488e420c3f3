package io.messageservice.bootstrap.recording;

import io.messageservice.application.port.out.LaneEvents;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.bootstrap.config.StorageSettings.StoreKind;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Records what one lane does. Its events are made once their classes are loaded, and are used again
 * and again from then on. Calls come one after another, as {@link LaneEvents} promises; not all
 * from one thread.
 */
public final class LaneRecorder implements LaneEvents {

  private final int lane;
  private final StoreKind store;
  private final Recordings recordings;

  /** Null until something is recorded. */
  private @Nullable Events events;

  /** With nothing recorded. */
  public LaneRecorder(int lane, StoreKind store, Recordings recordings) {
    this.lane = lane;
    this.store = store;
    this.recordings = recordings;
  }

  /** One of each; each counts as begun. */
  private static final class Events {
    final BatchEvent batch = new BatchEvent();
    final CommitEvent commit = new CommitEvent();
    final ReconciliationEvent look = new ReconciliationEvent();

    Events(int lane, StoreKind store) {
      batch.lane = lane;
      commit.lane = lane;
      commit.store = store.name().toLowerCase(Locale.ROOT);
      look.lane = lane;
      batch.begin();
      commit.begin();
      look.begin();
    }
  }

  private @Nullable Events begin() {
    if (events == null && recordings.arePrepared()) {
      events = new Events(lane, store);
    }
    return events;
  }

  @Override
  public void begun(List<? extends Decider<?>> commands, int left, long waitNanos) {
    Events recorded = begin();
    if (recorded != null) {
      recorded.batch.commands = commands.size();
      recorded.batch.waiting = left;
      recorded.batch.waitTime = waitNanos;
      recorded.batch.begin();
      recorded.commit.begin();
    }
  }

  @Override
  public void committed(List<Outcome> outcomes) {
    if (events != null) {
      end(events.commit, true, outcomes);
    }
  }

  @Override
  public void failed() {
    if (events != null) {
      end(events.commit, false, List.of());
    }
  }

  private static void end(CommitEvent commit, boolean succeeded, List<Outcome> outcomes) {
    commit.end();
    if (commit.shouldCommit()) {
      commit.succeeded = succeeded;
      commit.count(outcomes);
      commit.commit();
    }
  }

  @Override
  public void ended() {
    if (events != null) {
      events.batch.end();
      if (events.batch.shouldCommit()) {
        events.batch.commit();
      }
    }
  }

  @Override
  public void lookBegun() {
    Events recorded = begin();
    if (recorded != null) {
      recorded.look.begin();
    }
  }

  @Override
  public void lookEnded(int reads, int changed) {
    end(true, reads, changed);
  }

  @Override
  public void lookFailed() {
    end(false, 0, 0);
  }

  private void end(boolean succeeded, int reads, int changes) {
    if (events != null) {
      ReconciliationEvent look = events.look;
      look.end();
      if (look.shouldCommit()) {
        look.succeeded = succeeded;
        look.reads = reads;
        look.changes = changes;
        look.commit();
      }
    }
  }
}
