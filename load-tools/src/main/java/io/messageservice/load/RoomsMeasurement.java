package io.messageservice.load;

import static io.messageservice.load.Figures.line;
import static io.messageservice.load.People.ALL_ROOMS;
import static io.messageservice.load.People.ROOMS_OF_A_USER;
import static io.messageservice.load.People.USERS;
import static io.messageservice.load.Waiting.await;
import static io.messageservice.load.Waiting.pause;

import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * Ten thousand rooms on the first node, of which somebody on the second shares some. One thread.
 */
final class RoomsMeasurement {

  private static final long DOWN_MILLIS = 2_000;

  private final LoadCluster cluster;
  private final LoadNode first;
  private final People people;

  RoomsMeasurement(LoadCluster cluster) throws IOException {
    this.cluster = cluster;
    first = cluster.startNode();
    people = new People(first, cluster.startNode());
  }

  /** Has each fault happen so many times. */
  void measure(int times) throws IOException, InterruptedException {
    grow();
    Map<String, Set<String>> whole = describeTable();
    for (int i = 0; i < 3; i++) {
      line(
          "nothing broken: all %d received after %.2f s",
          people.shared(), people.send(System.nanoTime()));
    }
    for (int i = 0; i < times; i++) {
      new RedisFault("Redis killed", cluster, people, whole).measure(this::killRedis);
    }
    for (int i = 0; i < times; i++) {
      new RedisFault("table deleted", cluster, people, whole).measure(this::deleteTable);
    }
    takePartElsewhere();
    cluster.printComplaints();
  }

  private void grow() throws IOException {
    visit(first).leave();
    pause(2_000);
    long none = first.heapBytes();
    line("heap of the first node: %,d bytes, %d users in no room", none, USERS);
    join(0, ROOMS_OF_A_USER / 2);
    long half = first.heapBytes();
    line("heap of the first node: %,d bytes, %,d rooms", half, ALL_ROOMS / 2);
    join(ROOMS_OF_A_USER / 2, ROOMS_OF_A_USER);
    long all = first.heapBytes();
    line("heap of the first node: %,d bytes, %,d rooms", all, ALL_ROOMS);
    line(
        "a room: %.0f bytes (the first half %.0f, the second %.0f)",
        (all - none) / (double) ALL_ROOMS,
        (half - none) / (ALL_ROOMS / 2.0),
        (all - half) / (ALL_ROOMS / 2.0));
  }

  /** What is loaded and made once is not to count for the rooms. */
  private static LoadClient visit(LoadNode node) {
    LoadClient visitor = new LoadClient(node, "visitor");
    visitor.join(RoomIds.of("visited", 0, 20));
    await("the visitor to join", visitor::isThere);
    return visitor;
  }

  private void join(int from, int to) {
    long begin = System.nanoTime();
    double cpu = first.cpuSeconds();
    double redis = cluster.redis().cpuSeconds();
    people.join(from, to);
    line(
        "%,d joins in %.1f s, in which the node had %.1f s of a processor, Redis %.1f s",
        USERS * (to - from),
        Figures.secondsSince(begin),
        first.cpuSeconds() - cpu,
        cluster.redis().cpuSeconds() - redis);
    pause(2_000);
  }

  private Map<String, Set<String>> describeTable() throws IOException {
    try (InterestTableReader table = new InterestTableReader(cluster.redis())) {
      // what the visitor had is watched on for a while
      await("a table of the first node", () -> table.size() == ALL_ROOMS + USERS + 1);
      print(table, "one node");
      people.share();
      pause(2_000);
      print(table, "the speaker in " + people.shared() + " of the rooms");
      return table.read();
    }
  }

  private static void print(InterestTableReader table, String what) {
    long entries = table.size();
    long bytes = table.bytes();
    line(
        "table of interest, %s: %,d entries, %,d bytes, %.1f an entry; watchers: %,d bytes",
        what, entries, bytes, bytes / (double) entries, table.bytesOfWatchers());
  }

  private long killRedis() throws IOException, InterruptedException {
    cluster.redis().kill();
    pause(DOWN_MILLIS);
    cluster.redis().start();
    return System.nanoTime();
  }

  private long deleteTable() throws IOException {
    try (InterestTableReader table = new InterestTableReader(cluster.redis())) {
      table.delete();
      return System.nanoTime();
    }
  }

  /** The same users come to a new node and join nothing: it watches what they take part in. */
  private void takePartElsewhere() throws IOException {
    LoadNode third = cluster.startNode();
    LoadClient unused = visit(third);
    pause(2_000);
    long before = third.heapBytes();
    long begin = System.nanoTime();
    People.come(third);
    try (InterestTableReader table = new InterestTableReader(cluster.redis())) {
      String name = third.name();
      await("the third node to watch", () -> table.watchedBy(name) >= ALL_ROOMS + USERS);
      line(
          "%,d rooms watched by a third node after %.2f s", ALL_ROOMS, Figures.secondsSince(begin));
      print(table, "two nodes watch all");
    }
    pause(2_000);
    line(
        "a room that is watched and not joined: %.0f bytes, users and their connections included",
        (third.heapBytes() - before) / (double) ALL_ROOMS);
  }
}
