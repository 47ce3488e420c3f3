package io.messageservice.protocol.simulation.schedule;

import io.messageservice.application.memory.cluster.Network;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What lies between nodes and what they share: it loses, doubles, delays and mixes up what it
 * carries, and each end of it may be cut off for a while. What a node sent before it died arrives.
 */
public final class SimulatedNetwork implements Network {

  /** An end that is always reached, and at once. */
  public static final String SOUND = "sound";

  private static final int SLOWEST_MILLIS = 300;
  private static final int MOMENT_MILLIS = 20;

  /** Longer than a lease. */
  private static final int LOST_AND_FOUND_MILLIS = 10_000;

  private final Scheduler scheduler;
  private final Chaos chaos;

  /** What arrives at an end waits here. */
  private final Map<String, Line> lines = new HashMap<>();

  private final Set<String> cutOff = new HashSet<>();

  public SimulatedNetwork(Scheduler scheduler, Chaos chaos) {
    this.scheduler = scheduler;
    this.chaos = chaos;
    lines.put(MIDDLE, scheduler.line("middle", new Strand()));
  }

  /** A node is there; its line ends with it. */
  public void join(String node, Line line) {
    lines.put(node, line);
  }

  /** Nothing comes from that end and nothing gets there, until it is back. */
  public void cutOff(String end) {
    cutOff.add(end);
  }

  public void comesBack(String end) {
    cutOff.remove(end);
  }

  /** All ends are reached again. */
  public void mend() {
    cutOff.clear();
  }

  @Override
  public void carry(String from, String to, Runnable arrival) {
    Line source = lines.get(from);
    Line target = lines.get(to);
    if (source == null || target == null || source.isClosed()) {
      return;
    }
    if (from.equals(SOUND) || to.equals(SOUND)) {
      target.execute(arrival);
      return;
    }
    if (cutOff.contains(from) || cutOff.contains(to) || chaos.isLost()) {
      return;
    }
    arrive(target, arrival);
    if (chaos.isDoubled()) {
      arrive(target, arrival);
    }
  }

  private void arrive(Line target, Runnable arrival) {
    if (chaos.isSlow()) {
      int most = scheduler.below(20) == 0 ? LOST_AND_FOUND_MILLIS : SLOWEST_MILLIS;
      scheduler.after(Duration.ofMillis(scheduler.below(most)), target, arrival);
    } else if (chaos.takesTime()) {
      scheduler.after(Duration.ofMillis(scheduler.below(MOMENT_MILLIS)), target, arrival);
    } else {
      target.execute(arrival);
    }
  }
}
