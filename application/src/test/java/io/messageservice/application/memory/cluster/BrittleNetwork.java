package io.messageservice.application.memory.cluster;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/** A network that can be cut and, where asked to, loses, doubles, delays and mixes up. */
final class BrittleNetwork implements Network {

  private final VirtualTime time;
  private final Set<String> cut = new HashSet<>();
  private final Random random;

  /** How many of a thousand things get lost; as many again come twice, and late. */
  int lost;

  BrittleNetwork(VirtualTime time, long seed) {
    this.time = time;
    this.random = new Random(seed);
  }

  void cut(String end) {
    cut.add(end);
  }

  void mend(String end) {
    cut.remove(end);
  }

  @Override
  public void carry(String from, String to, Runnable arrival) {
    if (cut.contains(from) || cut.contains(to)) {
      return;
    }
    int fate = lost == 0 ? 1_000 : random.nextInt(1_000);
    if (fate >= lost) {
      time.execute(arrival);
    }
    if (fate >= lost && fate < 2 * lost) {
      time.after(Duration.ofMillis(random.nextInt(3_000)), arrival);
    }
  }
}
