import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What nodes of a cluster cost one another: what each receives of the messages of all (`traffic`),
 * and what ten thousand watched rooms take and how soon they are back after Redis was killed or the
 * table of interest was deleted (`rooms`). The script beside it starts this.
 */
final class ClusterLoad {

  private static final String SECRET = "only-for-the-measurement-of-clusters";
  private static final int SEED = 42;
  private static final int PARTITIONS = 16;

  /** Servers that are to come back find their port free below those of outgoing connections. */
  private static final int FIRST_PORT = 20_000;

  private static final int PORTS = 10_000;

  /** How long anything may take. */
  private static final long PATIENCE_SECONDS = 120;

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ScheduledExecutorService LATER =
      Executors.newScheduledThreadPool(
          4,
          task -> {
            Thread thread = new Thread(task, "later");
            thread.setDaemon(true);
            return thread;
          });

  private ClusterLoad() {}

  public static void main(String[] args) throws Exception {
    Path jar = Path.of(args[0]).toAbsolutePath().normalize();
    if (args[1].equals("traffic")) {
      for (String nodes : args[2].split(",")) {
        try (Cluster cluster = new Cluster(jar, args[3])) {
          new Traffic(cluster, Integer.parseInt(nodes.strip())).measure();
        }
      }
    } else {
      try (Cluster cluster = new Cluster(jar, args[3])) {
        new Rooms(cluster).measure(Integer.parseInt(args[2]));
      }
    }
    System.exit(0);
  }

  /** Many rooms of two, whose users are on different nodes. */
  private static final class Traffic {
    private static final int ROOMS = 600;
    private static final int MESSAGES_OF_A_ROOM = 10;
    private static final int MESSAGES_A_SECOND = 200;

    /** As long as the nodes take to look again at everything, and some more. */
    private static final long QUIET_MILLIS = 5_000;

    private final Cluster cluster;
    private final Random random = new Random(SEED);
    private final Member[][] members = new Member[ROOMS][2];
    private final long[] expected;

    /** Where a user is. */
    private record Member(int node, Client client) {}

    Traffic(Cluster cluster, int nodes) throws Exception {
      this.cluster = cluster;
      this.expected = new long[nodes];
      for (int i = 0; i < nodes; i++) {
        cluster.startNode();
      }
    }

    void measure() throws Exception {
      try (Eavesdropper eavesdropper = new Eavesdropper(cluster)) {
        connect();
        pause(QUIET_MILLIS);
        Counts[] before = eavesdropper.counts();
        long begin = System.nanoTime();
        send();
        awaitAllHeard();
        double seconds = (System.nanoTime() - begin) / 1e9;
        pause(1_000);
        Counts[] counts = eavesdropper.counts();
        for (int node = 0; node < counts.length; node++) {
          counts[node] = counts[node].less(before[node]);
        }
        print(counts, seconds);
      }
      cluster.printComplaints();
    }

    private void connect() throws Exception {
      for (int room = 0; room < ROOMS; room++) {
        int first = random.nextInt(expected.length);
        int other = (first + 1 + random.nextInt(expected.length - 1)) % expected.length;
        members[room][0] = member(room, first);
        members[room][1] = member(room, other);
      }
      await("all to join", () -> members().allMatch(member -> member.client.isThere()));
      try (Redis redis = cluster.ask()) {
        await("a whole table", () -> Table.size(redis) == 3 * ROOMS);
      }
    }

    private Member member(int room, int node) {
      String user = "user" + room + "-" + node;
      Client client = new Client(cluster.nodes.get(node), user);
      client.join(List.of(room("room" + room)));
      return new Member(node, client);
    }

    private void send() {
      long step = TimeUnit.SECONDS.toNanos(1) / MESSAGES_A_SECOND;
      long at = System.nanoTime();
      for (int number = 0; number < MESSAGES_OF_A_ROOM; number++) {
        for (int room = 0; room < ROOMS; room++) {
          int speaker = random.nextInt(2);
          expected[members[room][1 - speaker].node]++;
          members[room][speaker].client.say(room("room" + room), "m" + number);
          at += step;
          LockSupport.parkNanos(at - System.nanoTime());
        }
      }
    }

    private void awaitAllHeard() {
      await("all to be heard", () -> heard() >= ROOMS * MESSAGES_OF_A_ROOM);
      pause(500);
      check(heard() == ROOMS * MESSAGES_OF_A_ROOM, "something was heard twice");
      for (int number = 0; number < MESSAGES_OF_A_ROOM; number++) {
        for (int room = 0; room < ROOMS; room++) {
          String name = room("room" + room);
          String text = "m" + number;
          check(
              Arrays.stream(members[room]).filter(m -> m.client.hasHeard(name, text)).count() == 1,
              text + " in " + name + " was not heard by one");
        }
      }
    }

