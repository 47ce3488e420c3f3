package io.messageservice.bootstrap.metrics;

import io.messageservice.application.event.ConversationChanged;
import io.messageservice.application.event.Event;
import io.messageservice.domain.outcome.Refusal.Code;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.command.FrameDecoder;
import io.messageservice.protocol.session.SessionEvents;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what sessions do: what happens often by the event loop that it happens on, on its own. */
public final class SessionMeters implements SessionEvents {

  /** Of a command that was carried out; the others are the codes of refusals. */
  private static final String OK = "ok";

  /** Of a command whose name nobody knows, or that has none. */
  private static final String UNKNOWN = "unknown";

  /** What is delivered, each at its number. */
  private static final List<String> KIND_NAMES =
      List.of(
          "message", "receipt", "typing", "presence", "notice", "change", "caught_up", "custom");

  private static final int MESSAGE = 0;
  private static final int RECEIPT = 1;
  private static final int TYPING = 2;
  private static final int PRESENCE = 3;
  private static final int NOTICE = 4;
  private static final int CHANGE = 5;
  private static final int CAUGHT_UP = 6;
  private static final int CUSTOM = 7;

  private static final Event.Cases<Integer> KINDS = new Kinds();

  /** The first number of each command; each outcome has one behind it. */
  private final Map<String, Integer> events = new HashMap<>();

  private final Map<Code, Integer> outcomes = new EnumMap<>(Code.class);

  /** Of each event loop, by command and outcome. */
  private final List<Counters> commands;

  /** Of each event loop, by kind. */
  private final List<Counters> deliveries;

  private final int unknown;
  private final LongAdder lagged;
  private final RefusalRecorder refusals = new RefusalRecorder(InstantSource.system());

  /**
   * Nothing counted yet.
   *
   * @param loops how many event loops there are
   */
  public SessionMeters(MetricsRegistry registry, int loops) {
    List<String> names = new ArrayList<>(FrameDecoder.events());
    names.add(UNKNOWN);
    for (Code code : Code.values()) {
      outcomes.put(code, outcomes.size() + 1);
    }
    int size = outcomes.size() + 1;
    this.unknown = (names.size() - 1) * size;
    this.commands = Counters.each(loops, names.size() * size);
    this.deliveries = Counters.each(loops, KIND_NAMES.size());
    this.lagged = registry.counted(Metric.LAGGED);
    for (String name : names) {
      events.put(name, events.size() * size);
      show(registry, name);
    }
    for (int kind = 0; kind < KIND_NAMES.size(); kind++) {
      registry.counter(Metric.DELIVERIES, Counters.sum(deliveries, kind), KIND_NAMES.get(kind));
    }
  }

  private void show(MetricsRegistry registry, String name) {
    int first = events.getOrDefault(name, 0);
    registry.counter(Metric.COMMANDS, Counters.sum(commands, first), name, OK);
    outcomes.forEach(
        (code, number) ->
            registry.counter(
                Metric.COMMANDS,
                Counters.sum(commands, first + number),
                name,
                MetricsRegistry.label(code)));
  }

  @Override
  public void ended(int loop, UserId user, @Nullable String event, @Nullable Code refusal) {
    int first = events.getOrDefault(event, unknown);
    if (refusal != null) {
      refusals.add(first == unknown ? UNKNOWN : Objects.requireNonNull(event), refusal, user);
    }
    commands.get(loop).add(refusal == null ? first : first + outcomes.getOrDefault(refusal, 0), 1);
  }

  /** What was refused lately. */
  public RefusalRecorder refusals() {
    return refusals;
  }

  @Override
  public void delivered(int loop, Event event) {
    deliveries.get(loop).add(event.match(KINDS), 1);
  }

  @Override
  public void lagged() {
    lagged.increment();
  }

  private static final class Kinds implements Event.Cases<Integer> {

    @Override
    public Integer stored(Event.MessageStored event) {
      return MESSAGE;
    }

    @Override
    public Integer changed(Event.MessageChanged event) {
      return CHANGE;
    }

    @Override
    public Integer reacted(Event.ReactionChanged event) {
      return CHANGE;
    }

    @Override
    public Integer conversationChanged(ConversationChanged event) {
      return CHANGE;
    }

    @Override
    public Integer removed(Event.RemovedFromConversation event) {
      return CHANGE;
    }

    @Override
    public Integer custom(Event.CustomEvent event) {
      return CUSTOM;
    }

    @Override
    public Integer caughtUp(Event.CaughtUp event) {
      return CAUGHT_UP;
    }

    @Override
    public Integer relayed(Event.MessageRelayed event) {
      return MESSAGE;
    }

    @Override
    public Integer read(Event.MessageRead event) {
      return RECEIPT;
    }

    @Override
    public Integer markMoved(Event.MarkMoved event) {
      return RECEIPT;
    }

    @Override
    public Integer conversationRead(Event.ConversationRead event) {
      return RECEIPT;
    }

    @Override
    public Integer delivered(Event.MessageDelivered event) {
      return RECEIPT;
    }

    @Override
    public Integer preferencesChanged(Event.PreferencesChanged event) {
      return RECEIPT;
    }

    @Override
    public Integer unreadChanged(Event.UnreadChanged event) {
      return RECEIPT;
    }

    @Override
    public Integer typing(Event.TypingChanged event) {
      return TYPING;
    }

    @Override
    public Integer presence(Event.PresenceChanged event) {
      return PRESENCE;
    }

    @Override
    public Integer notice(Event.NoticeGiven event) {
      return NOTICE;
    }
  }
}
