package io.messageservice.bootstrap.recording;

import io.messageservice.application.port.out.LaneEvents;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.bootstrap.config.StorageSettings.StoreKind;
import java.util.List;
import java.util.Locale;

/**
 * Records what one lane does. Its events are used again and again, so that a batch makes none. Only
 * the lane's thread calls.
 */
public final class LaneRecorder implements LaneEvents {

  private final BatchEvent batch = new BatchEvent();
  private final CommitEvent commit = new CommitEvent();
  private final ReconciliationEvent look = new ReconciliationEvent();

  /** With nothing recorded. */
  public LaneRecorder(int lane, StoreKind store) {
    batch.lane = lane;
    commit.lane = lane;
    commit.store = store.name().toLowerCase(Locale.ROOT);
    look.lane = lane;
  }

  @Override
  public void begun(List<? extends Decider<?>> commands, int left, long waitNanos) {
    batch.commands = commands.size();
    batch.waiting = left;
    batch.waitTime = waitNanos;
    batch.begin();
    commit.begin();
  }

  @Override
  public void committed(List<Outcome> outcomes) {
    commit.end();
    if (commit.shouldCommit()) {
      count(outcomes);
      commit.succeeded = true;
      commit.commit();
    }
  }

  private void count(List<Outcome> outcomes) {
    commit.accepted = 0;
    commit.messages = 0;
    commit.bytes = 0;
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Done done) {
        commit.accepted++;
        done.message()
            .ifPresent(
                message -> {
                  commit.messages++;
                  commit.bytes += message.content().sizeBytes();
                });
      }
    }
  }

  @Override
  public void failed() {
    commit.end();
    if (commit.shouldCommit()) {
      count(List.of());
      commit.succeeded = false;
      commit.commit();
    }
  }

  @Override
  public void ended() {
    batch.end();
    if (batch.shouldCommit()) {
      batch.commit();
    }
  }

  @Override
  public void lookBegun() {
    look.begin();
  }

  @Override
  public void lookEnded(int reads, int changed) {
    record(true, reads, changed);
  }

  @Override
  public void lookFailed() {
    record(false, 0, 0);
  }

  private void record(boolean succeeded, int reads, int changes) {
    look.end();
    if (look.shouldCommit()) {
      look.succeeded = succeeded;
      look.reads = reads;
      look.changes = changes;
      look.commit();
    }
  }
}