    private long heard() {
      return members().mapToLong(member -> member.client.heardInAll()).sum();
    }

    private Stream<Member> members() {
      return Arrays.stream(members).flatMap(Arrays::stream);
    }

    private void print(Counts[] counts, double seconds) {
      long messages = (long) ROOMS * MESSAGES_OF_A_ROOM;
      long[] said = Arrays.stream(counts).mapToLong(each -> each.said).toArray();
      say(
          "nodes=%d messages=%d in %.1f s, said to all nodes together=%d",
          counts.length, messages, seconds, Arrays.stream(said).sum());
      for (int node = 0; node < counts.length; node++) {
        Counts each = counts[node];
        say(
            "  node %d: received=%d expected=%d (%s) share=%.4f expected share=%.4f frames=%d"
                + " bytes=%d a message=%.0f, other signals=%d, of itself: frames=%d bytes=%d",
            node + 1,
            each.said,
            expected[node],
            each.said == expected[node] ? "equal" : "NOT EQUAL",
            each.said / (double) messages,
            expected[node] / (double) messages,
            each.frames,
            each.bytes,
            each.bytes / (double) Math.max(1, each.said),
            each.others,
            each.ownFrames,
            each.ownBytes);
      }
      say(
          "  a node: least=%d mean=%.1f most=%d mean share=%.4f, one in so many nodes=%.4f",
          Arrays.stream(said).min().orElse(0),
          Arrays.stream(said).average().orElse(0),
          Arrays.stream(said).max().orElse(0),
          Arrays.stream(said).average().orElse(0) / messages,
          1.0 / counts.length);
    }
  }

  /** What was published to a node. Frames of itself are those by which it proves that it hears. */
  private record Counts(
      long said, long others, long frames, long bytes, long ownFrames, long ownBytes) {

    Counts less(Counts before) {
      return new Counts(
          said - before.said,
          others - before.others,
          frames - before.frames,
          bytes - before.bytes,
          ownFrames - before.ownFrames,
          ownBytes - before.ownBytes);
    }
  }

  /**
   * Hears the channels of all nodes. It only reads; a node that died would be noticed later, since
   * somebody still hears its channel.
   */
  private static final class Eavesdropper implements AutoCloseable {
    private static final int SAID = 1;

    private final Redis redis;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Counts[] counts;
    private int subscribed;

    Eavesdropper(Cluster cluster) throws Exception {
      redis = cluster.ask();
      counts = new Counts[cluster.nodes.size()];
      Arrays.fill(counts, new Counts(0, 0, 0, 0, 0, 0));
      List<String> command = new ArrayList<>(List.of("SUBSCRIBE"));
      for (Node node : cluster.nodes) {
        numbers.put("ms:bus:" + node.name, numbers.size());
        command.add("ms:bus:" + node.name);
      }
      redis.send(command);
      Thread thread = new Thread(this::hear, "eavesdropper");
      thread.setDaemon(true);
      thread.start();
      await("the channels", this::isSubscribed);
    }

    private synchronized boolean isSubscribed() {
      return subscribed == counts.length;
    }

    synchronized Counts[] counts() {
      return counts.clone();
    }

    private void hear() {
      try {
        while (true) {
          List<?> heard = (List<?>) redis.answer();
          if (text(heard.get(0)).equals("message")) {
            count(text(heard.get(1)), (byte[]) heard.get(2));
          } else {
            subscribed();
          }
        }
      } catch (IOException closed) {
        // the measurement is over
      }
    }

    private synchronized void subscribed() {
      subscribed++;
    }

    /** Version (1), head: length (4), sender: length (2) and name, number; signals: length (4). */
    private synchronized void count(String channel, byte[] frame) {
      ByteBuffer in = ByteBuffer.wrap(frame);
      check(in.get() == 1, "a frame of another version");
      int headEnd = in.getInt() + in.position();
      byte[] sender = new byte[in.getShort()];
      in.get(sender).position(headEnd);
      int node = numbers.get(channel);
      Counts so = counts[node];
      if (channel.endsWith(":" + new String(sender, UTF_8))) {
        counts[node] =
            new Counts(
                so.said,
                so.others,
                so.frames,
                so.bytes,
                so.ownFrames + 1,
                so.ownBytes + frame.length);
      } else {
        long said = 0;
        long others = 0;
        while (in.hasRemaining()) {
          int end = in.getInt() + in.position();
          boolean isSaid = in.get() == SAID;
          said += isSaid ? 1 : 0;
          others += isSaid ? 0 : 1;
          in.position(end);
        }
        counts[node] =
            new Counts(
                so.said + said,
                so.others + others,
                so.frames + 1,
                so.bytes + frame.length,
                so.ownFrames,
                so.ownBytes);
      }
    }

