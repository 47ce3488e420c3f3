package io.messageservice.protocol.simulation;

import io.messageservice.domain.message.Message;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.simulation.group.GroupRequest;
import io.messageservice.protocol.simulation.personal.PersonalRequest;
import io.messageservice.protocol.simulation.personal.PersonalRequest.Origin;
import io.messageservice.protocol.simulation.personal.PersonalRequest.Place;
import io.messageservice.protocol.simulation.schedule.Journal;
import io.messageservice.protocol.simulation.schedule.Scheduler;
import io.messageservice.protocol.simulation.schedule.Strand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A user's client: one connection at a time, and what it keeps from one to the next. */
final class Device {

  private static final int MOST_UNDER_WAY = 6;

  private final String user;
  private final String name;
  private final Dialect dialect;
  private final Scheduler scheduler;
  private final Model model;
  private final Journal journal;
  private final Simulation world;

  /** Where it acts. */
  private final List<String> conversations;

  private final Strand strand = new Strand();
  private final Map<String, Request.Send> unsettled = new LinkedHashMap<>();
  private final List<Message> seen = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private @Nullable SimulatedSession session;
  private final Map<String, Long> positions = new HashMap<>();
  private final Map<String, Held> held = new HashMap<>();

  /**
   * The rooms that its last connection was in when it ended, in an order that is always the same.
   */
  private SortedSet<String> left = new TreeSet<>();

  private @Nullable String epoch;
  private int said;
  private boolean wentBySelf;
  private int connections;

  /**
   * Not connected yet.
   *
   * @param liked the conversations that its user enters and speaks in
   */
  Device(String user, int number, List<String> liked, Simulation world) {
    this.user = user;
    this.name = user + "-" + number;
    this.scheduler = world.scheduler();
    this.dialect = scheduler.below(2) == 0 ? Dialect.V1 : Dialect.BASE;
    this.model = world.model();
    this.journal = world.journal();
    this.world = world;
    this.conversations = liked;
  }

  String user() {
    return user;
  }

  String name() {
    return name;
  }

  /** Whose its requests are, by which connection. */
  Origin origin() {
    return new Origin(user, name + "/" + connections);
  }

  Dialect dialect() {
    return dialect;
  }

  Strand strand() {
    return strand;
  }

  boolean hearsOfEveryone() {
    return world.isPresenceForEveryone();
  }

  /** Null while it is not connected. */
  @Nullable SimulatedSession session() {
    return session;
  }

  void lost(SimulatedSession over) {
    if (session == over) {
      session = null;
      left = new TreeSet<>(over.rooms());
      wentBySelf |= !over.wasSentAway();
    }
  }

  /** Whether it lost a connection, since it was asked last, though no node stopped. */
  boolean takeWentBySelf() {
    boolean went = wentBySelf;
    wentBySelf = false;
    return went;
  }

  /** Connects again, and enters the rooms that its last connection was in from where it stood. */
  void comesBack() {
    if (session == null) {
      connect();
      List<Request> joins = new ArrayList<>();
      for (String room : left) {
        joins.add(
            new Request.Join(room, positions.getOrDefault(room, 0L), heldRev(room), epoch, null));
      }
      if (session != null && !joins.isEmpty()) {
        session.ask(joins);
      }
    }
  }

  /** Closes its connection. */
  void goes() {
    if (session != null) {
      session.leave();
    }
  }

  /** Says something in a room that it is in. */
  void says() {
    if (session != null && !session.rooms().isEmpty()) {
      session.ask(List.of(send(session.rooms().stream().sorted().findFirst().orElseThrow())));
    }
  }

  /** Says something in each of some conversations that its user takes part in, in one go. */
  void saysWhereKnown() {
    List<Request> all = new ArrayList<>();
    for (String conversation : model.conversations().stream().sorted().toList()) {
      if (model.talk(conversation).participants().contains(user) && scheduler.below(3) > 0) {
        all.add(scheduler.below(all.size() + 1), says(conversation));
      }
    }
    if (session != null && !all.isEmpty()) {
      session.ask(all);
    }
  }

