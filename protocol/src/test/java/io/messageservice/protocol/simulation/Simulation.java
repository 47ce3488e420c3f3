package io.messageservice.protocol.simulation;

import io.messageservice.application.command.Policy;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Signal;
import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.AccessPolicy;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * One run: one to three nodes, their store, the network and some clients, all of it decided by a
 * seed. The same seed does the same again.
 */
public final class Simulation {

  /** How many of the last lines of a run that breaks the promise are shown. */
  private static final int SHOWN = 400;

  /** By then everything that is stored is told, from when the store can be reached. */
  private static final Duration TOLD = Duration.ofSeconds(5);

  /** So long it takes until whoever was told that his node stops comes back. */
  private static final Duration AWAY = Duration.ofSeconds(2);

  private static final Duration ANSWERED = Duration.ofSeconds(1);

  /**
   * After that, longer than typists are believed who are heard of ten seconds late, graces last and
   * dead connections go unnoticed.
   */
  private static final Duration REST = Duration.ofSeconds(15);

  /** Longer than a conversation is watched that nobody is left for. */
  private static final Duration FORGOTTEN = Duration.ofSeconds(33);

  private static final int MOST_RETRIES = 60;

  /** So many conversations there are where each user takes part in few of them. */
  private static final int SPARSE = 8;

  private static final int LIKED = 3;

  /** Of a lane that often has no room. */
  private static final int SMALL_LANE = 2;

  private final Journal journal;
  private final Scheduler scheduler;
  private final Model model;
  private final Chaos chaos;
  private final SimulatedStore store;
  private final Policy policy;
  private final int lanes;
  private final Line fate;
  private final List<String> users;
  private final List<String> conversations;

  /** Whether a node often has nobody in a conversation that another one uses. */
  private final boolean sparse;

  private final List<Device> devices = new ArrayList<>();
  private final SimulatedCluster cluster;
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private int started;

  private final Onlookers onlookers;
  private final boolean groups;

  /** Whether connections come and go, and the store fails, more often; only with groups. */
  private final boolean restless;

  private final SimulatedCallers callers;

  /** Whether messages are edited and deleted. */
  private final boolean changes;

  private final FairWeather fairWeather;
  private final Farewells farewells;

  /**
   * Runs once, with so many lanes for each node as the seed decides: mostly one.
   *
   * @param wire what becomes of each signal between nodes on its way
   * @throws AssertionError where the promise is broken, with what happened before
   */
  public static void check(long seed, UnaryOperator<Signal> wire) {
    check(traced -> new Simulation(seed, traced, anyLanes(seed), false, wire));
  }

  /** As above, with so many lanes. */
  static void check(long seed, int lanes) {
    check(traced -> new Simulation(seed, traced, lanes, false, UnaryOperator.identity()));
  }

  /** As above, with groups that users and a service create and change without a connection. */
  static void checkGroups(long seed) {
    check(traced -> withGroups(seed, traced));
  }

  static Simulation withGroups(long seed, boolean traced) {
    return new Simulation(seed, traced, anyLanes(seed), true, UnaryOperator.identity());
  }

  /** As above, with or without groups, where messages are edited and deleted. */
  static void checkChanges(long seed) {
    check(traced -> withChanges(seed, traced));
  }

  static Simulation withChanges(long seed, boolean traced) {
    boolean groups = (seed & 1) == 0;
    return new Simulation(seed, traced, anyLanes(seed), groups, true, UnaryOperator.identity());
  }

  private static void check(Function<Boolean, Simulation> once) {
    String broken = once.apply(false).run().firstBroken();
    if (broken != null) {
      List<String> trace = once.apply(true).run().lines();
      throw new AssertionError(
          broken
              + "\n"
              + String.join("\n", trace.subList(Math.max(0, trace.size() - SHOWN), trace.size())));
    }
  }

  /** Where no message changes. */
  Simulation(long seed, boolean traced, int lanes, boolean groups, UnaryOperator<Signal> wire) {
    this(seed, traced, lanes, groups, false, wire);
  }

  /**
   * @param groups whether somebody asks without a connection, for groups among other things
   * @param changes whether messages are edited and deleted
   */
  private Simulation(
      long seed,
      boolean traced,
      int lanes,
      boolean groups,
      boolean changes,
      UnaryOperator<Signal> wire) {
    this.changes = changes;
    this.lanes = lanes;
    this.groups = groups;
    this.restless = groups && new SplittableRandom(-seed).nextInt(4) == 0;
    this.journal = new Journal(traced);
    this.scheduler = new Scheduler(seed, journal);
    this.model = new Model(journal);
    this.chaos = new Chaos(scheduler);
    this.store = new SimulatedStore(seed, scheduler, chaos, model, groups);
    this.policy = anyPolicy();
    this.fate = scheduler.line("fate", new Strand(), 1);
    this.users = IntStream.range(0, 2 + scheduler.below(3)).mapToObj(i -> "u" + i).toList();
    this.sparse = scheduler.below(4) == 0;
    int rooms = sparse ? SPARSE : 1 + scheduler.below(3);
    this.conversations = IntStream.range(0, rooms).mapToObj(i -> "c" + i).toList();
    this.callers = new SimulatedCallers(scheduler, model, journal, users, conversations);
    for (String user : users) {
      List<String> liked = liked();
      for (int i = 0; i <= scheduler.below(2); i++) {
        devices.add(new Device(user, i, liked, this));
      }
    }
    int count = 1 + scheduler.below(3);
    this.cluster = new SimulatedCluster(scheduler, chaos, count > 1, wire);
    this.fairWeather = new FairWeather(scheduler, chaos, journal, model, devices);
    this.farewells = new Farewells(scheduler, chaos, journal, model, devices);
    this.onlookers = new Onlookers(journal, users, isPresenceForEveryone(), cluster);
    for (int i = 0; i < count; i++) {
      startNode();
    }
  }