    @Override
    public void close() throws IOException {
      redis.close();
    }
  }

  /** Ten thousand rooms on the first node, of which somebody on the second shares some. */
  private static final class Rooms {
    private static final int USERS = 20;
    private static final int ROOMS_OF_A_USER = 500;
    private static final int SHARED_OF_A_USER = 10;
    private static final int ALL = USERS * ROOMS_OF_A_USER;
    private static final long DOWN_MILLIS = 2_000;

    private final Cluster cluster;
    private final Node first;
    private final Node second;
    private final List<Client> users = new ArrayList<>();
    private final Client speaker;
    private final Map<String, Client> shared = new HashMap<>();
    private int round;

    Rooms(Cluster cluster) throws Exception {
      this.cluster = cluster;
      first = cluster.startNode();
      second = cluster.startNode();
      for (int user = 0; user < USERS; user++) {
        users.add(new Client(first, "user" + user));
      }
      speaker = new Client(second, "speaker");
    }

    void measure(int times) throws Exception {
      grow();
      Map<String, Set<String>> whole = describeTable();
      for (int i = 0; i < 3; i++) {
        say("nothing broken: all %d heard after %.2f s", shared.size(), tell(System.nanoTime()));
      }
      for (int i = 0; i < times; i++) {
        new Fault("Redis killed", whole).measure(this::killRedis);
      }
      for (int i = 0; i < times; i++) {
        new Fault("table deleted", whole).measure(this::deleteTable);
      }
      takePartElsewhere();
      cluster.printComplaints();
    }

    private void grow() throws Exception {
      warmUp();
      long none = first.heapBytes();
      say("heap of the first node: %,d bytes, %d users in no room", none, USERS);
      join(0, ROOMS_OF_A_USER / 2);
      long half = first.heapBytes();
      say("heap of the first node: %,d bytes, %,d rooms", half, ALL / 2);
      join(ROOMS_OF_A_USER / 2, ROOMS_OF_A_USER);
      long all = first.heapBytes();
      say("heap of the first node: %,d bytes, %,d rooms", all, ALL);
      say(
          "a room: %.0f bytes (the first half %.0f, the second %.0f)",
          (all - none) / (double) ALL, (half - none) / (ALL / 2.0), (all - half) / (ALL / 2.0));
    }

    /** What is loaded and made once is not to count for the rooms. */
    private void warmUp() {
      Client visitor = new Client(first, "visitor");
      visitor.join(names("visited", 0, 20));
      await("the visitor to join", visitor::isThere);
      visitor.leave();
      pause(2_000);
    }

    /** Each user joins some more of his rooms, and waits for the answers. */
    private void join(int from, int to) {
      long begin = System.nanoTime();
      double cpu = seconds(first.process);
      double redis = seconds(cluster.redis);
      for (int user = 0; user < USERS; user++) {
        users.get(user).join(names("room" + user, from, to));
      }
      await("all to join", () -> users.stream().allMatch(Client::isThere));
      say(
          "%,d joins in %.1f s, in which the node had %.1f s of a processor, Redis %.1f s",
          USERS * (to - from),
          since(begin),
          seconds(first.process) - cpu,
          seconds(cluster.redis) - redis);
      pause(2_000);
    }

    private static List<String> names(String of, int from, int to) {
      List<String> names = new ArrayList<>();
      for (int i = from; i < to; i++) {
        names.add(room(of + "-" + i));
      }
      return names;
    }

    private Map<String, Set<String>> describeTable() throws Exception {
      try (Redis redis = cluster.ask()) {
        // what the visitor had is watched on for a while
        await("a table of the first node", () -> Table.size(redis) == ALL + USERS + 1);
        printTable(redis, "one node");
        for (int user = 0; user < USERS; user++) {
          for (String room : names("room" + user, 0, SHARED_OF_A_USER)) {
            shared.put(room, users.get(user));
          }
        }
        speaker.join(shared.keySet());
        await("the speaker to join", speaker::isThere);
        pause(2_000);
        printTable(redis, "the speaker in " + shared.size() + " of the rooms");
        return Table.read(redis);
      }
    }

