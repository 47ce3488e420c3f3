package io.messageservice.kill;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A whole run: rounds of starting, talking and killing, each judged, and a last one in peace. */
final class Siege implements AutoCloseable {

  private final Plan plan;
  private final PrintStream out;
  private final Random random;
  private final Path copy;
  private final Victim victim;
  private final List<Chatter> chatters;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Summary summary = new Summary();
  private Judge judge = new Judge(List.of());

  /** What the run is at, for a report. */
  private String stage = "at the start";

  Siege(Plan plan, Path folder, PrintStream out) throws IOException {
    this.plan = plan;
    this.out = out;
    this.random = new Random(plan.seed());
    this.copy = Files.createDirectories(folder.resolve("copy"));
    this.victim = new Victim(plan, folder);
    this.chatters =
        IntStream.range(0, plan.clients())
            .mapToObj(i -> new Chatter("user-" + i, random.nextLong()))
            .toList();
  }

  /**
   * Runs it all; prints a line for each round. A failure tells the seed and what the service did.
   */
  Summary run() throws Exception {
    try {
      return runAll();
    } catch (Exception fault) {
      throw new IllegalStateException(
          "seed " + plan.seed() + ", " + stage + "; the service " + victim.condition(), fault);
    }
  }

  private Summary runAll() throws Exception {
    out.println("seed " + plan.seed() + ", " + plan.rounds() + " rounds, SYNC=" + plan.sync());
    for (int round = 0; round < plan.rounds(); round++) {
      stage = "round " + (round + 1);
      long startKills = killWhileStarting();
      Process process = victim.serve();
      requireTold(rooms(Math.max(0, round - 1)));
      int millis = 100 + random.nextInt(1_000);
      List<Future<?>> talks = talk(rooms(round), false);
      boolean unused = process.waitFor(millis, TimeUnit.MILLISECONDS);
      Victim.kill(process);
      await(talks);
      String also = startKills > 0 ? " (and once while starting)" : "";
      judge("round " + (round + 1) + ": killed after " + millis + " ms" + also, 1 + startKills);
    }
    endInPeace();
    return summary;
  }

  /** Now and then it dies while it recovers. */
  private long killWhileStarting() throws IOException, InterruptedException {
    if (random.nextInt(6) != 0) {
      return 0;
    }
    Process process = victim.start();
    boolean unused = process.waitFor(random.nextInt(1_500), TimeUnit.MILLISECONDS);
    Victim.kill(process);
    return 1;
  }

  private List<Future<?>> talk(List<String> rooms, boolean retryOnly) {
    List<Future<?>> talks = new ArrayList<>();
    for (Chatter chatter : chatters) {
      talks.add(
          threads.submit(
              () -> {
                chatter.talk(victim, rooms, retryOnly);
                return chatter;
              }));
    }
    return talks;
  }

  private List<Future<?>> catchUp() {
    List<Future<?>> readings = new ArrayList<>();
    for (Chatter chatter : chatters) {
      readings.add(
          threads.submit(
              () -> {
                chatter.catchUp(victim, allRooms());
                return chatter;
              }));
    }
    return readings;
  }

  private static void await(List<Future<?>> talks) throws InterruptedException, ExecutionException {
    for (Future<?> talk : talks) {
      talk.get();
    }
  }

  private void judge(String what, long kills) throws IOException, SQLException {
    judge = new Judge(StoreFile.read(victim.data(), copy));
    int acknowledged = 0;
    int seen = 0;
    for (Chatter chatter : chatters) {
      judge.requireStored("acknowledged", chatter.acknowledged());
      List<SpokenLine> heard = chatter.takeSeen();
      judge.requireStored("seen", heard);
      acknowledged += chatter.acknowledged().size();
      seen += heard.size();
      summary.add(chatter.wrong());
      chatter.wrong().clear();
    }
    summary.add(judge);
    summary.count(acknowledged, seen, kills);
    out.printf(
        "%s: acknowledged %d, unanswered %d, stored %d, seen %d: %s%n",
        what,
        acknowledged,
        chatters.stream().mapToInt(Chatter::pending).sum(),
        judge.stored(),
        seen,
        summary.isGood() ? "ok" : "WRONG");
  }

  /** Pages through the rooms; what the service tells is what lay in the file. */
  private void requireTold(List<String> rooms) throws InterruptedException {
    JsonSocket socket = new JsonSocket("auditor", victim.socket("auditor"));
    try {
      for (String room : rooms) {
        // Whoever reads must take part; this adds no message.
        Optional<JsonNode> joined = socket.ask("joinConversation", "conversationId", room);
        judge.requireTold(room, pages(socket, room));
        if (joined.isEmpty()) {
          summary.add(List.of("the auditor was turned away"));
        }
      }
      summary.add(judge);
    } finally {
      socket.close();
    }
  }

  private static List<SpokenLine> pages(JsonSocket socket, String room)
      throws InterruptedException {
    List<SpokenLine> told = new ArrayList<>();
    boolean more = true;
    while (more) {
      JsonNode page =
          socket
              .ask(
                  "fetchMessages",
                  "conversationId",
                  room,
                  "afterSeq",
                  told.isEmpty() ? 0 : told.get(told.size() - 1).seq(),
                  "limit",
                  200)
              .orElseThrow();
      page.path("messages").forEach(message -> told.add(SpokenLine.of(message)));
      more = page.path("more").asBoolean();
    }
    return told;
  }

  /** Everything that was ever sent is answered at last, and stored once. */
  private void endInPeace() throws Exception {
    stage = "in peace";
    Process process = victim.serve();
    List<String> last = rooms(plan.rounds() - 1);
    await(talk(last, true));
    await(catchUp());
    int exit = Victim.stop(process);
    if (exit != 0) {
      summary.add(List.of("exit code " + exit + " after SIGTERM"));
    }
    judge("in peace", 0);
    requireAllSaid();
    requireAllSeen();
    process = victim.serve();
    for (String room : allRooms()) {
      requireTold(List.of(room));
    }
    summary.ended(exit == 0 && Victim.stop(process) == 0, judge.stored(), doubles());
  }

  private void requireAllSaid() {
    for (int i = 0; i < chatters.size(); i++) {
      for (String room : allRooms()) {
        long missing = chatters.get(i).saidIn(room) - judge.storedOf("user-" + i, room);
        if (missing != 0) {
          summary.add(List.of("user-" + i + " " + room + ": " + missing + " never stored"));
        }
      }
    }
  }

  /** Every view has come to the end; without holes, which was required at each message. */
  private void requireAllSeen() {
    int recovered = 0;
    int begunAnew = 0;
    for (int i = 0; i < chatters.size(); i++) {
      Views views = chatters.get(i).views();
      recovered += views.recovered();
      begunAnew += views.begunAnew();
      for (String room : allRooms()) {
        long position = views.of(room).orElseThrow().seq();
        if (position != judge.storedIn(room)) {
          summary.add(List.of("user-" + i + " saw " + room + " only up to " + position));
        }
      }
    }
    if (begunAnew > 0 && plan.sync().equals("full")) {
      summary.add(List.of(begunAnew + " positions did not count any more"));
    }
    summary.resumed(recovered, begunAnew);
  }

  private int doubles() {
    return chatters.stream().mapToInt(Chatter::doubles).sum();
  }

  private List<String> rooms(int round) {
    return IntStream.range(0, plan.rooms()).mapToObj(n -> plan.room(round, n)).toList();
  }

  private List<String> allRooms() {
    return IntStream.range(0, plan.rounds())
        .mapToObj(this::rooms)
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  @Override
  public void close() {
    victim.close();
    threads.shutdownNow();
  }
}