  /** What a user enters and speaks in; others may write to him elsewhere. */
  private List<String> liked() {
    return sparse
        ? IntStream.range(0, LIKED)
            .mapToObj(i -> scheduler.oneOf(conversations))
            .distinct()
            .toList()
        : conversations;
  }

  /** By a chance of its own: what else a seed decides does not depend on it. */
  private static int anyLanes(long seed) {
    return Math.max(1, new SplittableRandom(~seed).nextInt(6) - 2);
  }

  private Policy anyPolicy() {
    return new Policy(
        new Access(AccessPolicy.OPEN, 100),
        scheduler.below(3) == 0 ? PresenceAudience.CONTACTS : PresenceAudience.EVERYONE,
        Duration.ofMillis(scheduler.below(3) * 400L),
        1 + scheduler.below(4),
        3,
        Optional.empty(),
        scheduler.below(6) == 0 ? SMALL_LANE : 10_000);
  }

  /**
   * Runs to the end.
   *
   * @return what happened
   */
  Journal run() {
    int rounds = 1 + scheduler.below(3);
    for (int i = 0; i < rounds && journal.firstBroken() == null; i++) {
      storm();
      calm();
      rests();
      if (policy.laneCapacity() > SMALL_LANE) {
        farewells.say(conversations);
      }
      if (cluster.isShared()) {
        fairWeather.comes();
      }
      if (cluster.isShared() && sparse) {
        lull();
      }
      if (cluster.isShared() && scheduler.below(3) == 0) {
        roll();
      }
    }
    farewells.leave(scheduler.oneOf(conversations));
    return journal;
  }

  /**
   * Some go for so long that nothing is watched for them any more, and come back while others talk.
   */
  private void lull() {
    journal.note(() -> "some are away");
    List<Device> away =
        devices.stream()
            .filter(device -> device.session() != null && scheduler.below(2) == 0)
            .toList();
    away.forEach(Device::goes);
    scheduler.rest(FORGOTTEN);
    devices.forEach(Device::says);
    away.forEach(Device::comesBack);
    devices.forEach(Device::says);
    scheduler.rest(TOLD);
    devices.forEach(Device::requireAllSeen);
  }

  /**
   * One node after the other stops and another takes its place, while people talk: everybody comes
   * back elsewhere, and nobody is seen to go.
   */
  private void roll() {
    journal.note(() -> "nodes roll");
    int crossings = cluster.crossings().size();
    devices.forEach(Device::takeWentBySelf);
    List<Device> all = devices.stream().filter(device -> device.session() != null).toList();
    for (SimulatedNode node : List.copyOf(nodes)) {
      all.forEach(Device::says);
      node.drain();
      scheduler.rest(AWAY);
      all.forEach(Device::comesBack);
      all.forEach(Device::says);
      scheduler.rest(TOLD);
      devices.forEach(Device::requireAllSeen);
    }
    calm();
    rests();
    List<String> seen = cluster.crossings().subList(crossings, cluster.crossings().size());
    boolean theyStayed = devices.stream().noneMatch(Device::takeWentBySelf);
    journal.require(
        !theyStayed || seen.isEmpty(), () -> "everybody was there all the time, but: " + seen);
  }

  private void storm() {
    chaos.begin();
    for (Device device : devices) {
      Line acts = scheduler.line("acts-" + device.name(), device.strand(), 1);
      int count = 2 + scheduler.below(14);
      for (int i = 0; i < count; i++) {
        acts.execute(device::act);
      }
      acts.end();
    }
    if (groups) {
      Line asks = scheduler.line("asks", new Strand(), 1);
      int count = 2 + scheduler.below(14);
      for (int i = 0; i < count; i++) {
        asks.execute(this::askAnyNode);
      }
      asks.end();
    }
    int strikes = restless ? 1 + scheduler.below(10) : Math.max(0, scheduler.below(8) - 3);
    for (int i = 0; i < strikes; i++) {
      fate.execute(this::strike);
    }
    scheduler.runAll();
  }

  private void askAnyNode() {
    List<SimulatedNode> open = nodes.stream().filter(SimulatedNode::isReading).toList();
    if (!open.isEmpty()) {
      callers.ask(scheduler.oneOf(open));
    }
  }