    private static void printTable(Redis redis, String what) throws IOException {
      long entries = Table.size(redis);
      long bytes = Table.bytes(redis, "interest");
      say(
          "table of interest, %s: %,d entries, %,d bytes, %.1f an entry; watchers: %,d bytes",
          what, entries, bytes, bytes / (double) entries, Table.bytes(redis, "watchers"));
    }

    /** Says something in each shared room; returns after how many seconds all was heard. */
    private double tell(long begin) {
      String text = "round" + ++round;
      while (!isHeard(text)) {
        speaker.sayWhereNotSaid(shared.keySet(), text);
        pause(5);
        check(since(begin) < PATIENCE_SECONDS, "not all was heard");
      }
      return since(begin);
    }

    private boolean isHeard(String text) {
      return shared.entrySet().stream()
          .allMatch(each -> each.getValue().hasHeard(each.getKey(), text));
    }

    private long killRedis() throws Exception {
      cluster.killRedis();
      pause(DOWN_MILLIS);
      cluster.startRedis();
      return System.nanoTime();
    }

    private long deleteTable() throws Exception {
      try (Redis redis = cluster.ask()) {
        List<String> command = new ArrayList<>(List.of("DEL"));
        command.addAll(Table.keys("interest"));
        command.addAll(Table.keys("watchers"));
        redis.ask(command);
        return System.nanoTime();
      }
    }

    /** The same users come to a new node and join nothing: it watches what they take part in. */
    private void takePartElsewhere() throws Exception {
      Node third = cluster.startNode();
      Client visitor = new Client(third, "visitor");
      visitor.join(names("visited", 0, 20));
      await("the visitor to join", visitor::isThere);
      pause(2_000);
      long before = third.heapBytes();
      long begin = System.nanoTime();
      for (int user = 0; user < USERS; user++) {
        new Client(third, "user" + user);
      }
      try (Redis redis = cluster.ask()) {
        await("the third node to watch", () -> Table.watchedBy(redis, third.name) >= ALL + USERS);
        say("%,d rooms watched by a third node after %.2f s", ALL, since(begin));
        printTable(redis, "two nodes watch all");
      }
      pause(2_000);
      say(
          "a room that is watched and not joined: %.0f bytes, users and their connections included",
          (third.heapBytes() - before) / (double) ALL);
    }

    /** Something that happens to Redis, and how long until all is back. */
    private final class Fault {
      private final String name;
      private final Map<String, Set<String>> whole;
      private final int[] closed = new int[2];
      private volatile boolean over;
      private long wholeAt;
      private long firstWrittenAt;
      private long lastWrittenAt;

      /** What happens. */
      private interface Happening {

        /** Returns when it was over. */
        long happen() throws Exception;
      }

      Fault(String name, Map<String, Set<String>> whole) {
        this.name = name;
        this.whole = whole;
      }

      void measure(Happening happening) throws Exception {
        int closedBefore = closed();
        Watched one = new Watched(first::isReady);
        Watched two = new Watched(second::isReady);
        Watched there = new Watched(this::allThere);
        long written;
        try (Redis redis = cluster.ask()) {
          written = Table.writes(redis);
        }
        long begin = happening.happen();
        double cpu = seconds(first.process);
        Thread table = new Thread(() -> watchTable(written), "table");
        table.setDaemon(true);
        table.start();
        double heard = tell(begin);
        await("all to be back", () -> Stream.of(one, two, there).allMatch(Watched::isStill));
        over = true;
        table.join();
        check(wholeAt > 0 && lastWrittenAt > 0, "the table is not whole");
        Stream.of(one, two, there).forEach(Watched::end);
        double cpuOfAll = seconds(first.process) - cpu;
        print(begin, heard, closed() - closedBefore, cpuOfAll, one, two, there);
      }

      private boolean allThere() {
        return speaker.isThere() && users.stream().allMatch(Client::isThere);
      }

      private void print(
          long begin,
          double heard,
          int closed,
          double cpu,
          Watched one,
          Watched two,
          Watched there) {
        double tableWhole = (wholeAt - begin) / 1e9;
        say(
            "%s: ready %s and %s, table written from %.2f to %.2f s and whole %.2f s,"
                + " all %d heard %.2f s; all of this after %.2f s",
            name,
            one.describe(begin),
            two.describe(begin),
            (firstWrittenAt - begin) / 1e9,
            (lastWrittenAt - begin) / 1e9,
            tableWhole,
            shared.size(),
            heard,
            Math.max(Math.max(one.after(begin), two.after(begin)), Math.max(tableWhole, heard)));
        say(
            "  connections closed: %d, all rooms joined %s; the first node had %.1f s of a"
                + " processor until then and 5 s more; then all heard after %.2f s",
            closed, there.describe(begin), cpu, tell(System.nanoTime()));
      }

