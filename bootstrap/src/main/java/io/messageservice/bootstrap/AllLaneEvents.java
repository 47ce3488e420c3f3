package io.messageservice.bootstrap;

import io.messageservice.application.port.out.LaneEvents;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Outcome;
import java.util.List;

/** Several observers of one lane. */
record AllLaneEvents(List<LaneEvents> all) implements LaneEvents {

  @Override
  public void begun(List<? extends Decider<?>> batch, int left, long waitNanos) {
    for (LaneEvents one : all) {
      one.begun(batch, left, waitNanos);
    }
  }

  @Override
  public void committed(List<Outcome> outcomes) {
    for (LaneEvents one : all) {
      one.committed(outcomes);
    }
  }

  @Override
  public void failed() {
    all.forEach(LaneEvents::failed);
  }

  @Override
  public void ended() {
    all.forEach(LaneEvents::ended);
  }

  @Override
  public void lookBegun() {
    all.forEach(LaneEvents::lookBegun);
  }

  @Override
  public void lookEnded(int reads, int changed) {
    for (LaneEvents one : all) {
      one.lookEnded(reads, changed);
    }
  }

  @Override
  public void lookFailed() {
    all.forEach(LaneEvents::lookFailed);
  }
}
