package io.messageservice.protocol.session;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.command.Dependencies;
import io.messageservice.application.command.Policy;
import io.messageservice.application.command.UseCases;
import io.messageservice.application.memory.InMemoryStore;
import io.messageservice.application.port.in.ConnectionFigures;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.DeliveryEvents;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.EventLoop.PendingWrites;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.Identities.Reason;
import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.application.port.out.LaneEvents;
import io.messageservice.application.port.out.PresenceLoad;
import io.messageservice.application.port.out.Tracing;
import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.AccessPolicy;
import io.messageservice.domain.limit.Rate;
import io.messageservice.domain.message.ChangeRules;
import io.messageservice.domain.outcome.Refusal.Code;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.Identity;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.Session;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.Wire;
import io.messageservice.protocol.WireCounts;
import io.messageservice.protocol.WireWatcher;
import io.messageservice.protocol.json.JsonValues;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The real use cases on one thread and an open connection for each who comes. */
final class Stage {

  long nanos;

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final List<Runnable> later = new ArrayList<>();

  /** Tokens that wait to be judged. */
  private final List<Runnable> verdicts = new ArrayList<>();

  /** What breaks fails the test, unless that expects it. */
  Faults faults =
      (where, fault) -> {
        throw new AssertionError(where, fault);
      };

  /** Messages whose time is measured. */
  final List<PendingWrites> measured = new ArrayList<>();

  /** What is traced. */
  final List<String> traced = new ArrayList<>();

  private final Tracing tracing =
      new Tracing() {
        @Override
        public CommandTrace command(String event, @Nullable String traceparent) {
          traced.add(event + " of " + traceparent);
          return new CommandTrace() {
            @Override
            public void ended(@Nullable Code refusal) {
              traced.add(event + " ended: " + refusal);
            }
          };
        }
      };

  final UseCases useCases;
  private final ClientSessions sessions;
  private final EventLoop loop =
      new EventLoop() {
        @Override
        public int index() {
          return 0;
        }

        @Override
        public void execute(Runnable task) {
          tasks.add(task);
        }

        @Override
        public void afterWrite(PendingWrites writes) {
          measured.add(writes);
        }
      };

  Stage(Optional<Rate> rate) {
    this(rate, SessionEvents.NONE);
  }

  Stage(Optional<Rate> rate, SessionEvents events) {
    InMemoryStore store = new InMemoryStore(new Random(1));
    Dependencies around =
        new Dependencies(
            List.of(store.ledger()),
            store.history(),
            store.history(),
            store.conversationIds(),
            new JsonValues(),
            List.of(loop),
            List.of(tasks::add),
            tasks::add,
            tasks::add,
            (delay, task) -> later.add(task),
            () -> Instant.parse("2026-01-02T03:04:05.6789Z").plusNanos(nanos),
            () -> nanos,
            (where, fault) -> faults.broke(where, fault),
            PresenceLoad.NONE,
            DeliveryEvents.NONE,
            (credential, verdict) -> verdicts.add(() -> verdict.accept(judged(credential.token()))),
            Cluster.ALONE,
            MemoryBudget.unlimited(),
            lane -> LaneEvents.NONE,
            Optional.empty());
    Access access = new Access(AccessPolicy.OPEN, 1_000);
    Policy policy =
        new Policy(
            access,
            new ChangeRules(Optional.empty()),
            PresenceAudience.EVERYONE,
            Duration.ofSeconds(1),
            2,
            2,
            Optional.empty(),
            10_000);
    Limits limits = new Limits(10_000, 10, 4_096, 32, 512 << 10, rate);
    ClientSessions.Greeting greeting =
        new ClientSessions.Greeting(() -> "id1", Duration.ofSeconds(30), 262_144);
    useCases = UseCases.in(around, policy);
    sessions =
        new ClientSessions(
            useCases, limits, greeting, () -> nanos, new ClientSessions.Observers(events, tracing));
  }

  /** A token is the user's name and when it ends, or the reason why it is refused. */
  private static Verdict judged(String token) {
    String[] words = token.split(" ", 2);
    if (words[0].equals("later")) {
      return Verdict.Refused.until(Duration.parse(words[1]));
    }
    return words[0].equals("refused")
        ? new Verdict.Refused(Reason.valueOf(words[1]))
        : new Verdict.Known(
            new Identity(
                new UserId(words[0]),
                new DisplayName(words[0]),
                words.length == 1 ? Optional.empty() : Optional.of(Instant.parse(words[1]))));
  }

  /** Lets those who judge tokens do it. */
  Stage judge() {
    settle();
    verdicts.forEach(Runnable::run);
    verdicts.clear();
    settle();
    return this;
  }

  Client client(String user, Dialect dialect) {
    return new Client(user, dialect);
  }

  void settle() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** Lets a second pass, in which everything falls due that was to be done later. */
  void pass() {
    settle();
    nanos += 1_000_000_000L;
    tasks.addAll(later);
    later.clear();
    settle();
  }

  /** One connection; quotation marks are apostrophes, and ids of the store are {@code #}. */
  final class Client implements Wire {
    final List<CloseReason> closes = new ArrayList<>();
    final List<String> raw = new ArrayList<>();

    /** What was said of its end since it came. */
    final List<Optional<Instant>> ends = new ArrayList<>();

    /** When what it says next is read. */
    long receivedNanos;

    /** Who watches what is sent and received; null while nobody does. */
    private @Nullable WireWatcher watcher;

    /** Whether it reads so slowly that nothing more should wait for it. */
    boolean slow;

    private final MemoryBudget.Account memory = MemoryBudget.unlimited().open(() -> {});
    private final Session session;

    private Client(String user, Dialect dialect) {
      Identity identity =
          new Identity(new UserId(user), new DisplayName(user + " X"), Optional.empty());
      session = sessions.open(this, loop, identity, dialect);
    }

    Client says(String text) {
      byte[] bytes = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
      if (watcher != null) {
        watcher.received(bytes, 0, bytes.length);
      }
      session.text(bytes, 0, bytes.length);
      return this;
    }

    List<String> hears() {
      settle();
      List<String> all = raw.stream().map(Client::plain).toList();
      raw.clear();
      return all;
    }

    private static String plain(String text) {
      return text.replace('"', '\'')
          .replaceAll("'(id|messageId|epoch|since)':'(?!none)[^']*'", "'$1':'#'");
    }

    void leaves() {
      session.closed();
    }

    @Override
    public void send(TextFrame frame) {
      if (watcher != null) {
        watcher.sent(frame);
      }
      if (closes.isEmpty()) {
        raw.add(new String(frame.utf8(), StandardCharsets.UTF_8));
      }
    }

    @Override
    public long receivedNanos() {
      return receivedNanos;
    }

    @Override
    public boolean hasRoomFor(TextFrame frame) {
      return !slow;
    }

    @Override
    public boolean isBehind() {
      return slow;
    }

    @Override
    public MemoryBudget.Account memory() {
      return memory;
    }

    @Override
    public void whenDrained(Runnable task) {
      tasks.add(task);
    }

    @Override
    public void expireAt(Optional<Instant> expiry) {
      ends.add(expiry);
    }

    @Override
    public WireCounts counts() {
      return new WireCounts() {
        @Override
        public ConnectionFigures figures() {
          return new ConnectionFigures(7, "test", Duration.ofSeconds(3), 5, true, 1, 2, 3, 4);
        }

        @Override
        public void watch(@Nullable WireWatcher next) {
          watcher = next;
        }
      };
    }

    @Override
    public void close(CloseReason reason) {
      closes.add(reason);
    }
  }
}