      private int closed() {
        return users.stream().mapToInt(Client::timesClosed).sum() + speaker.timesClosed();
      }

      /** When it is as it was before, and when a node wrote to it first and last. */
      private void watchTable(long writtenBefore) {
        try (Redis redis = cluster.ask()) {
          long written = writtenBefore;
          while (!over) {
            long now = Table.writes(redis);
            if (now > written) {
              lastWrittenAt = System.nanoTime();
              firstWrittenAt = firstWrittenAt == 0 ? lastWrittenAt : firstWrittenAt;
            }
            written = now;
            boolean isWhole = Table.size(redis) == whole.size() && Table.read(redis).equals(whole);
            wholeAt = !isWhole ? 0 : wholeAt == 0 ? System.nanoTime() : wholeAt;
            pause(20);
          }
        } catch (IOException broken) {
          throw new IllegalStateException(broken);
        }
      }
    }
  }

  /** Looks all the time whether something is so, and notes when it last became so. */
  private static final class Watched {
    private static final long STILL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final BooleanSupplier question;
    private volatile boolean over;
    private volatile boolean is = true;
    private volatile boolean wasNot;
    private volatile long since = System.nanoTime();

    Watched(BooleanSupplier question) {
      this.question = question;
      Thread thread = new Thread(this::look, "watching");
      thread.setDaemon(true);
      thread.start();
    }

    private void look() {
      while (!over) {
        boolean now = question.getAsBoolean();
        if (now != is) {
          since = System.nanoTime();
        }
        wasNot |= !now;
        is = now;
        pause(20);
      }
    }

    /** Whether it has been so for a while, and may be taken to stay so. */
    boolean isStill() {
      return is && System.nanoTime() - since > STILL_NANOS;
    }

    void end() {
      over = true;
    }

    double after(long begin) {
      return wasNot ? (since - begin) / 1e9 : 0;
    }

    String describe(long begin) {
      return wasNot ? String.format(Locale.ROOT, "%.2f s", after(begin)) : "all the time";
    }
  }

  /** The table of interest: two hashes of each partition. */
  private static final class Table {

    private Table() {}

    static List<String> keys(String name) {
      List<String> keys = new ArrayList<>();
      for (int i = 0; i < PARTITIONS; i++) {
        keys.add("ms:{p" + i + "}:" + name);
      }
      return keys;
    }

    static long size(Redis redis) {
      return keys("interest").stream().mapToLong(key -> redis.number("HLEN", key)).sum();
    }

    static long bytes(Redis redis, String name) {
      return keys(name).stream()
          .mapToLong(key -> redis.number("MEMORY", "USAGE", key, "SAMPLES", "0"))
          .sum();
    }

    /** Topic to the names of nodes. */
    static Map<String, Set<String>> read(Redis redis) {
      Map<String, Set<String>> table = new HashMap<>();
      for (String key : keys("interest")) {
        List<String> all = redis.texts("HGETALL", key);
        for (int i = 0; i < all.size(); i += 2) {
          table.put(all.get(i), Set.of(all.get(i + 1).split(" ")));
        }
      }
      return table;
    }

    static long watchedBy(Redis redis, String node) {
      return read(redis).values().stream().filter(nodes -> nodes.contains(node)).count();
    }

    /** Grows with each write of any node. */
    static long writes(Redis redis) {
      return keys("watchers").stream()
          .flatMap(key -> redis.texts("HVALS", key).stream())
          .mapToLong(Long::parseLong)
          .sum();
    }
  }

  /** A Redis and the nodes on it. All are killed at the end, however that comes. */
  private static final class Cluster implements AutoCloseable {
    private final Path jar;
    private final String sync;
    private final Path folder = Files.createTempDirectory("cluster-load");
    private final int port = freePort();
    private final Thread onExit = new Thread(this::end);
    private final List<Node> nodes = new ArrayList<>();
    private volatile Process redis;

    Cluster(Path jar, String sync) throws IOException {
      this.jar = jar;
      this.sync = sync;
      Runtime.getRuntime().addShutdownHook(onExit);
      startRedis();
    }

