package io.messageservice.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.sqlite.SqliteConfig;
import io.messageservice.adapter.sqlite.SqliteEvents;
import io.messageservice.adapter.sqlite.store.SqliteStore;
import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.cluster.EmptyConversationCleaner;
import io.messageservice.application.command.Dependencies;
import io.messageservice.application.command.Policy;
import io.messageservice.application.command.UseCases;
import io.messageservice.application.event.Event;
import io.messageservice.application.memory.PlainFormat;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.JoinConversation;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.message.SendMessage;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.DeliveryEvents;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.LaneEvents;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.port.out.PresenceLoad;
import io.messageservice.application.port.out.WireFormat;
import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.AccessPolicy;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * EmptyConversationCleaner as the service does it, use cases and SQLite together, on a clock of the
 * test's own. A black box would have to wait for a day.
 */
class SilentConversationsTest {

  private static final ConversationId ROOM = new ConversationId("room");
  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");
  private static final UserId CARL = new UserId("carl");

  /** Of a time that passes, what is lived through timer by timer. */
  private static final Duration SEEN = EmptyConversationCleaner.PERIOD.multipliedBy(2);

  @TempDir Path folder;

  private final EventLoop loop = new OneEventLoop();
  private final PlainFormat format = new PlainFormat();
  private final List<String> heard = new ArrayList<>();
  private final List<Throwable> faults = new ArrayList<>();
  private final Deque<Runnable> lane = new ArrayDeque<>();
  private final Deque<Runnable> readers = new ArrayDeque<>();
  private final Queue<Due> timers = new PriorityQueue<>(Comparator.comparing(Due::at));
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private SqliteStore store;
  private UseCases useCases;

  private record Due(Instant at, Runnable task) {}

  @BeforeEach
  void start() {
    store =
        SqliteStore.open(
            SqliteConfig.in(folder, SqliteConfig.Sync.NORMAL),
            () -> now,
            new SecureRandom(),
            SqliteEvents.NONE);
    useCases =
        UseCases.in(
            new Dependencies(
                List.of(store.ledger()),
                store.history(),
                store.changes(),
                store.conversationIds(),
                json -> json,
                List.of(loop),
                List.of(lane::add),
                Runnable::run,
                readers::add,
                (delay, task) -> timers.add(new Due(now.plus(delay), task)),
                () -> now,
                () -> 0,
                (where, fault) -> faults.add(fault),
                PresenceLoad.NONE,
                DeliveryEvents.NONE,
                (token, verdict) -> {
                  throw new AssertionError("nobody renews a token here");
                },
                Cluster.ALONE,
                MemoryBudget.unlimited(),
                lane -> LaneEvents.NONE,
                Optional.empty()),
            new Policy(
                new Access(AccessPolicy.OPEN, 100),
                PresenceAudience.CONTACTS,
                Duration.ZERO,
                5,
                5,
                Optional.empty(),
                1_000));
  }

  @AfterEach
  void stop() {
    store.close();
    assertThat(faults).isEmpty();
  }

  @Test
  void lastJoinIsRememberedAcrossARestart() {
    visit(ANN);
    pass(Duration.ofHours(20));

    restart();
    pass(Duration.ofHours(3));
    assertThat(stored()).isPresent();

    pass(Duration.ofHours(3));
    assertThat(stored()).isEmpty();
  }

  @Test
  void forgottenIdBecomesADirectConversationOfOthers() {
    visit(ANN);
    pass(Duration.ofHours(26));
    Visitor ann = come(ANN);
    Visitor bob = come(BOB);
    come(CARL);

    send(bob, Optional.of(CARL));
    join(ann);
    settle();

    assertThat(heard).containsExactly("carl hears 1", "bob sent 1", "ann refused FORBIDDEN");
    restart();
    Conversation begun = stored().orElseThrow();
    assertThat(begun.kind()).isEqualTo(Kind.DIRECT);
    assertThat(begun.participants().asSet()).containsExactlyInAnyOrder(BOB, CARL);
  }

