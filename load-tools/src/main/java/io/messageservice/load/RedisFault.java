package io.messageservice.load;

import static io.messageservice.load.Figures.line;
import static io.messageservice.load.Waiting.await;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Something that happens to Redis, and how long until all is back. Happens once, on one thread. */
final class RedisFault {

  private final String name;
  private final LoadCluster cluster;
  private final People people;
  private final Map<String, Set<String>> whole;
  private final LoadNode first;
  private final Watched firstReady;
  private final Watched secondReady;
  private final Watched there;
  private final int closedBefore;

  /** What happens. */
  interface Happening {

    /** Returns when it was over. */
    long happen() throws IOException, InterruptedException;
  }

  /**
   * Watches from now on.
   *
   * @param whole the table of interest as it is to be again
   */
  RedisFault(String name, LoadCluster cluster, People people, Map<String, Set<String>> whole) {
    this.name = name;
    this.cluster = cluster;
    this.people = people;
    this.whole = whole;
    first = cluster.nodes().get(0);
    closedBefore = people.timesClosed();
    firstReady = new Watched(first::isReady);
    secondReady = new Watched(cluster.nodes().get(1)::isReady);
    there = new Watched(people::areThere);
  }

  void measure(Happening happening) throws IOException, InterruptedException {
    long written = writes();
    long begin = happening.happen();
    double cpu = first.cpuSeconds();
    WatchedTable table = new WatchedTable(cluster.redis(), whole, written);
    double received = people.send(begin);
    await("all to be back", () -> watched().allMatch(Watched::isStill));
    table.end();
    watched().forEach(Watched::end);
    double cpuOfAll = first.cpuSeconds() - cpu;
    printTimes(begin, table, received);
    printCost(begin, cpuOfAll);
  }

  private long writes() throws IOException {
    try (InterestTableReader table = new InterestTableReader(cluster.redis())) {
      return table.writes();
    }
  }

  private Stream<Watched> watched() {
    return Stream.of(firstReady, secondReady, there);
  }

  private void printTimes(long begin, WatchedTable table, double received) {
    double tableWhole = table.wholeAfter(begin);
    line(
        "%s: ready %s and %s, table written from %.2f to %.2f s and whole %.2f s,"
            + " all %d received %.2f s; all of this after %.2f s",
        name,
        firstReady.describe(begin),
        secondReady.describe(begin),
        table.firstWrittenAfter(begin),
        table.lastWrittenAfter(begin),
        tableWhole,
        people.shared(),
        received,
        DoubleStream.of(firstReady.after(begin), secondReady.after(begin), tableWhole, received)
            .max()
            .orElseThrow());
  }

  private void printCost(long begin, double cpu) {
    line(
        "  connections closed: %d, all rooms joined %s; the first node had %.1f s of a"
            + " processor until then and 5 s more; then all received after %.2f s",
        people.timesClosed() - closedBefore,
        there.describe(begin),
        cpu,
        people.send(System.nanoTime()));
  }
}