    /** Returns as soon as it answers. */
    void startRedis() throws IOException {
      redis =
          new ProcessBuilder(
                  ("redis-server --bind 127.0.0.1 --port %d --save  --appendonly yes"
                          + " --appendfsync %s --dir %s")
                      .formatted(port, sync, folder)
                      .split(" "))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("redis").toFile()))
              .start();
      await("Redis", this::answers);
    }

    private boolean answers() {
      check(redis.isAlive(), "Redis does not start, see " + folder);
      try (Redis asked = ask()) {
        return asked.ask(List.of("PING")).equals("PONG");
      } catch (IOException | IllegalStateException notYet) {
        return false;
      }
    }

    void killRedis() throws InterruptedException {
      redis.destroyForcibly().waitFor();
    }

    Redis ask() throws IOException {
      return new Redis(port);
    }

    Node startNode() throws Exception {
      Node node = new Node(jar, folder.resolve("node" + (nodes.size() + 1)), port);
      nodes.add(node);
      node.awaitStart();
      return node;
    }

    /** What the nodes had to say as warnings or errors. */
    void printComplaints() throws IOException {
      Pattern line = Pattern.compile(" (?:WARN|ERROR) +(?:\\S+ )*?([a-z]+(?:_[a-z]+)+|fault)\\b.*");
      Map<String, Integer> complaints = new TreeMap<>();
      for (Node node : nodes) {
        for (String each : Files.readAllLines(node.log)) {
          Matcher complaint = line.matcher(each);
          if (complaint.find()) {
            complaints.merge(complaint.group(1), 1, Integer::sum);
          }
        }
      }
      say("warnings and errors of all nodes: %s", complaints);
    }

    private void end() {
      nodes.forEach(node -> node.process.destroyForcibly());
      nodes.forEach(node -> node.process.onExit().join());
      if (redis != null) {
        redis.destroyForcibly().onExit().join();
      }
      try (Stream<Path> all = Files.walk(folder)) {
        all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      } catch (IOException left) {
        System.err.println("not deleted: " + folder);
      }
    }

    @Override
    public void close() {
      Runtime.getRuntime().removeShutdownHook(onExit);
      end();
    }
  }

  /** One jar. */
  private static final class Node {
    private static final Pattern JOINED = Pattern.compile("cluster_joined node=(\\S+)");
    private static final Pattern STARTED =
        Pattern.compile(" started port=(\\d+) management_port=(\\d+)");
    private static final Pattern HEAP = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

    private final Path log;
    private final Process process;
    private String name;
    private int port;
    private URI ready;

    Node(Path jar, Path log, int redis) throws IOException {
      this.log = log;
      ProcessBuilder builder =
          new ProcessBuilder(
              "java",
              "-XX:+UseParallelGC",
              "-XX:MaxNewSize=96m",
              "-Xmx256m",
              "-Dxnio.nio.thread-safe-selection-keys=true",
              "-jar",
              jar.toString(),
              "serve");
      builder
          .environment()
          .putAll(
              Map.of(
                  "PORT", "0",
                  "HOST", "127.0.0.1",
                  "MANAGEMENT_PORT", "0",
                  "JWT_SECRET", SECRET,
                  "REDIS_URL", "redis://127.0.0.1:" + redis,
                  "RATE_LIMIT", "off"));
      builder.environment().putIfAbsent("PRESENCE_AUDIENCE", "contacts");
      process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    void awaitStart() throws IOException {
      await("a node to start", () -> STARTED.matcher(said()).find());
      Matcher started = STARTED.matcher(said());
      Matcher joined = JOINED.matcher(said());
      check(started.find() && joined.find(), "it does not say its name:\n" + said());
      name = joined.group(1);
      port = Integer.parseInt(started.group(1));
      ready = URI.create("http://127.0.0.1:" + started.group(2) + "/health/ready");
      await("a node to be ready", this::isReady);
    }

    private String said() {
      try {
        String said = Files.readString(log);
        check(process.isAlive(), "it does not start:\n" + said);
        return said;
      } catch (IOException broken) {
        throw new IllegalStateException(broken);
      }
    }

    boolean isReady() {
      try {
        HttpRequest request = HttpRequest.newBuilder(ready).build();
        return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
      } catch (IOException refused) {
        return false;
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
    }

    /** Of live objects, after a full collection. */
    long heapBytes() throws Exception {
      histogram();
      Matcher total = HEAP.matcher(histogram());
      check(total.find(), "jcmd does not tell the heap");
      return Long.parseLong(total.group(1));
    }

    private String histogram() throws Exception {
      Process jcmd =
          new ProcessBuilder("jcmd", Long.toString(process.pid()), "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String said = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
      jcmd.waitFor();
      return said;
    }
  }

  /**
   * A user on a node. Who is closed comes back when he was told to, and joins again from where he
   * stood; what is refused is tried again a little later.
   */
  private static final class Client implements WebSocket.Listener {
    private static final int COMMANDS_OF_A_FRAME = 100;
    private static final long RETRY_MILLIS = 100;
    private static final Pattern TOLD = Pattern.compile("reconnect after (\\d+) ms");
    private static final Pattern REF = Pattern.compile("\"ref\":\"([^\"]*)\"");
    private static final Pattern ROOM = Pattern.compile("\"conversationId\":\"([^\"]*)\"");
    private static final Pattern CONTENT = Pattern.compile("\"content\":\"([^\"]*)\"");
    private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");

    private final Node node;
    private final String user;
    private final StringBuilder frame = new StringBuilder();

    /** Room and text of all that was heard, and of all that was said and acknowledged. */
    private final Set<String> heard = ConcurrentHashMap.newKeySet();

    private final Set<String> said = ConcurrentHashMap.newKeySet();

    /** Sent and not answered. */
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    private final Map<String, Long> seen = new ConcurrentHashMap<>();

    /** Rooms to be in, and those that it is in. */
    private final Set<String> rooms = ConcurrentHashMap.newKeySet();

    private final Set<String> joined = ConcurrentHashMap.newKeySet();
    private long heardInAll;
    private volatile int timesClosed;
    private volatile WebSocket socket;
    private WebSocket gone;
    private volatile boolean left;

    Client(Node node, String user) {
      this.node = node;
      this.user = user;
      connect();
    }

    private void connect() {
      try {
        socket =
            HTTP.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token(user))
                .buildAsync(URI.create("ws://127.0.0.1:" + node.port + "/"), this)
                .join();
        send(rooms.stream().map(this::joining).toList());
      } catch (RuntimeException refused) {
        later(this::connect, RETRY_MILLIS);
      }
    }

    /** Goes for good. */
    void leave() {
      left = true;
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    void join(Collection<String> more) {
      rooms.addAll(more);
      send(more.stream().map(this::joining).toList());
    }

    private String joining(String room) {
      Long from = seen.get(room);
      return command(
          "joinConversation", "join " + room, room, from == null ? "" : ",\"afterSeq\":" + from);
    }

    /** Whether all rooms are joined. */
    boolean isThere() {
      return joined.size() == rooms.size();
    }

    int timesClosed() {
      return timesClosed;
    }

    boolean hasHeard(String room, String text) {
      return heard.contains(room + " " + text);
    }

    synchronized long heardInAll() {
      return heardInAll;
    }

    void say(String room, String text) {
      send(List.of(saying(room, text)));
    }

    /** Says it in those rooms in which it was not acknowledged and is not under way. */
    void sayWhereNotSaid(Collection<String> some, String text) {
      List<String> commands = new ArrayList<>();
      for (String room : some) {
        String what = room + " " + text;
        if (!said.contains(what) && underWay.add(what)) {
          commands.add(saying(room, text));
        }
      }
      send(commands);
    }

    private static String saying(String room, String text) {
      String more = ",\"content\":\"" + text + "\",\"clientMessageId\":\"" + text + "\"";
      return command("sendMessage", room + " " + text, room, more);
    }

    private static String command(String event, String ref, String room, String more) {
      return "{\"event\":\"%s\",\"ref\":\"%s\",\"payload\":{\"conversationId\":\"%s\"%s}}"
          .formatted(event, ref, room, more);
    }

    /** Some commands share a frame. What fails is sent again by whoever comes back. */
    private synchronized void send(List<String> commands) {
      try {
        for (int at = 0; at < commands.size(); at += COMMANDS_OF_A_FRAME) {
          int end = Math.min(commands.size(), at + COMMANDS_OF_A_FRAME);
          socket.sendText("[" + String.join(",", commands.subList(at, end)) + "]", true).join();
        }
      } catch (RuntimeException closed) {
        // the end of the connection is told by itself
      }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      frame.append(part);
      if (last) {
        hear(frame.toString());
        frame.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void hear(String text) {
      if (text.contains("\"event\":\"newMessage\"")) {
        heard(text);
      } else if (text.contains("\"event\":\"joinConversation\"")) {
        answered(text);
      } else if (text.contains("\"event\":\"sendMessage\"")) {
        acknowledged(text);
      }
    }

    private void heard(String text) {
      String room = find(ROOM, text);
      seen.merge(room, Long.parseLong(find(SEQ, text)), Math::max);
      heard.add(room + " " + find(CONTENT, text));
      count();
    }

    private synchronized void count() {
      heardInAll++;
    }

    private void answered(String text) {
      String room = find(REF, text).substring("join ".length());
      if (text.contains("\"success\":true")) {
        seen.putIfAbsent(room, Long.parseLong(find(SEQ, text)));
        joined.add(room);
      } else {
        later(() -> send(List.of(joining(room))), RETRY_MILLIS);
      }
    }

    private void acknowledged(String text) {
      String what = find(REF, text);
      if (text.contains("\"success\":true")) {
        said.add(what);
        underWay.remove(what);
      } else {
        later(() -> underWay.remove(what), RETRY_MILLIS);
      }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      Matcher told = TOLD.matcher(reason);
      closed(from, told.find() ? Long.parseLong(told.group(1)) : RETRY_MILLIS);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable broken) {
      closed(from, RETRY_MILLIS);
    }

    private synchronized void closed(WebSocket which, long millis) {
      if (!left && which != gone) {
        gone = which;
        timesClosed++;
        joined.clear();
        underWay.clear();
        frame.setLength(0);
        later(this::connect, millis);
      }
    }

    private static void later(Runnable task, long millis) {
      LATER.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    private static String find(Pattern pattern, String text) {
      Matcher found = pattern.matcher(text);
      check(found.find(), "no " + pattern + " in " + text);
      return found.group(1);
    }
  }

  /** A connection to Redis that asks one thing after another. */
  private static final class Redis implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;

    Redis(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 << 10));
    }

    long number(String... command) {
      return askOrFail(command) instanceof Long number ? number : 0;
    }

    List<String> texts(String... command) {
      return ((List<?>) askOrFail(command)).stream().map(ClusterLoad::text).toList();
    }

    private Object askOrFail(String... command) {
      try {
        return ask(List.of(command));
      } catch (IOException broken) {
        throw new IllegalStateException(broken);
      }
    }

    Object ask(List<String> command) throws IOException {
      send(command);
      return answer();
    }

    void send(List<String> command) throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(("*" + command.size() + "\r\n").getBytes(UTF_8));
      for (String word : command) {
        byte[] bytes = word.getBytes(UTF_8);
        out.writeBytes(("$" + bytes.length + "\r\n").getBytes(UTF_8));
        out.writeBytes(bytes);
        out.writeBytes("\r\n".getBytes(UTF_8));
      }
      socket.getOutputStream().write(out.toByteArray());
    }

    /** Text, number, bytes, a list of these, or an empty text where there is nothing. */
    Object answer() throws IOException {
      int kind = in.readUnsignedByte();
      String line = line();
      return switch (kind) {
        case '+' -> line;
        case ':' -> Long.parseLong(line);
        case '$' -> bytes(Integer.parseInt(line));
        case '*' -> list(Integer.parseInt(line));
        default -> throw new IllegalStateException(line);
      };
    }

    private Object bytes(int length) throws IOException {
      if (length < 0) {
        return "";
      }
      byte[] bytes = in.readNBytes(length);
      in.skipNBytes(2);
      return bytes;
    }

    private List<Object> list(int length) throws IOException {
      List<Object> list = new ArrayList<>();
      for (int i = 0; i < length; i++) {
        list.add(answer());
      }
      return list;
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int next = in.readUnsignedByte(); next != '\r'; next = in.readUnsignedByte()) {
        line.append((char) next);
      }
      in.skipNBytes(1);
      return line.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** As long as ids of rooms usually are. */
  private static String room(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString();
  }

  private static String text(Object answer) {
    return answer instanceof byte[] bytes ? new String(bytes, UTF_8) : answer.toString();
  }

  private static int freePort() {
    int start = new Random().nextInt(PORTS);
    for (int i = 0; i < PORTS; i++) {
      int port = FIRST_PORT + (start + i) % PORTS;
      try (ServerSocket free = new ServerSocket(port)) {
        return free.getLocalPort();
      } catch (IOException taken) {
        // the next one
      }
    }
    throw new IllegalStateException("no port is free");
  }

  private static void await(String what, BooleanSupplier there) {
    long begin = System.nanoTime();
    while (!there.getAsBoolean()) {
      check(since(begin) < PATIENCE_SECONDS, "waited in vain for " + what);
      pause(5);
    }
  }

  private static void pause(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  /** Of a processor, that the process had so far. */
  private static double seconds(Process process) {
    return process.info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
  }

  /** In seconds. */
  private static double since(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  private static void say(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format + "%n", arguments);
  }

  private static String token(String user) {
    try {
      String body = base64("{\"alg\":\"HS256\"}") + "." + base64("{\"sub\":\"" + user + "\"}");
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
      byte[] signature = mac.doFinal(body.getBytes(UTF_8));
      return body + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    } catch (java.security.GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }
}
