package io.messageservice.protocol.simulation;

import io.messageservice.application.command.Policy;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Signal;
import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.AccessPolicy;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Message;
import io.messageservice.protocol.simulation.SimulatedCluster.Outside;
import io.messageservice.protocol.simulation.log.LogReader;
import io.messageservice.protocol.simulation.schedule.Chaos;
import io.messageservice.protocol.simulation.schedule.Journal;
import io.messageservice.protocol.simulation.schedule.Line;
import io.messageservice.protocol.simulation.schedule.Scheduler;
import io.messageservice.protocol.simulation.schedule.Strand;
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
  static final Duration TOLD = Duration.ofSeconds(5);

  private static final Duration ANSWERED = Duration.ofSeconds(1);

  /**
   * After that, longer than typists are believed who are heard of ten seconds late, graces last and
   * dead connections go unnoticed.
   */
  private static final Duration REST = Duration.ofSeconds(15);

  private static final int MOST_RETRIES = 60;

  /** So many conversations there are where each user takes part in few of them. */
  private static final int SPARSE = 8;

  private static final int LIKED = 3;

  /** The most users of one conversation. */
  static final int MOST_PARTICIPANTS = 100;

  /** Of a lane that often has no room. */
  private static final int SMALL_LANE = 2;

  /**
   * What there is beside messages.
   *
   * @param groups whether somebody asks without a connection, for groups among other things
   * @param changes whether messages are edited and deleted
   * @param personal whether users ask for what they have for themselves, and block others
   */
  record Kind(boolean groups, boolean changes, boolean personal) {}

  static final Kind PLAIN = new Kind(false, false, false);
  static final Kind GROUPS = new Kind(true, false, false);

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
  private final Kind kind;

  /** Whether connections come and go, and the store fails, more often; only with groups. */
  private final boolean restless;

  private final SimulatedCallers callers;
  private final SimulatedLists lists;

  private final Strikes strikes;
  private final Comebacks comebacks;
  private final FairWeather fairWeather;
  private final Farewells farewells;

  /**
   * Runs once, with so many lanes for each node as the seed decides: mostly one.
   *
   * @param wire what becomes of each signal between nodes on its way
   * @throws AssertionError where the promise is broken, with what happened before
   */
  public static void check(long seed, UnaryOperator<Signal> wire) {
    Outside outside = new Outside(wire, Outside.NONE.readers());
    check(traced -> new Simulation(seed, traced, anyLanes(seed), PLAIN, outside));
  }

  /** As above, with so many lanes. */
  static void check(long seed, int lanes) {
    check(traced -> new Simulation(seed, traced, lanes, PLAIN, Outside.NONE));
  }

  /** As above, with groups that users and a service create and change without a connection. */
  static void checkGroups(long seed) {
    check(traced -> withGroups(seed, traced));
  }

  static Simulation withGroups(long seed, boolean traced) {
    return withGroups(seed, traced, anyLanes(seed));
  }

  static Simulation withGroups(long seed, boolean traced, int lanes) {
    return new Simulation(seed, traced, lanes, GROUPS, Outside.NONE);
  }

  /** As above, with or without groups, where messages are edited and deleted. */
  static void checkChanges(long seed, boolean personal) {
    check(traced -> withChanges(seed, traced, personal, Outside.NONE));
  }

  /** As above, with all of it, where something reads the log of changes on every node. */
  public static void checkReader(long seed, LogReader.Maker readers) {
    Outside outside = new Outside(UnaryOperator.identity(), readers);
    check(traced -> withChanges(seed, traced, true, outside));
  }

  private static Simulation withChanges(
      long seed, boolean traced, boolean personal, Outside outside) {
    Kind kind = new Kind((seed & 1) == 0, true, personal);
    return new Simulation(seed, traced, anyLanes(seed), kind, outside);
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

  private Simulation(long seed, boolean traced, int lanes, Kind kind, Outside outside) {
    this.kind = kind;
    this.lanes = lanes;
    this.restless = kind.groups && new SplittableRandom(-seed).nextInt(4) == 0;
    this.journal = new Journal(traced);
    this.scheduler = new Scheduler(seed, journal);
    this.model = new Model(journal);
    this.chaos = new Chaos(scheduler);
    this.store = new SimulatedStore(seed, scheduler, chaos, model, kind.groups);
    this.policy = anyPolicy();
    this.fate = scheduler.line("fate", new Strand(), 1);
    this.users = IntStream.range(0, 2 + scheduler.below(3)).mapToObj(i -> "u" + i).toList();
    this.sparse = scheduler.below(4) == 0;
    int rooms = sparse ? SPARSE : 1 + scheduler.below(3);
    this.conversations = IntStream.range(0, rooms).mapToObj(i -> "c" + i).toList();
    this.callers = new SimulatedCallers(scheduler, model, journal, users, conversations, kind);
    this.lists = new SimulatedLists(scheduler, journal, users);
    for (String user : users) {
      List<String> liked = liked();
      for (int i = 0; i <= scheduler.below(2); i++) {
        devices.add(new Device(user, i, liked, this));
      }
    }
    int count = 1 + scheduler.below(3);
    LogReader.World world = new LogReader.World(scheduler, chaos, journal);
    this.cluster = new SimulatedCluster(world, count > 1, outside);
    this.strikes = new Strikes(this, chaos, fate, cluster);
    this.comebacks = new Comebacks(this, cluster);
    this.fairWeather = new FairWeather(scheduler, chaos, journal, model, devices);
    this.farewells = new Farewells(scheduler, chaos, journal, model, devices);
    this.onlookers =
        new Onlookers(journal, users, isPresenceForEveryone(), cluster, model.personal().blocks());
    for (int i = 0; i < count; i++) {
      startNode();
    }
  }

  /** What a user enters and speaks in; others may write to them elsewhere. */
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
        new Access(AccessPolicy.OPEN, MOST_PARTICIPANTS),
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
        comebacks.lull();
      }
      if (cluster.isShared() && scheduler.below(3) == 0) {
        comebacks.roll();
      }
    }
    farewells.leave(scheduler.oneOf(conversations));
    return journal;
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
    if (kind.groups || kind.personal) {
      Line asks = scheduler.line("asks", new Strand(), 1);
      int count = kind.groups ? 2 + scheduler.below(14) : scheduler.below(5);
      for (int i = 0; i < count; i++) {
        asks.execute(this::askAnyNode);
      }
      asks.end();
    }
    strikes.begin();
    scheduler.runAll();
  }

  private void askAnyNode() {
    List<SimulatedNode> open = nodes.stream().filter(SimulatedNode::isReading).toList();
    if (!open.isEmpty()) {
      callers.ask(scheduler.oneOf(open));
    }
  }

  /** Nothing breaks any more, and everything comes to rest. */
  void calm() {
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
    List<SimulatedNode> open = nodes.stream().filter(SimulatedNode::isReading).toList();
    unsettled |= callers.settle(open);
    return unsettled && journal.firstBroken() == null;
  }

  /** What has come to rest is as it must be. */
  void rests() {
    devices.forEach(Device::rests);
    callers.rests();
    model.personal().rests();
    model.conversations().forEach(this::requireStored);
    if (kind.personal) {
      lists.requireWhole(nodes, ANSWERED, store.history());
      sessions().forEach(SimulatedSession::requireCounts);
    }
    requirePresence();
    cluster.reader().rests(store.history(), model.conversations());
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
    if (kind.personal) {
      model.rests(true);
      sessions.forEach(SimulatedSession::typesWhereBlocked);
    }
    scheduler.rest(ANSWERED);
    model.rests(false);
    if (sessions.equals(sessions())) {
      onlookers.rest(sessions, model.tick(), store.takeHidesBlocks());
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

  List<SimulatedNode> nodes() {
    return nodes;
  }

  List<Device> devices() {
    return devices;
  }

  List<String> users() {
    return users;
  }

  List<String> conversations() {
    return conversations;
  }

  /** Conversations that were created. */
  List<String> made() {
    return callers.made();
  }

  /** Whether messages are edited and deleted. */
  boolean isChanging() {
    return kind.changes;
  }

  /** Whether users ask for what they have for themselves, and block others. */
  boolean isPersonal() {
    return kind.personal;
  }

  boolean isRestless() {
    return restless;
  }

  boolean isPresenceForEveryone() {
    return policy.presenceAudience() == PresenceAudience.EVERYONE;
  }
}
