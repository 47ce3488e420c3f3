package io.messageservice.adapter.redis.bus;

import io.messageservice.application.fuzz.Fuzz;
import io.messageservice.application.port.out.Signal;
import io.messageservice.protocol.simulation.Simulation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The promise, where signals travel between simulated nodes as the bytes of this bus. */
class SimulatedBusTest {

  private static final int RUNS = 50;

  @Test
  void thePromiseIsKept() {
    Fuzz.rounds(
        "simulated bus",
        RUNS,
        random -> Simulation.check(random.nextLong(), SimulatedBusTest::carried));
  }

  private static Signal carried(Signal signal) {
    byte[] frame = BusFrames.write("some", 1, List.of(SignalCodec.write(signal)));
    return BusFrames.read(frame).orElseThrow().signals().get(0);
  }
}
