package io.messageservice.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.event.Event;
import io.messageservice.application.event.Event.MessageRelayed;
import io.messageservice.application.port.out.DeliveryEvents;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.LaneEvents;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.domain.outcome.Refusal.Code;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.session.SessionEvents;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An observer that breaks is reported, once for each call, and breaks nothing else. */
class ObserversTest {

  private final List<String> observed = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();
  private final Faults faults = (where, fault) -> broken.add(where + " " + fault.getMessage());

  /** Observes all there is, and breaks with each call. */
  private final class Breaking implements LaneEvents, SessionEvents, DeliveryEvents {

    private void observe(String what) {
      observed.add(what);
      throw new IllegalStateException(what);
    }

    @Override
    public void begun(List<? extends Decider<?>> batch, int left, long waitNanos) {
      observe("begun");
    }

    @Override
    public void committed(List<Outcome> outcomes) {
      observe("committed");
    }

    @Override
    public void failed() {
      observe("failed");
    }

    @Override
    public void ended() {
      observe("ended");
    }

    @Override
    public void lookBegun() {
      observe("look begun");
    }

    @Override
    public void lookEnded(int reads, int changed) {
      observe("look ended");
    }

    @Override
    public void lookFailed() {
      observe("look failed");
    }

    @Override
    public void ended(int loop, UserId user, @Nullable String event, @Nullable Code refusal) {
      observe("command ended");
    }

    @Override
    public void delivered(int loop, Event event) {
      observe("delivered");
    }

    @Override
    public void lagged() {
      observe("lagged");
    }

    @Override
    public void missing() {
      observe("missing");
    }

    @Override
    public void feeds(int lane, int all, int quarantined) {
      observe("feeds");
    }

    @Override
    public void replaying() {
      observe("replaying");
    }
  }

  private void assertReported(String... calls) {
    assertThat(observed).containsExactly(calls);
    assertThat(broken)
        .containsExactlyElementsOf(observed.stream().map("observer "::concat).toList());
  }

  @Test
  void theOtherObserversOfALaneGoOn() {
    LaneEvents lane = new AllLaneEvents(List.of(new Breaking(), new Breaking()), faults);

    lane.begun(List.of(), 0, 0);
    lane.committed(List.of());
    lane.failed();
    lane.ended();
    lane.lookBegun();
    lane.lookEnded(1, 0);
    lane.lookFailed();

    assertReported(
        "begun",
        "begun",
        "committed",
        "committed",
        "failed",
        "failed",
        "ended",
        "ended",
        "look begun",
        "look begun",
        "look ended",
        "look ended",
        "look failed",
        "look failed");
  }

  @Test
  void sessionsGoOn() {
    SessionEvents sessions = new GuardedSessionEvents(new Breaking(), faults);

    sessions.ended(0, new UserId("alice"), "ping", null);
    sessions.delivered(0, new MessageRelayed("{}"));
    sessions.lagged();

    assertReported("command ended", "delivered", "lagged");
  }

  @Test
  void deliveryGoesOn() {
    DeliveryEvents delivery = new GuardedDeliveryEvents(new Breaking(), faults);

    delivery.missing();
    delivery.feeds(0, 1, 0);
    delivery.replaying();

    assertReported("missing", "feeds", "replaying");
  }
}