  @Test
  void whatIsSaidBetweenTheLookAndTheDecisionCounts() {
    visit(ANN);
    pass(Duration.ofHours(24));
    Visitor bob = come(BOB);
    untilALookIsDue();

    send(bob, Optional.empty());
    look();
    settle();

    assertThat(heard).containsExactly("bob sent 1");
    assertThat(stored().orElseThrow().participants().asSet()).containsExactlyInAnyOrder(ANN, BOB);
  }

  @Test
  void whoJoinsInTheSameBatchFindsAllWhoTookPart() {
    visit(ANN);
    pass(Duration.ofHours(24));
    Visitor bob = come(BOB);
    untilALookIsDue();

    look();
    assertThat(lane).as("the decision to forget").isNotEmpty();
    join(bob);
    settle();

    assertThat(heard).containsExactly("bob joined");
    assertThat(stored().orElseThrow().participants().asSet()).containsExactlyInAnyOrder(ANN, BOB);
  }

  private Optional<Conversation> stored() {
    return store.history().conversation(ROOM);
  }

  private void restart() {
    store.close();
    timers.clear();
    start();
  }

  private void visit(UserId user) {
    Visitor visitor = come(user);
    join(visitor);
    settle();
    useCases.registerConnection().unregister(visitor, () -> {});
    settle();
    heard.clear();
  }

  private Visitor come(UserId user) {
    Visitor visitor = new Visitor(user);
    useCases.registerConnection().register(visitor);
    return visitor;
  }

  private void join(Visitor visitor) {
    JoinConversation.Request request = new JoinConversation.Request(ROOM, Optional.empty());
    useCases.joinConversation().join(visitor, request, visitor.reply(joined -> "joined"));
  }

  private void send(Visitor visitor, Optional<UserId> receiver) {
    useCases
        .sendMessage()
        .send(
            visitor,
            new SendMessage.Request(ROOM, MessageContent.of("hello"), receiver, Optional.empty()),
            visitor.reply(sent -> "sent " + sent.message().seq()));
  }

  private void settle() {
    while (!lane.isEmpty() || !readers.isEmpty()) {
      (lane.isEmpty() ? readers : lane).remove().run();
    }
  }

  /** What falls due long before the end is late. */
  private void pass(Duration duration) {
    Instant end = now.plus(duration);
    now = later(now, end.minus(SEEN));
    while (!timers.element().at().isAfter(end)) {
      nextTimer();
      settle();
    }
    now = end;
  }

  private void untilALookIsDue() {
    Instant look = now.plus(EmptyConversationCleaner.PERIOD);
    pass(EmptyConversationCleaner.PERIOD.minusMillis(1));
    while (!timers.element().at().isAfter(look)) {
      nextTimer();
    }
  }

  /** Nothing is decided yet. */
  private void look() {
    for (int due = readers.size(); due > 0; due--) {
      readers.remove().run();
    }
  }

  private void nextTimer() {
    Due due = timers.remove();
    now = later(now, due.at());
    due.task().run();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Runs what it is given at once. */
  private static final class OneEventLoop implements EventLoop {
    @Override
    public int index() {
      return 0;
    }

    @Override
    public void execute(Runnable task) {
      task.run();
    }
  }

  /** A connection that notes what it hears. */
  private final class Visitor implements Connection {
    private final UserId user;

    Visitor(UserId user) {
      this.user = user;
    }

    @Override
    public void disconnect() {}

    @Override
    public void whenDrained(Runnable task) {
      throw new AssertionError("nobody comes back here");
    }

    @Override
    public UserId user() {
      return user;
    }

    @Override
    public DisplayName name() {
      return new DisplayName(user.value());
    }

    @Override
    public EventLoop loop() {
      return loop;
    }

    @Override
    public WireFormat<?> format() {
      return format;
    }

    @Override
    public void push(OutgoingEvent event) {
      if (event.in(format) instanceof Event.MessageStored stored) {
        heard.add(user + " hears " + stored.message().seq());
      }
    }

    <R> Reply<R> reply(Function<R, String> words) {
      return new Reply<>() {
        @Override
        public void done(R result) {
          heard.add(user + " " + words.apply(result));
        }

        @Override
        public void refused(Refusal refusal) {
          heard.add(user + " refused " + refusal.code());
        }
      };
    }
  }
}
