package io.messageservice.cluster;

import io.messageservice.cluster.Report.Row;
import io.messageservice.cluster.view.Diary.Page;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A whole run: the clients talk while something breaks and is mended; then all comes to rest and is
 * judged, again and again. One thread.
 */
final class Trial implements AutoCloseable {

  /** Who is not back within so long of an announced end may seem to go: the machine is too slow. */
  private static final Duration COMING_BACK = Duration.ofSeconds(5);

  private final ClusterPlan plan;
  private final PrintStream out;
  private final Random random;
  private final Tone tone = new Tone();
  private final NodeGroup cluster;
  private final Cast cast;
  private final Stored stored;
  private final Report report = new Report();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  Trial(ClusterPlan plan, PrintStream out) {
    this.plan = plan;
    this.out = out;
    this.random = new Random(plan.seed());
    this.cluster = NodeGroup.start(plan.nodes(), plan.redis(), plan.lease());
    this.cast = new Cast(plan, cluster.nodes(), tone, random);
    this.stored = new Stored(cast.careful());
  }

  /** Runs it all, or until something is wrong; prints a line for each round. */
  Report run() throws InterruptedException {
    out.printf(
        "seed %d, %d rounds, %d nodes, %s%n",
        plan.seed(), plan.rounds(), plan.nodes(), plan.redis());
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(plan.minutes());
    cast.devices().forEach(threads::execute);
    List<Fault> faults = chosen();
    for (int i = 0; i < plan.rounds() && report.isGood() && System.nanoTime() < end; i++) {
      Fault fault = faults.get(i % faults.size());
      round(i + 1, fault);
    }
    out.println(report.text(stored, views()));
    return report;
  }

  private List<Fault> chosen() {
    if (plan.faults().isEmpty()) {
      return FaultCatalogue.all();
    }
    return plan.faults().stream()
        .flatMap(part -> FaultCatalogue.all().stream().filter(fault -> fault.name().contains(part)))
        .toList();
  }

  private void round(int number, Fault fault) throws InterruptedException {
    out.printf("round %d: %s%n", number, fault);
    tone.lively();
    pass(500, 1_500);
    try {
      fault.inflict(cluster, random, this::pass);
      long mended = System.nanoTime();
      pass(500, 1_500);
      tone.calm();
      new Rest(cluster, cast, stored).await();
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - mended);
      report.wrong(brokenThreads());
      Row row = judgeMessages(fault, millis);
      report.add(fault, row);
      out.printf("  %s: %s%n", row, report.isGood() ? "ok" : "WRONG");
    } catch (AssertionError e) {
      report.wrong(List.of(fault + ": " + e.getMessage()));
    }
    if (!report.isGood()) {
      cluster.nodes().forEach(node -> out.println(node + " said:\n" + node.output()));
    }
  }

  /** Nodes that say that something broke which nobody had thought of. */
  private List<String> brokenThreads() {
    return cluster.nodes().stream()
        .filter(node -> node.output().contains("Exception in thread"))
        .map(node -> node + " let a thread end by an exception")
        .toList();
  }

  private void pass(int fewest, int most) throws InterruptedException {
    boolean unused = ended.await(fewest + random.nextInt(most - fewest), TimeUnit.MILLISECONDS);
  }

  private Row judgeMessages(Fault fault, long rest) {
    long acknowledged = 0;
    long seen = 0;
    long connections = 0;
    long longestAnswer = 0;
    long longestPush = 0;
    for (TrialDevice device : cast.devices()) {
      Page page = device.diary().take();
      stored.require("acknowledged", page.acknowledged());
      stored.require("seen", page.seen());
      report.wrong(page.wrong());
      report.wrong(device.watch().takeWrong());
      for (Room room : device.rooms()) {
        stored.requireCount(device.user(), room.id(), device.mail().saidIn(room.id()));
      }
      acknowledged += page.acknowledged().size();
      seen += page.seen().size();
      connections += page.connections();
      longestAnswer = Math.max(longestAnswer, page.longestAnswer());
      longestPush = Math.max(longestPush, page.longestPush());
    }
    report.wrong(stored.takeWrong());
    return new Row(
        1, acknowledged, seen, connections, goings(fault), longestAnswer, longestPush, rest);
  }

  /** How often a speaker, who never goes, seemed to go. */
  private long goings(Fault fault) {
    Map<String, Integer> most = new HashMap<>();
    Map<String, Duration> away = new HashMap<>();
    for (TrialDevice device : cast.devices()) {
      device.watch().takeGoings().forEach((user, count) -> most.merge(user, count, Math::max));
      away.merge(device.user(), device.takeLongestAbsence(), Trial::shorter);
    }
    most.keySet().retainAll(cast.speakers());
    long goings = most.values().stream().mapToInt(Integer::intValue).sum();
    boolean lost = cluster.takeLeaseLost();
    away.forEach(
        (user, longest) -> {
          if (longest.compareTo(COMING_BACK) >= 0) {
            most.remove(user);
          }
        });
    if (fault.isAnnounced() && !lost && !most.isEmpty()) {
      report.wrong(List.of("seemed to go although they came back: " + most));
    }
    return goings;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private String views() {
    int recovered = 0;
    int begunAnew = 0;
    Set<String> epochs = new HashSet<>();
    for (TrialDevice device : cast.devices()) {
      recovered += device.diary().recovered();
      begunAnew += device.diary().begunAnew();
      epochs.addAll(device.diary().epochs());
    }
    return String.format(
        "views that went on after a position %,d, that began anew %,d, epochs %d",
        recovered, begunAnew, epochs.size());
  }

  @Override
  public void close() {
    cast.devices().forEach(TrialDevice::end);
    ended.countDown();
    threads.shutdownNow();
    cluster.close();
  }
}