  private void strike() {
    int choice = scheduler.below(cluster.isShared() ? 10 : 6);
    if (restless && scheduler.below(3) > 0) {
      choice = scheduler.below(2) == 0 ? 1 : 3; // the store fails, or a connection breaks
    }
    if (choice == 0) {
      scheduler.oneOf(nodes).crash();
    } else if (choice == 1) {
      journal.note(() -> "the store fails");
      chaos.storeFails(fate);
    } else if (choice == 2) {
      wallClockJumps();
    } else if (choice == 9) {
      pause(scheduler.oneOf(nodes));
    } else if (choice == 5) {
      messagesAreUnreadable(scheduler.oneOf(conversations));
    } else if (choice == 6) {
      journal.note(() -> "bus and board are away");
      cluster.isAway(Duration.ofMillis(scheduler.below(9_000)), fate);
    } else if (choice == 8) {
      scheduler.oneOf(nodes).drain();
    } else if (choice == 7) {
      SimulatedNode node = scheduler.oneOf(nodes);
      journal.note(() -> "node " + node.name() + " is cut off");
      cluster.isCutOff(node, Duration.ofMillis(scheduler.below(15_000)), fate);
    } else {
      SimulatedSession session = scheduler.oneOf(devices).session();
      if (session != null) {
        session.cut();
      }
    }
  }

  private void messagesAreUnreadable(String conversation) {
    journal.note(() -> "messages of " + conversation + " cannot be read");
    chaos.messagesAreUnreadable(new ConversationId(conversation), fate);
  }

  private void wallClockJumps() {
    Duration ahead = Duration.ofHours(scheduler.below(2) == 0 ? 1 : -1);
    journal.note(() -> "the wall clock jumps by " + ahead);
    cluster.clock().jump(ahead);
  }

  private void pause(SimulatedNode node) {
    journal.note(() -> "node " + node.name() + " pauses");
    node.pause(true);
    scheduler.after(
        Duration.ofMillis(scheduler.below(9_000)),
        fate,
        () -> {
          journal.note(() -> "node " + node.name() + " goes on");
          node.pause(false);
        });
  }

  private void calm() {
    journal.note(() -> "calm");
    chaos.end();
    nodes.forEach(node -> node.pause(false));
    cluster.mend();
    scheduler.rest(TOLD);
    devices.forEach(Device::requireAllSeen);
    scheduler.rest(REST);
    for (int i = 0; isUnsettled(); i++) {
      journal.require(i < MOST_RETRIES, () -> "what is sent again is answered in the end");
      scheduler.rest(REST);
    }
  }

  private boolean isUnsettled() {
    boolean unsettled = false;
    for (Device device : devices) {
      unsettled |= device.settle();
    }
    return unsettled && journal.firstBroken() == null;
  }

  private void rests() {
    devices.forEach(Device::rests);
    callers.rests();
    model.conversations().forEach(this::requireStored);
    requirePresence();
  }

  /** The store gives what the model has. */
  private void requireStored(String conversation) {
    Talk talk = model.talk(conversation);
    List<Message> all =
        talk.log().stream().map(sent -> talk.present(sent.message().seq()).message()).toList();
    History.Page page =
        store.history().after(new ConversationId(conversation), 0, all.size() + 1, 1 << 24);
    journal.require(page.messages().equals(all), () -> conversation + " is not what was stored");
  }

  private void requirePresence() {
    List<SimulatedSession> sessions = sessions();
    sessions.forEach(session -> session.ask(List.of(new Request.Presence(users))));
    scheduler.rest(ANSWERED);
    if (sessions.equals(sessions())) {
      onlookers.rest(sessions);
    }
  }

  private List<SimulatedSession> sessions() {
    List<SimulatedSession> sessions = new ArrayList<>();
    for (Device device : devices) {
      if (device.session() != null) {
        sessions.add(device.session());
      }
    }
    return sessions;
  }

  Optional<Socket> connect(SimulatedSession session) {
    List<SimulatedNode> open = nodes.stream().filter(SimulatedNode::isReading).toList();
    return open.isEmpty()
        ? Optional.empty()
        : Optional.of(new Socket(scheduler, scheduler.oneOf(open), session));
  }

  /** Another one takes the place of each that crashes. */
  private void startNode() {
    String name = "n" + started++ + "-";
    nodes.add(
        new SimulatedNode(
            name, scheduler, journal, store, cluster, policy, lanes, () -> startAfter(name)));
  }

  private void startAfter(String crashed) {
    scheduler.after(
        Duration.ofMillis(scheduler.below(2_000)),
        fate,
        () -> {
          nodes.removeIf(node -> node.name().equals(crashed));
          startNode();
        });
  }

  Journal journal() {
    return journal;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  Model model() {
    return model;
  }

  List<String> users() {
    return users;
  }

  /** Conversations that were created. */
  List<String> made() {
    return callers.made();
  }

  /** Whether messages are edited and deleted. */
  boolean isChanging() {
    return changes;
  }

  boolean isRestless() {
    return restless;
  }

  boolean isPresenceForEveryone() {
    return policy.presenceAudience() == PresenceAudience.EVERYONE;
  }
}
