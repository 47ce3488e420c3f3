package io.messageservice.protocol.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.messageservice.domain.conversation.Position;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.simulation.personal.OwedCounts;
import io.messageservice.protocol.simulation.schedule.Journal;
import io.messageservice.protocol.simulation.schedule.Strand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection as its client sees it. Whatever it hears is compared with the model. */
final class SimulatedSession {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Device device;
  private final Model model;
  private final Journal journal;
  private final Answers answers;
  private final Pushes pushes;
  private final OwedCounts counts;
  private final List<Asked> underWay = new ArrayList<>();
  private final Map<String, Position> floors = new HashMap<>();
  private final Map<String, View> views = new TreeMap<>();
  private final Set<String> rooms = new HashSet<>();
  private final Map<String, Boolean> online = new TreeMap<>();
  private final Map<String, Boolean> known = new TreeMap<>();
  private final List<String> crossings = new ArrayList<>();
  private final Set<List<String>> typists = new HashSet<>();
  private @Nullable Socket socket;
  private int commands;
  private boolean open;
  private boolean missed;
  private boolean sentAway;

  SimulatedSession(Device device, Model model, Journal journal) {
    this.device = device;
    this.model = model;
    this.journal = journal;
    this.answers = new Answers(this, model, journal);
    this.pushes = new Pushes(this, model, journal);
    this.counts = model.personal().owedTo(device.user());
  }

  void over(Socket connection) {
    socket = connection;
  }

  /** The node has the connection from now on. */
  void isOpen() {
    open = true;
    for (String id : model.conversations()) {
      Talk talk = model.talk(id);
      floors.put(id, new Position(talk.head(), talk.rev()));
    }
  }

  /** The node stops and says so. */
  void isSentAway() {
    sentAway = true;
  }

  boolean wasSentAway() {
    return sentAway;
  }

  /** The node left out an ephemeral frame. */
  void misses() {
    missed = true;
  }

  String user() {
    return device.user();
  }

  String name() {
    return device.name();
  }

  Strand strand() {
    return device.strand();
  }

  Dialect dialect() {
    return device.dialect();
  }

  Device device() {
    return device;
  }

  List<Asked> underWay() {
    return underWay;
  }

  Set<String> rooms() {
    return rooms;
  }

  /** Whether nothing ephemeral was left out. */
  boolean heardAll() {
    return open && !missed;
  }

  /** What it was told last of who is online. */
  Map<String, Boolean> online() {
    return online;
  }

  /** What it was told last when it asked who is online. */
  Map<String, Boolean> known() {
    return known;
  }

  void knows(String other, boolean isOnline) {
    known.put(other, isOnline);
  }

  /** Who it was told came online, with a plus, or went offline, since it was asked last. */
  List<String> takeCrossings() {
    List<String> all = List.copyOf(crossings);
    crossings.clear();
    return all;
  }

  /** Asks for one or more, in one frame. */
  void ask(List<Request> requests) {
    ask(requests, request -> {});
  }

  /**
   * Asks for one or more, in one frame.
   *
   * @param read is told of each that was sent once the node has read it
   */
  void ask(List<Request> requests, Consumer<Request> read) {
    List<String> frames = new ArrayList<>();
    List<Request> sent = new ArrayList<>();
    for (Request request : requests) {
      Optional<String> frame = frame(request);
      frame.ifPresent(frames::add);
      frame.ifPresent(text -> sent.add(request));
    }
    if (socket != null && !frames.isEmpty()) {
      String all = String.join(",", frames);
      String frame = frames.size() == 1 ? all : "[" + all + "]";
      journal.note(() -> name() + " says " + frame);
      socket.say(frame, () -> sent.forEach(read));
    }
  }

  /** A base client names no command and has one of each kind under way. */
  private Optional<String> frame(Request request) {
    boolean named = device.dialect() == Dialect.V1;
    Talk talk = model.talk(request.conversation());
    Asked asked = new Asked(commands++, named, request, model.tick(), talk.head(), talk.rev());
    if (!named && underWay.stream().anyMatch(other -> alike(other, asked))) {
      return Optional.empty();
    }
    model.asks(user(), request);
    if (asked.isAnswered()) {
      underWay.add(asked);
    }
    if (request instanceof Request.Join) {
      device.held(request.conversation()).asksToJoin();
    }
    return Optional.of(request.frame(named ? "r" + asked.number() : null));
  }

  private static boolean alike(Asked one, Asked other) {
    return one.request().event().equals(other.request().event());
  }

  /** Types in the direct conversations whose rooms it is in and that are noted as blocked. */
  void typesWhereBlocked() {
    for (String room : rooms.stream().sorted().toList()) {
      if (model.talk(room).standing().isBlocked()) {
        ask(List.of(new Request.Typing(room, true)));
        ask(List.of(new Request.Typing(room, false)));
      }
    }
  }

  /** The client closes. */
  void leave() {
    if (socket != null) {
      journal.note(() -> name() + " goes");
      socket.leave();
      lost();
    }
  }

