package io.messageservice.adapter.webhook;

import io.messageservice.application.fuzz.Fuzz;
import io.messageservice.protocol.simulation.Simulation;
import org.junit.jupiter.api.Test;

/** The receiver of events is promised all that is stored, in order, whichever node dies when. */
class SimulatedWebhookTest {

  private static final int RUNS = 20;

  @Test
  void everyChangeReachesTheReceiverInOrder() {
    Fuzz.rounds(
        "simulated webhook",
        RUNS,
        random -> Simulation.checkReader(random.nextLong(), SimulatedWebhook::new));
  }
}
