package io.messageservice.adapter.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A sender that is killed and loses its lease at any moment, with a receiver that answers anything,
 * late and out of order: every event is received at least once or given up, those of a conversation
 * in their order, and no position is past one that is neither.
 */
class SendWindowPropertyTest {

  private static final int RUNS = 400;
  private static final int EVENTS = 300;

  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  void everyEventIsReceivedInOrderOfItsConversation(int batchSize) {
    for (int seed = 0; seed < RUNS; seed++) {
      Run run = new Run(seed, batchSize);
      run.toTheEnd();
      assertThat(run.missing()).as("seed %s", seed).isEmpty();
    }
  }

  /** One run, as its seed decides. */
  private static final class Run {
    private final Random random;
    private final int seed;
    private final int batchSize;
    private final int maxAttempts;
    private final List<String> conversations = new ArrayList<>();

    /** By number, events that the receiver has or that were given up. */
    private final Set<Integer> done = new HashSet<>();

    /** Calls on their way, of this sender and of those before it. */
    private final List<Flight> flights = new ArrayList<>();

    /** Batches by id: a call has the same body each time, as long as its sender lives. */
    private final Map<String, String> bodies = new HashMap<>();

    private int noted;
    private int read;
    private long now = Long.MAX_VALUE - Duration.ofHours(1).toNanos(); // it may overflow
    private SendWindow window;

    private record Flight(PendingCall call, SendWindow of) {}

    Run(int seed, int batchSize) {
      this.seed = seed;
      this.random = new Random(seed);
      this.batchSize = batchSize;
      this.maxAttempts = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 0;
      for (int i = 0; i < EVENTS; i++) {
        conversations.add("c" + random.nextInt(1 + seed % 20));
      }
      this.window = begin();
    }

    private SendWindow begin() {
      bodies.clear();
      read = noted;
      return new SendWindow("" + noted, batchSize, maxAttempts, random::nextDouble);
    }

    void toTheEnd() {
      for (int step = 0; noted < EVENTS && step < 100_000; step++) {
        step(step > 3_000); // in the end all works
        check();
      }
    }

    private void step(boolean works) {
      now += (long) (random.nextDouble() * Duration.ofSeconds(works ? 400 : 3).toNanos());
      switch (random.nextInt(works ? 6 : 8)) {
        case 0 -> readSome();
        case 1, 2 -> call();
        case 3, 4 -> answer(works);
        case 5 -> noted = Integer.parseInt(window.position());
        case 6 -> answer(works);
        default -> {
          if (random.nextInt(10) == 0) {
            window = begin(); // killed, or the lease was lost: what is on its way is not stopped
          }
        }
      }
    }

    private void readSome() {
      for (int i = random.nextInt(50); i > 0 && read < EVENTS && window.hasRoom(); i--) {
        byte[] json = ("" + (read + 1)).getBytes(UTF_8);
        window.offer(
            new OfferedEvent(
                "" + (read + 1), conversations.get(read), Instant.EPOCH, Optional.empty(), json));
        read++;
      }
    }

    private void call() {
      PendingCall call = window.next(now);
      if (call != null) {
        String body = new String(call.batch(), UTF_8);
        require(bodies.getOrDefault(call.id(), body).equals(body), read);
        bodies.put(call.id(), body);
        flights.add(new Flight(call, window));
      }
      require(window.underWay() <= SendCircuit.MAX_CALLS, window.underWay());
    }

    private void answer(boolean works) {
      if (flights.isEmpty()) {
        return;
      }
      Flight flight = flights.remove(random.nextInt(flights.size()));
      boolean received = works || random.nextBoolean();
      if (received) {
        flight.call.events().forEach(event -> receive(Integer.parseInt(event.event().id())));
      }
      if (flight.of != window) {
        return; // nobody waits for this answer any more
      }
      if (received && (works || random.nextInt(4) > 0)) {
        window.acknowledged(flight.call, now);
      } else if (window.failed(flight.call, now)) {
        flight.call.events().forEach(event -> done.add(Integer.parseInt(event.event().id())));
      }
    }

    /** What comes for the first time comes after all that is before it in its conversation. */
    private void receive(int number) {
      if (done.add(number)) {
        String conversation = conversations.get(number - 1);
        for (int before = 1; before < number; before++) {
          if (conversations.get(before - 1).equals(conversation)) {
            require(done.contains(before), number);
          }
        }
      }
    }

    private void check() {
      int position = Integer.parseInt(window.position());
      require(position >= noted && position <= read, position);
      for (int number = noted + 1; number <= position; number++) {
        require(done.contains(number), position);
      }
    }

    private void require(boolean claim, int where) {
      if (!claim) {
        throw new AssertionError("seed " + seed + " at " + where);
      }
    }

    /** What was never received, nor given up. */
    List<Integer> missing() {
      List<Integer> missing = new ArrayList<>();
      for (int number = 1; number <= EVENTS; number++) {
        if (!done.contains(number)) {
          missing.add(number);
        }
      }
      return missing;
    }
  }
}
