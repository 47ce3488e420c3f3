package io.messageservice.load;

import static io.messageservice.load.Figures.line;
import static io.messageservice.load.Waiting.await;
import static io.messageservice.load.Waiting.pause;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Many rooms of two, whose users are on different nodes. One thread. */
final class Traffic {

  private static final int SEED = 42;
  private static final int ROOMS = 600;
  private static final int MESSAGES_OF_A_ROOM = 10;
  private static final int MESSAGES_A_SECOND = 200;

  /** As long as the nodes take to look again at everything, and some more. */
  private static final long QUIET_MILLIS = 5_000;

  private final LoadCluster cluster;
  private final Random random = new Random(SEED);
  private final Member[][] members = new Member[ROOMS][2];

  /** How many messages each node is to receive. */
  private final long[] expected;

  /** Where a user is. */
  private record Member(int node, LoadClient client) {}

  Traffic(LoadCluster cluster, int nodes) throws IOException {
    this.cluster = cluster;
    this.expected = new long[nodes];
    for (int i = 0; i < nodes; i++) {
      cluster.startNode();
    }
  }

  void measure() throws IOException {
    try (Eavesdropper eavesdropper = new Eavesdropper(cluster)) {
      connect();
      pause(QUIET_MILLIS);
      Counts[] before = eavesdropper.counts();
      long begin = System.nanoTime();
      send();
      awaitAllReceived();
      double seconds = Figures.secondsSince(begin);
      pause(1_000);
      Counts[] counts = eavesdropper.counts();
      for (int node = 0; node < counts.length; node++) {
        counts[node] = counts[node].less(before[node]);
      }
      print(counts, seconds);
    }
    cluster.printComplaints();
  }

  private void connect() throws IOException {
    for (int room = 0; room < ROOMS; room++) {
      int first = random.nextInt(expected.length);
      int other = (first + 1 + random.nextInt(expected.length - 1)) % expected.length;
      members[room][0] = member(room, first);
      members[room][1] = member(room, other);
    }
    await("all to join", () -> members().allMatch(member -> member.client.isThere()));
    try (InterestTableReader table = new InterestTableReader(cluster.redis())) {
      await("a whole table", () -> table.size() == 3 * ROOMS);
    }
  }

  private Member member(int room, int node) {
    String user = "user" + room + "-" + node;
    LoadClient client = new LoadClient(cluster.nodes().get(node), user);
    client.join(List.of(RoomIds.of("room" + room)));
    return new Member(node, client);
  }

  private void send() {
    long step = TimeUnit.SECONDS.toNanos(1) / MESSAGES_A_SECOND;
    long at = System.nanoTime();
    for (int number = 0; number < MESSAGES_OF_A_ROOM; number++) {
      for (int room = 0; room < ROOMS; room++) {
        int speaker = random.nextInt(2);
        expected[members[room][1 - speaker].node]++;
        members[room][speaker].client.send(RoomIds.of("room" + room), "m" + number);
        at += step;
        LockSupport.parkNanos(at - System.nanoTime());
      }
    }
  }

  private void awaitAllReceived() {
    await("all to be received", () -> received() >= ROOMS * MESSAGES_OF_A_ROOM);
    pause(500);
    Figures.require(received() == ROOMS * MESSAGES_OF_A_ROOM, "something was received twice");
    for (int number = 0; number < MESSAGES_OF_A_ROOM; number++) {
      for (int room = 0; room < ROOMS; room++) {
        String name = RoomIds.of("room" + room);
        String text = "m" + number;
        Figures.require(
            Arrays.stream(members[room]).filter(m -> m.client.hasReceived(name, text)).count() == 1,
            text + " in " + name + " was not received by one");
      }
    }
  }

  private long received() {
    return members().mapToLong(member -> member.client.receivedInAll()).sum();
  }

  private Stream<Member> members() {
    return Arrays.stream(members).flatMap(Arrays::stream);
  }

  private void print(Counts[] counts, double seconds) {
    long messages = (long) ROOMS * MESSAGES_OF_A_ROOM;
    long[] sent = Arrays.stream(counts).mapToLong(Counts::messages).toArray();
    line(
        "nodes=%d messages=%d in %.1f s, sent to all nodes together=%d",
        counts.length, messages, seconds, Arrays.stream(sent).sum());
    for (int node = 0; node < counts.length; node++) {
      print(node, counts[node], messages);
    }
    line(
        "  a node: least=%d mean=%.1f most=%d mean share=%.4f, one in so many nodes=%.4f",
        Arrays.stream(sent).min().orElse(0),
        Arrays.stream(sent).average().orElse(0),
        Arrays.stream(sent).max().orElse(0),
        Arrays.stream(sent).average().orElse(0) / messages,
        1.0 / counts.length);
  }

  private void print(int node, Counts each, long messages) {
    line(
        "  node %d: received=%d expected=%d (%s) share=%.4f expected share=%.4f frames=%d"
            + " bytes=%d a message=%.0f, other signals=%d, of itself: frames=%d bytes=%d",
        node + 1,
        each.messages(),
        expected[node],
        each.messages() == expected[node] ? "equal" : "NOT EQUAL",
        each.messages() / (double) messages,
        expected[node] / (double) messages,
        each.frames(),
        each.bytes(),
        each.bytes() / (double) Math.max(1, each.messages()),
        each.others(),
        each.ownFrames(),
        each.ownBytes());
  }
}
