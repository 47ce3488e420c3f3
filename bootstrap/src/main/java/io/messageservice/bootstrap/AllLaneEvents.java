package io.messageservice.bootstrap;

import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.LaneEvents;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Outcome;
import java.util.List;
import java.util.function.Consumer;

/** Several observers of one lane. One that breaks does not keep the others from observing. */
record AllLaneEvents(List<LaneEvents> all, Faults faults) implements LaneEvents {

  private void each(Consumer<LaneEvents> call) {
    for (LaneEvents one : all) {
      one.observe(call, faults);
    }
  }

  @Override
  public void begun(List<? extends Decider<?>> batch, int left, long waitNanos) {
    each(one -> one.begun(batch, left, waitNanos));
  }

  @Override
  public void committed(List<Outcome> outcomes) {
    each(one -> one.committed(outcomes));
  }

  @Override
  public void failed() {
    each(LaneEvents::failed);
  }

  @Override
  public void ended() {
    each(LaneEvents::ended);
  }

  @Override
  public void lookBegun() {
    each(LaneEvents::lookBegun);
  }

  @Override
  public void lookEnded(int reads, int changed) {
    each(one -> one.lookEnded(reads, changed));
  }

  @Override
  public void lookFailed() {
    each(LaneEvents::lookFailed);
  }
}
