package io.messageservice.blackbox.limit;

import static io.messageservice.application.waiting.Patience.await;

import io.messageservice.blackbox.ServiceProcess;
import java.util.HashMap;
import java.util.Map;

/**
 * Opens and closes thousands of connections again and again and tells what the service holds after
 * each time; in every second round they talk, too. What it still holds after the first two rounds
 * is what it needs; it must not become more.
 */
final class LeakRun {

  private static final int WARM_UP = 2;
  private static final long SAME_BYTES = 64 << 10;
  private static final long SPARE_BYTES = 4 << 20;

  private final ServiceProcess service;
  private final int connections;
  private final long atRest;

  private LeakRun(ServiceProcess service, int connections) {
    this.service = service;
    this.connections = connections;
    this.atRest = Vitals.descriptors(service.pid());
  }

  /**
   * Runs it; exit code 1 where something leaks.
   *
   * @param args connections and rounds
   */
  public static void main(String[] args) {
    Map<String, String> settings = new HashMap<>(Crowd.SETTINGS);
    settings.putAll(Vitals.JVM_FLAGS);
    boolean clean;
    try (ServiceProcess service = ServiceProcess.ready(settings)) {
      clean = new LeakRun(service, Integer.parseInt(args[0])).isClean(Integer.parseInt(args[1]));
    }
    System.exit(clean ? 0 : 1);
  }

  private boolean isClean(int rounds) {
    Crowd crowd = new Crowd(service, connections);
    System.out.printf("| round | heap KiB | direct KiB | descriptors | threads |%n");
    System.out.printf("|---|---|---|---|---|%n");
    Vitals before = settled("before");
    Vitals last = before;
    for (int round = 1; round <= rounds; round++) {
      if (round % 2 == 0) {
        crowd.meet();
      } else {
        crowd.passThrough();
      }
      last = settled(round + (round % 2 == 0 ? ", talking" : ""));
      before = round == WARM_UP ? last : before;
    }
    return isBack(before, last);
  }

  private boolean isBack(Vitals before, Vitals last) {
    Map<String, Long> grown = last.grownSince(before, "");
    grown.values().removeIf(more -> more < connections / 100);
    System.out.println("grown by a hundredth of the connections or more: " + grown);
    return last.heapBytes() < before.heapBytes() + SPARE_BYTES
        && last.directBytes() < before.directBytes() + SPARE_BYTES
        && last.descriptors() < before.descriptors() + 16
        && last.threads() < before.threads() + 16
        && !service.output().contains("fault");
  }

  /** Once all connections are gone, and what they asked last is carried out. */
  private Vitals settled(String round) {
    await().until(() -> Vitals.descriptors(service.pid()) < atRest + 64);
    Vitals now = Vitals.of(service);
    Vitals before;
    do {
      before = now;
      now = Vitals.of(service);
    } while (now.heapBytes() < before.heapBytes() - SAME_BYTES);
    System.out.printf(
        "| %s | %,d | %,d | %d | %d |%n",
        round, now.heapBytes() >> 10, now.directBytes() >> 10, now.descriptors(), now.threads());
    return now;
  }
}
