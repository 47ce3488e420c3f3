package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.SqliteConfig;
import io.messageservice.application.eventlog.ReadEventsUseCase;
import io.messageservice.application.port.in.event.EventData.MessageCreated;
import io.messageservice.application.port.in.event.EventId;
import io.messageservice.application.port.in.event.EventType;
import io.messageservice.application.port.in.event.ReadEvents;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.AccessPolicy;
import io.messageservice.domain.conversation.Admission;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Draft;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.NewMessage;
import io.messageservice.domain.user.UserId;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What it costs to read the event of a message with its recipients: 1,000 users without a
 * connection, each with something unread in 20 more conversations. A program, not a test; its
 * argument is how many messages each figure is of.
 */
final class RecipientsBenchmark {

  private static final int USERS = 1_000;
  private static final int MORE = 20;
  private static final Access ACCESS = new Access(AccessPolicy.OPEN, 10_000);
  private static final ConversationId GROUP = new ConversationId("group");
  private static final Set<EventType> ALL = Set.of(EventType.values());

  private final SqliteStore store;
  private final ReadEvents events;

  /** By how much the monotonic clock is ahead. */
  private long aheadNanos;

  private EventId at;
  private int recipients;

  private RecipientsBenchmark(SqliteStore store) {
    this.store = store;
    this.events =
        new ReadEventsUseCase(
            store.changes(),
            store.history(),
            user -> false,
            InstantSource.system(),
            () -> System.nanoTime() + aheadNanos,
            (where, fault) -> {
              throw new IllegalStateException(where, fault);
            });
    this.at = events.newest();
  }

  public static void main(String[] args) throws IOException {
    int count = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
    Path folder = Files.createTempDirectory(Path.of("."), "benchmark");
    try (SqliteStore store = SqliteStore.open(SqliteConfig.in(folder, SqliteConfig.Sync.NORMAL))) {
      RecipientsBenchmark benchmark = new RecipientsBenchmark(store);
      benchmark.create();
      for (String run : List.of("cold", "warm", "warm")) {
        benchmark.report(run + ", one at a time", count, 1, Duration.ZERO);
        benchmark.report(run + ", 100 at a time", count, 100, Duration.ZERO);
        benchmark.report(run + ", all counted", 1 + count / 50, 1, Duration.ofMinutes(1));
      }
    }
  }

  private void create() {
    List<UserId> users = IntStream.range(0, USERS).mapToObj(i -> new UserId("user-" + i)).toList();
    List<ConversationId> all =
        Stream.concat(
                Stream.of(GROUP),
                IntStream.range(0, MORE).mapToObj(i -> new ConversationId("more-" + i)))
            .toList();
    for (ConversationId id : all) {
      Participants participants = Participants.of(users);
      store
          .ledger()
          .commit(
              List.of(
                  records ->
                      Decision.changed("made", Conversation.begin(id, Kind.GROUP, participants))));
      store.ledger().commit(List.of(message(id)));
    }
    read();
  }

  private static Decider<String> message(ConversationId where) {
    UserId who = new UserId("user-0");
    return records -> {
      Admission.Granted in =
          (Admission.Granted) ACCESS.enter(records.conversation(where), where, who, user -> false);
      Conversation before = in.conversation();
      Draft draft = new Draft(in.voice(), MessageContent.of("Lunch?"), Optional.empty());
      NewMessage said = NewMessage.in(before, draft, Instant.now());
      return Decision.sent("said", before.after(said.seq(), said.createdAt()), said);
    };
  }

  private void report(String what, int count, int together, Duration pause) {
    long cpu = 0;
    recipients = 0;
    for (int i = 0; i < count; i += together) {
      store.ledger().commit(Stream.generate(() -> message(GROUP)).limit(together).toList());
      aheadNanos += pause.toNanos();
      long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      read();
      cpu += ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    }
    if (recipients != count * (USERS - 1)) {
      throw new IllegalStateException(recipients + " recipients");
    }
    System.out.printf("%-22s %8.3f ms of CPU for each message%n", what, cpu / 1e6 / count);
  }

  private void read() {
    boolean more = true;
    while (more) {
      ReadEvents.EventPage page =
          events.read(
              Optional.of(at),
              ALL,
              event -> {
                if (event.data() instanceof MessageCreated message) {
                  recipients += message.recipients().recipients().size();
                }
                return true;
              });
      at = page.next();
      more = page.more();
    }
  }
}
