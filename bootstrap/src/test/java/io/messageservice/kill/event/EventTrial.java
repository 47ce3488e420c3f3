package io.messageservice.kill.event;

import static io.messageservice.application.waiting.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Json;
import io.messageservice.client.MessageClient;
import io.messageservice.kill.event.RecordingReceiver.Taken;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A whole run: users write while something breaks and is mended, again and again; then everything
 * is waited for and judged. One thread.
 */
final class EventTrial implements AutoCloseable {

  private static final int WRITERS = 4;
  private static final String LAST = "the last one";

  /**
   * After so many rounds all that was stored is waited for, so that pauses between tries stay
   * short.
   */
  private static final int ROUNDS_BETWEEN_RESTS = 2;

  private final EventKillPlan plan;
  private final PrintStream out;
  private final Random random;
  private final PushProcess example;
  private final RecordingReceiver receiver;
  private final EventNodes nodes;
  private final BackEndCalls backEnd;
  private final MessageClient online;
  private final Visitors visitors;
  private final World world = new World(WRITERS);
  private final EventFacts acknowledged = new EventFacts();
  private final List<EventWriter> writers;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  EventTrial(EventKillPlan plan, Path folder, PrintStream out) {
    this.plan = plan;
    this.out = out;
    random = new Random(plan.seed());
    example = new PushProcess(folder);
    receiver = new RecordingReceiver(example);
    example.start();
    receiver.open();
    nodes = new EventNodes(plan, receiver.url());
    backEnd = new BackEndCalls(nodes.all());
    online = Visitors.connect(nodes, 0, World.ONLINE);
    visitors = new Visitors(nodes);
    writers =
        IntStream.range(0, WRITERS)
            .mapToObj(i -> new EventWriter(i, backEnd, acknowledged, world, random.nextLong()))
            .toList();
  }

  /** Whether all is as it must be; prints a line for each round. */
  boolean run() throws InterruptedException {
    out.println(plan);
    try {
      List<String> wrong = breakAndJudge();
      wrong.forEach(out::println);
      return reported(wrong.isEmpty());
    } catch (AssertionError | RuntimeException fault) {
      fault.printStackTrace(out);
      return reported(false);
    }
  }

  /** The last lines, with what the nodes logged where something is wrong. */
  private boolean reported(boolean good) {
    if (!good) {
      nodes.all().forEach(node -> out.println(node.output()));
    }
    out.printf(
        "%d rounds, %d kills while a call waited: acknowledged %,d, received %,d: %s%n",
        plan.rounds(),
        receiver.struck(),
        acknowledged.count(),
        receiver.taken().size(),
        good ? "nothing lost, nothing out of order" : "WRONG");
    return good;
  }

  private List<String> breakAndJudge() throws InterruptedException {
    LogFollower follower = new LogFollower(backEnd);
    CompletableFuture<Void> following = CompletableFuture.runAsync(follower, threads);
    world.create(backEnd, acknowledged);
    List<EventFault> faults = EventFault.all(plan.cluster());
    for (int i = 0; i < plan.rounds(); i++) {
      round(i + 1, faults.get(i % faults.size()));
    }
    List<JsonNode> log = comeToRest(follower);
    follower.end();
    following.join();
    out.printf("the log has %,d events%n", log.size());
    return judge(log, follower);
  }

  private void round(int number, EventFault fault) throws InterruptedException {
    List<CompletableFuture<Void>> writing = new ArrayList<>();
    visitors.move(number);
    for (EventWriter writer : writers) {
      writing.add(CompletableFuture.runAsync(() -> writer.act(plan.actions()), threads));
    }
    fault.how().inflict(new EventFault.Stage(nodes, receiver, example, random));
    writing.forEach(CompletableFuture::join);
    if (number % ROUNDS_BETWEEN_RESTS == 0) {
      List<JsonNode> unused = received();
    }
    out.printf(
        "round %d: %s: acknowledged %,d, received %,d%n",
        number, fault, acknowledged.count(), receiver.taken().size());
  }

  /** The log, all of which has been received. */
  private List<JsonNode> received() {
    List<JsonNode> log = backEnd.log();
    Set<String> all = Set.copyOf(Json.texts(log, "id"));
    await().untilAsserted(() -> requireReceived(all));
    return log;
  }

  private void requireReceived(Set<String> all) {
    Set<String> ids = receiver.taken().stream().map(Taken::id).collect(Collectors.toSet());
    List<String> missing = all.stream().filter(id -> !ids.contains(id)).sorted().toList();
    if (!missing.isEmpty()) {
      throw new AssertionError(
          missing.size() + " of " + all.size() + " are not received, first " + missing.get(0));
    }
  }

  /** A last message, which shows everybody their badge, once everything else was received. */
  private List<JsonNode> comeToRest(LogFollower follower) {
    List<JsonNode> unused = received();
    await().until(() -> backEnd.isOnline(World.ONLINE));
    visitors.leave(backEnd);
    JsonNode ignored =
        backEnd
            .with(
                "POST",
                "/api/conversations/" + world.conversations().get(0) + "/messages",
                "senderId",
                World.OWNER,
                "content",
                LAST)
            .done();
    if (plan.users()) {
      await().until(() -> UserFacts.wrong(backEnd.log(), LAST, world), List::isEmpty);
    }
    List<JsonNode> log = received();
    await().until(() -> follower.ids().size() >= log.size());
    return log;
  }

  private List<String> judge(List<JsonNode> log, LogFollower follower) {
    EventVerdict verdict = new EventVerdict(log);
    verdict.acknowledged(acknowledged);
    for (String conversation : world.conversations()) {
      long head =
          backEnd.get("/api/conversations/" + conversation).done().at("/conversation/seq").asLong();
      verdict.messages(conversation, head);
    }
    verdict.followed(follower.ids());
    verdict.received(receiver.taken());
    verdict.forged(receiver.forged());
    Map<String, Integer> unread = new TreeMap<>();
    world.users().forEach(user -> unread.put(user, backEnd.unread(user)));
    if (plan.users()) {
      verdict.users(UserFacts.wrong(log, LAST, world));
    }
    verdict.badges(example.badges(LAST), unread);
    return verdict.wrong();
  }

  @Override
  public void close() {
    online.close();
    visitors.close();
    nodes.close();
    receiver.close();
    example.close();
    threads.shutdownNow();
  }
}
