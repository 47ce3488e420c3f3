package io.messageservice.load;

import static io.messageservice.load.Figures.line;
import static io.messageservice.load.Waiting.pause;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook costs a service that stores on the disk: while its receiver is away, while it
 * makes up for that, at a steady rate, and in a group of many who are not connected. Started by
 * {@code scripts/webhook-load}.
 */
public final class WebhookLoad {

  private static final int HEAP_MIB = 512;
  private static final int WRITERS = 16;
  private static final int GROUPS = 50;

  /** In the group of many; an event names so many. */
  private static final int OTHERS = 1_000;

  /** So many messages show how soon others are stored. */
  private static final int LOOKS = 500;

  private static final int TICKS_A_SECOND = 100;
  private static final long PROGRESS_MILLIS = 10_000;

  private final Path jar;
  private final Path folder;
  private final int port = FreePort.next();
  private @Nullable LoadNode running;
  private long stored;

  private WebhookLoad(Path jar, Path folder) {
    this.jar = jar;
    this.folder = folder;
  }

  /**
   * Prints a line for each part.
   *
   * @param arguments the jar; how many messages are written while the receiver is away; how many a
   *     second at the steady rate, and for how many seconds; how many to the group of many
   */
  public static void main(String[] arguments) throws Exception {
    Path jar = Path.of(arguments[0]).toAbsolutePath().normalize();
    long backlog = Long.parseLong(arguments[1]);
    int many = Integer.parseInt(arguments[4]);
    Path folder = Files.createTempDirectory("webhook-load");
    WebhookLoad load = new WebhookLoad(jar, folder);
    Runtime.getRuntime().addShutdownHook(new Thread(load::end, "webhook-load-end"));
    try {
      load.withoutReceiver(backlog, many);
      load.withReceiver(
          backlog, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]), many);
    } finally {
      load.end();
      delete(folder);
    }
    System.exit(0);
  }

  private void withoutReceiver(long backlog, int many) throws IOException {
    LoadNode node = start("without", Map.of());
    List<GroupWriter> writers = writers(node);
    write("no webhook", node, writers, Math.min(backlog, 200_000));
    write("no webhook, 1,000 others", node, List.of(ofMany(node)), many);
    end();
    stored = 0;
  }

  private void withReceiver(long backlog, int rate, int seconds, int many) throws IOException {
    LoadNode node =
        start(
            "with",
            Map.of(
                "WEBHOOK_URL",
                "http://127.0.0.1:" + port + "/",
                "WEBHOOK_SECRET",
                LoadToken.WEBHOOK_SECRET,
                "WEBHOOK_BATCH",
                "on",
                "WEBHOOK_PRIVATE_ADDRESSES",
                "on"));
    List<GroupWriter> writers = writers(node);
    GroupWriter toMany = ofMany(node);
    GroupWriter asking = new GroupWriter(node, "asking").withGroups(1, 1);
    write("receiver away", node, writers, backlog);
    look("receiver away", asking);
    try (WebhookReceiver receiver = new WebhookReceiver(port)) {
      makeUp(node, receiver, asking);
      writeSteadily(node, receiver, writers, rate, seconds);
      write("receiver there, 1,000 others", node, receiver, toMany, many);
      line(
          "received %,d messages of %,d stored: %s",
          receiver.messages(), stored, receiver.faults());
    }
    end();
  }

  private static List<GroupWriter> writers(LoadNode node) {
    return IntStream.range(0, WRITERS)
        .mapToObj(writer -> new GroupWriter(node, "writer-" + writer).withGroups(GROUPS, 1))
        .toList();
  }

  private static GroupWriter ofMany(LoadNode node) {
    return new GroupWriter(node, "speaker").withGroups(1, OTHERS);
  }

  private void write(String what, LoadNode node, List<GroupWriter> writers, long messages) {
    double before = node.cpuSeconds();
    long begin = System.nanoTime();
    spread(writers, messages);
    print(what, messages, Figures.secondsSince(begin), node.cpuSeconds() - before);
  }

  /** The cost of sending is in it, up to the last event. */
  private void write(
      String what, LoadNode node, WebhookReceiver receiver, GroupWriter writer, long messages) {
    double before = node.cpuSeconds();
    long recipients = receiver.recipients();
    long begin = System.nanoTime();
    spread(List.of(writer), messages);
    awaitAll(receiver);
    print(what, messages, Figures.secondsSince(begin), node.cpuSeconds() - before);
    line("  with %,d recipients", receiver.recipients() - recipients);
  }

  /** All of the writers at a time, some messages of each in turn. */
  private void spread(List<GroupWriter> writers, long messages) {
    long left = messages;
    while (left > 0) {
      for (GroupWriter writer : writers) {
        long some = Math.min(left, GROUPS);
        writer.send(some);
        left -= some;
      }
    }
    writers.forEach(GroupWriter::awaitStored);
    stored += messages;
  }

  private void makeUp(LoadNode node, WebhookReceiver receiver, GroupWriter asking) {
    long backlog = stored;
    double before = node.cpuSeconds();
    long begin = System.nanoTime();
    look("receiver there again", asking);
    long shown = begin;
    while (receiver.messages() < stored) {
      pause(1);
      if (Figures.secondsSince(shown) * 1e3 > PROGRESS_MILLIS) {
        shown = System.nanoTime();
        line("  %,d received", receiver.messages());
      }
    }
    print("made up for", backlog, Figures.secondsSince(begin), node.cpuSeconds() - before);
  }

  private void writeSteadily(
      LoadNode node, WebhookReceiver receiver, List<GroupWriter> writers, int rate, int seconds) {
    receiver.takeLatest();
    double before = node.cpuSeconds();
    long begin = System.nanoTime();
    int ticks = seconds * TICKS_A_SECOND;
    for (int tick = 0; tick < ticks; tick++) {
      long due = tick * 1_000L / TICKS_A_SECOND;
      pause(Math.max(0, due - (long) (Figures.secondsSince(begin) * 1e3)));
      writers.get(tick % WRITERS).send(rate / TICKS_A_SECOND);
    }
    writers.forEach(GroupWriter::awaitStored);
    long messages = (long) ticks * (rate / TICKS_A_SECOND);
    stored += messages;
    double took = Figures.secondsSince(begin);
    awaitAll(receiver);
    print("steady", messages, took, node.cpuSeconds() - before);
    line("  received at worst %d ms after it was stored", receiver.takeLatest().toMillis());
  }

  private void awaitAll(WebhookReceiver receiver) {
    Waiting.await("all events to come", () -> receiver.messages() >= stored);
  }

  private void look(String what, GroupWriter asking) {
    long[] took = new long[LOOKS];
    for (int i = 0; i < LOOKS; i++) {
      pause(1_000 / TICKS_A_SECOND);
      took[i] = asking.ask();
    }
    stored += LOOKS;
    Arrays.sort(took);
    line(
        "%s: another user's message is stored after %.1f ms, 1 %% of them after more than %.1f ms",
        what, took[LOOKS / 2] / 1e6, took[LOOKS - LOOKS / 100] / 1e6);
  }

  private static void print(String what, long messages, double seconds, double cpu) {
    line(
        "%s: %,d messages in %.1f s, %,.0f a second; %.1f us of CPU each",
        what, messages, seconds, messages / seconds, cpu * 1e6 / messages);
  }

  private LoadNode start(String name, Map<String, String> more) throws IOException {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("DATA_DIR", folder.resolve(name).toString());
    settings.put("NEW_CONVERSATION_RATE", "off");
    LoadNode node = new LoadNode(jar, folder.resolve(name + ".log"), HEAP_MIB, settings);
    running = node;
    node.awaitReady();
    return node;
  }

  private void end() {
    LoadNode node = running;
    if (node != null) {
      running = null;
      node.kill();
      node.awaitEnd();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