  /**
   * Says something behind what takes time, in one frame or several, and closes without waiting for
   * any answer.
   *
   * @param read is told what of it the node has read
   */
  void saysAndGoes(String conversation, Consumer<Request> read) {
    SimulatedSession over = session;
    if (over == null) {
      return;
    }
    List<Request> requests = new ArrayList<>();
    for (int i = 0; i <= scheduler.below(4); i++) {
      requests.add(farewell(conversation));
      requests.add(says(conversation));
    }
    if (scheduler.below(2) == 0) {
      over.ask(requests, read);
    } else {
      requests.forEach(request -> over.ask(List.of(request), read));
    }
    over.leave();
  }

  private Request farewell(String conversation) {
    return switch (scheduler.below(4)) {
      case 0 -> new Request.Fetch(conversation, true, 0, 5);
      case 1 -> new Request.MarkAll(conversation);
      default -> join(conversation);
    };
  }

  private Request.Send says(String conversation) {
    return new Request.Send(conversation, "m" + said++ + " of " + name, null, null);
  }

  /** Enters a room, leaves it or says something there, by chance. */
  void visits() {
    if (session != null) {
      String conversation = anyConversation();
      int choice = scheduler.below(6);
      session.ask(
          List.of(
              choice == 0
                  ? new Request.Leave(conversation)
                  : choice < 3 ? join(conversation) : says(conversation)));
    }
  }

  private String anyConversation() {
    return world.made().isEmpty() || scheduler.below(2) == 0
        ? scheduler.oneOf(conversations)
        : scheduler.oneOf(world.made());
  }

  void remembers(Message message) {
    seen.add(message);
  }

  /** A join was answered in that epoch. */
  void isIn(String now) {
    epoch = now;
  }

  /**
   * Where a connection stood when it broke.
   *
   * @param begun whether it received anything there
   */
  void stands(String conversation, long seq, boolean begun) {
    if (begun || !world.isChanging()) {
      positions.put(conversation, seq);
    }
  }

  /** What it keeps of the conversation. */
  Held held(String conversation) {
    return held.computeIfAbsent(conversation, id -> new Held(dialect));
  }

  /** What its connection asked for will not be answered. */
  void loses() {
    held.values().forEach(Held::isLost);
  }

  private @Nullable Long heldRev(String conversation) {
    return world.isChanging() && dialect == Dialect.V1 ? held(conversation).rev() : null;
  }

  void isStored(Request.Send send) {
    unsettled.remove(send.content());
    journal.require(
        !refused.contains(send.content()), () -> send.content() + " was refused and is stored");
  }

  /** The command was refused; whether it was stored may be unknown. */
  void isRefused(Request.Send send, boolean unknown) {
    if (!unknown) {
      unsettled.remove(send.content());
      if (send.key() == null) {
        refused.add(send.content());
      }
    }
  }

  /** Does something, by chance. */
  void act() {
    if (session == null) {
      connect();
      if (scheduler.below(2) == 0) {
        sendAllAgain();
      }
      return;
    }
    int choice = scheduler.below(100);
    if (choice < (world.isRestless() ? 12 : 4)) {
      session.leave();
    } else if (choice < 16) {
      retry();
    } else if (session.underWay().size() < MOST_UNDER_WAY) {
      session.ask(requests(choice));
    }
  }

  private List<Request> requests(int choice) {
    List<Request> requests = new ArrayList<>(List.of(request(choice)));
    while (scheduler.below(8) == 0) {
      requests.add(request(16 + scheduler.below(84)));
    }
    return requests;
  }

  private void connect() {
    SimulatedSession fresh = new SimulatedSession(this, model, journal);
    world
        .connect(fresh)
        .ifPresent(
            socket -> {
              journal.note(() -> name + " connects");
              session = fresh;
              connections++;
              fresh.over(socket);
            });
  }