  /** The network breaks. */
  void cut() {
    if (socket != null) {
      socket.cut();
    }
  }

  /** The connection is gone; its client remembers where it stood. */
  void lost() {
    views.forEach((id, view) -> view.stands(id, device));
    device.loses();
    journal.note(() -> name() + " has no connection any more");
    socket = null;
    device.lost(this);
  }

  /** How many commands had something stored. */
  long tick() {
    return model.tick();
  }

  /**
   * A frame arrives.
   *
   * @param sent the tick when the node sent it: what it says later may have been read since then
   */
  void hears(byte[] utf8, long sent) {
    if (socket == null) {
      return;
    }
    journal.note(() -> name() + " hears " + new String(utf8, StandardCharsets.UTF_8));
    try {
      JsonNode frame = JSON.readTree(utf8);
      if (frame.has("success")) {
        answers.hear(frame);
      } else {
        pushes.hear(frame.path("event").asText(), frame.path("data"));
        counts.pushed(frame.path("event").asText(), frame.path("data"), sent);
      }
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  /** It is told that another user came online or went offline. */
  void hearsPresence(String other, boolean isOnline) {
    Boolean before = online.put(other, isOnline);
    crossings.add((isOnline ? "+" : "-") + other);
    journal.require(
        missed
            || !device.hearsOfEveryone()
            || before == null
            || before != isOnline
            || model.personal().blocks().areApartSince(user(), other, 0),
        () -> name() + " is told twice of one transition of " + other);
    journal.require(!other.equals(user()), () -> name() + " is told of itself");
  }

  /** It is told that somebody types, or types no more. */
  void hearsTyping(String conversation, String typist, boolean isTyping) {
    if (isTyping) {
      typists.add(List.of(conversation, typist));
    } else {
      typists.remove(List.of(conversation, typist));
    }
  }

  boolean isJoining(String conversation) {
    return underWay.stream()
        .map(Asked::request)
        .anyMatch(asks -> asks instanceof Request.Join && asks.conversation().equals(conversation));
  }

  View view(String conversation) {
    return views.computeIfAbsent(
        conversation,
        id ->
            new View(
                journal,
                model.talk(id),
                user(),
                name() + " in " + id,
                floors.getOrDefault(id, Position.START),
                device.held(id)));
  }

  /** A join is answered: what was told of the room before it is old. */
  void isIn(String conversation) {
    rooms.add(conversation);
    typists.removeIf(typist -> typist.get(0).equals(conversation));
  }

  /** A leave was carried out; whether that was stored does not matter to the room. */
  void isOut(String conversation) {
    rooms.remove(conversation);
    typists.removeIf(typist -> typist.get(0).equals(conversation));
  }

  /** Everything that is stored is told by now. */
  void requireAllSeen() {
    for (String id : model.conversations()) {
      if (model.talk(id).participants().contains(user())) {
        view(id).rests();
      } else if (views.containsKey(id)) {
        view(id).restsOut();
      }
    }
  }

  /**
   * Where something was said since the tick all is heard by now, and what was asked is answered.
   * What a user hears only because they came since then, and not by joining here, may take longer:
   * that is watched a little later.
   */
  void requireHeard(long since, String how) {
    if (socket == null) {
      return;
    }
    for (String id : model.conversations()) {
      Talk talk = model.talk(id);
      boolean isWatched = rooms.contains(id) || talk.hadAlwaysSince(user(), since);
      if (isWatched && talk.participants().contains(user()) && talk.isSaidSince(since)) {
        view(id).requireAll(how);
      }
    }
    journal.require(underWay.isEmpty(), () -> name() + " is not answered " + how + ": " + underWay);
  }

  /** Everything has come to rest. */
  void rests() {
    requireAllSeen();
    journal.require(underWay.isEmpty(), () -> name() + " is not answered: " + underWay);
    for (String room : rooms) {
      journal.require(
          !model.talk(room).isOpen()
              || model.talk(room).participants().contains(user())
              || wasRemovedUnawares(room),
          () -> name() + " is in the room " + room + " and takes no part");
    }
    for (List<String> typist : typists) {
      journal.require(
          missed
              || !rooms.contains(typist.get(0))
              || takesNoPart(typist.get(0))
              || wasRemovedUnawares(typist.get(0)),
          () -> name() + " believes that somebody types: " + typist);
    }
  }

  /** What is unread was pushed by now. */
  void requireCounts() {
    if (device.dialect() == Dialect.V1 && heardAll()) {
      counts.rests(name(), model.tick());
    }
  }

  /** Of groups those learn it who follow them. */
  private boolean wasRemovedUnawares(String room) {
    boolean isAware = device.dialect() == Dialect.V1 && model.talk(room).isGroup();
    return !isAware && model.mayBeRemoved(user(), room);
  }

  private boolean takesNoPart(String room) {
    return !model.talk(room).participants().contains(user());
  }
}