  private Request request(int choice) {
    if (world.isChanging() && !seen.isEmpty() && scheduler.below(4) == 0) {
      return change(scheduler.oneOf(seen));
    }
    String conversation = anyConversation();
    if (world.isPersonal() && scheduler.below(10) == 0) {
      Place place = new Place(conversation, model.talk(conversation).head());
      return new Request.Own(PersonalRequest.any(scheduler, origin(), place, world.users()));
    }
    if (world.isChanging()
        && dialect == Dialect.V1
        && !world.made().isEmpty()
        && scheduler.below(8) == 0) {
      return new Request.ChangeGroup(
          GroupRequest.any(scheduler, user, conversation, world.users()));
    }
    if (choice < 54) {
      return send(conversation);
    } else if (choice < 68) {
      return join(conversation);
    } else if (choice < 74) {
      return new Request.Leave(conversation);
    } else if (choice < 80) {
      return new Request.Typing(conversation, scheduler.below(2) == 0);
    } else if (choice < 85) {
      return new Request.MarkAll(conversation);
    } else if (choice < 92 && !seen.isEmpty()) {
      Message message = scheduler.oneOf(seen);
      return new Request.Mark(
          message.conversation().value(),
          message.id().value(),
          message.seq(),
          scheduler.below(4) > 0);
    }
    long seq = scheduler.below((int) model.talk(conversation).head() + 2);
    return new Request.Fetch(conversation, scheduler.below(2) == 0, seq, 1 + scheduler.below(5));
  }

  /** Its own mostly: others' are forbidden. */
  private Request change(Message any) {
    List<Message> own =
        seen.stream().filter(message -> message.sender().value().equals(user)).toList();
    Message message = own.isEmpty() || scheduler.below(6) == 0 ? any : scheduler.oneOf(own);
    String conversation = message.conversation().value();
    if (scheduler.below(2) == 0) {
      return new Request.React(
          any.conversation().value(),
          any.id().value(),
          any.seq(),
          scheduler.oneOf(List.of("+1", "-1")),
          scheduler.below(3) > 0);
    }
    if (scheduler.below(4) == 0) {
      return new Request.Delete(conversation, message.id().value(), message.seq());
    }
    Long ifRev = scheduler.below(3) == 0 ? message.rev() : null;
    String content = "e" + said++ + " of " + name;
    return new Request.Edit(conversation, message.id().value(), message.seq(), content, ifRev);
  }

  private Request.Join join(String conversation) {
    if (scheduler.below(3) == 0) {
      return new Request.Join(conversation, null, null, null, null);
    }
    boolean known = scheduler.below(2) == 0;
    long afterSeq =
        known
            ? positions.getOrDefault(conversation, 0L)
            : scheduler.below((int) model.talk(conversation).head() + 3);
    Long afterRev = known ? heldRev(conversation) : null;
    int trust = scheduler.below(6);
    String then = trust == 0 ? "another" : trust < 3 ? null : epoch;
    Long most = scheduler.below(4) == 0 ? (long) scheduler.below(5) : null;
    return new Request.Join(conversation, afterSeq, afterRev, then, most);
  }

  private Request.Send send(String conversation) {
    String content = "m" + said++ + " of " + name;
    String key = scheduler.below(3) == 0 ? null : key();
    String receiver = scheduler.below(4) == 0 ? scheduler.oneOf(world.users()) : null;
    Request.Send send =
        new Request.Send(conversation, content, key, user.equals(receiver) ? null : receiver);
    if (key != null) {
      unsettled.put(content, send);
    }
    return send;
  }

  /** Now and then one that was used before. */
  private String key() {
    return "k" + (scheduler.below(12) == 0 ? scheduler.below(said) : said) + " of " + name;
  }

  /** Sends again what may or may not be stored. */
  void retry() {
    for (Request.Send send : List.copyOf(unsettled.values())) {
      if (session != null
          && session.underWay().stream().noneMatch(asked -> asked.request().equals(send))) {
        session.ask(List.of(send));
        return;
      }
    }
  }

  /** While what its last connection said may still be on its way. */
  private void sendAllAgain() {
    if (session != null && !unsettled.isEmpty()) {
      session.ask(List.copyOf(unsettled.values()));
    }
  }

  /**
   * Brings to an end what is not settled.
   *
   * @return whether there was something
   */
  boolean settle() {
    if (unsettled.isEmpty()) {
      return false;
    }
    if (session == null) {
      connect();
    }
    retry();
    return true;
  }

  void requireAllSeen() {
    if (session != null) {
      session.requireAllSeen();
    }
  }

  /** Everything has come to rest. */
  void rests() {
    for (String content : refused) {
      journal.require(!model.isStored(content), () -> content + " was refused and is stored");
    }
    if (session != null) {
      session.rests();
    }
  }
}
