package io.messageservice.adapter.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.messageservice.adapter.webhook.SignedCall.Asker;
import io.messageservice.adapter.webhook.SignedCall.Failure;
import io.messageservice.application.eventlog.ReadEventsUseCase;
import io.messageservice.application.memory.ReadSide;
import io.messageservice.application.port.in.event.BackEndEvent;
import io.messageservice.application.port.in.event.EventData;
import io.messageservice.application.port.in.event.EventId;
import io.messageservice.application.port.in.event.EventType;
import io.messageservice.application.port.in.event.ReadEvents;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.protocol.simulation.log.LogReader;
import io.messageservice.protocol.simulation.schedule.Chaos;
import io.messageservice.protocol.simulation.schedule.Journal;
import io.messageservice.protocol.simulation.schedule.Line;
import io.messageservice.protocol.simulation.schedule.Scheduler;
import io.messageservice.protocol.simulation.schedule.Strand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * The webhook of a simulated run: a sender on every node, which dies between any two of sending,
 * answer and saving, and a receiver that outlives them all. What the receiver keeps of each
 * conversation, where it drops ids that are not higher than the last, is what the log has of it.
 */
final class SimulatedWebhook implements LogReader {

  private static final Set<EventType> ALL = Set.of(EventType.values());
  private static final Set<EventType> OF_MESSAGES =
      Set.of(EventType.MESSAGE_CHANGED, EventType.MESSAGE_DELETED, EventType.REACTION_CHANGED);

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int SLOWEST_MILLIS = 3_000;
  private static final int OK = 204;
  private static final int FAULT = 500;

  private static final Duration TRY = Duration.ofSeconds(15);
  private static final int MOST_TRIES = 60;

  private final Scheduler scheduler;
  private final Chaos chaos;
  private final Journal journal;
  private final SimulatedPositions positions;
  private final WebhookConfig config;

  /** What arrives at the receiver. */
  private final Line arrivals;

  /** All that was received. */
  private final Set<String> received = new HashSet<>();

  /** What is kept of each conversation, in order. */
  private final Map<String, List<String>> kept = new TreeMap<>();

  /** Up to where the noted position was compared with what was received. */
  private Optional<EventId> compared = Optional.empty();

  private Optional<ReadEvents> log = Optional.empty();

  SimulatedWebhook(World world) {
    this.scheduler = world.scheduler();
    this.chaos = world.chaos();
    this.journal = world.journal();
    this.positions = new SimulatedPositions(scheduler, this::noted);
    this.arrivals = scheduler.line("receiver", new Strand());
    this.config =
        new WebhookConfig(
            WebhookUrl.of("http://localhost"),
            WebhookSecret.of(HookFixture.SECRET),
            scheduler.below(2) == 0,
            0,
            true);
  }

  @Override
  public Runnable starts(Host host) {
    log = Optional.of(eventsOf(host.stored()));
    Line thread = host.thread("webhook");
    Line timer = host.thread("webhook-timer");
    WebhookAdapter sender =
        new WebhookAdapter(
            config,
            new WebhookAdapter.Source(
                eventsOf(host.reads()), positions.of(host), SimulatedWebhook::json),
            new WebhookAdapter.Environment(
                thread,
                thread,
                (delay, task) -> scheduler.after(delay, timer, task),
                host.clock(),
                scheduler::nanos,
                () -> scheduler.below(1_000) / 1_000.0,
                new Reports()),
            asker -> call(host, thread, asker));
    sender.begin();
    return sender::close;
  }

  private ReadEvents eventsOf(ReadSide reads) {
    return new ReadEventsUseCase(
        reads, reads, user -> false, () -> Instant.EPOCH, scheduler::nanos, (where, fault) -> {});
  }

  private static byte[] json(BackEndEvent event) {
    return (event.subject() + " " + event.id().text()).getBytes(UTF_8);
  }

  /** What the node has sent arrives though it dies, unless it is lost. */
  private void call(Host host, Line thread, Asker asker) {
    host.mayDie();
    if (thread.isClosed()) {
      return;
    }
    String body = new String(asker.body(), UTF_8);
    journal.note(() -> "webhook sends " + body);
    if (chaos.isLost()) {
      scheduler.after(TIMEOUT, thread, () -> asker.failed(Failure.TIMEOUT));
      return;
    }
    scheduler.after(
        delay(),
        arrivals,
        () -> {
          int status = chaos.commandBreaks() ? FAULT : OK;
          if (status == OK || chaos.commandBreaks()) {
            receive(body);
          }
          scheduler.after(delay(), thread, () -> answer(host, thread, asker, status));
        });
    host.mayDie();
  }

  private Duration delay() {
    return Duration.ofMillis(scheduler.below(chaos.isSlow() ? SLOWEST_MILLIS : 3));
  }

  private void answer(Host host, Line thread, Asker asker, int status) {
    host.mayDie();
    if (chaos.isLost()) {
      scheduler.after(TIMEOUT, thread, () -> asker.failed(Failure.TIMEOUT));
    } else {
      asker.answered(status, new byte[0]);
    }
  }

  private void receive(String body) {
    journal.note(() -> "webhook receives " + body);
    String events =
        config.batches() ? body.substring("{\"events\":[".length(), body.length() - 2) : body;
    for (String event : events.split(",", -1)) {
      String[] parts = event.split(" ", -1);
      received.add(parts[1]);
      List<String> all = kept.computeIfAbsent(parts[0], subject -> new ArrayList<>());
      if (all.isEmpty() || all.get(all.size() - 1).compareTo(parts[1]) < 0) {
        all.add(parts[1]);
      }
    }
  }

  /** Everything up to there was received. */
  private void noted(String position) {
    EventId upTo = EventId.of(position).orElseThrow();
    read(
        compared,
        event -> {
          boolean isBefore = event.id().compareTo(upTo) <= 0;
          journal.require(
              !isBefore || received.contains(event.id().text()),
              () -> "the position " + position + " is past " + event);
          return isBefore;
        });
    compared = Optional.of(upTo);
  }

  private void read(Optional<EventId> after, Predicate<BackEndEvent> take) {
    log.orElseThrow().read(after, ALL, take);
  }

  @Override
  public void rests(ReadSide stored, Collection<String> conversations) {
    List<BackEndEvent> events = new ArrayList<>();
    for (int i = 0; i < MOST_TRIES && (i == 0 || !hasAll(events)); i++) {
      scheduler.rest(i == 0 ? Duration.ZERO : TRY);
      events.clear();
      read(Optional.empty(), events::add);
    }
    Map<String, List<String>> all = new TreeMap<>();
    for (BackEndEvent event : events) {
      all.computeIfAbsent(event.subject(), subject -> new ArrayList<>()).add(event.id().text());
    }
    journal.require(kept.equals(all), () -> "the receiver has " + kept + " of " + all);
    for (String id : conversations) {
      stored.conversation(new ConversationId(id)).ifPresent(now -> requireLogged(now, events));
    }
  }

  private boolean hasAll(List<BackEndEvent> events) {
    return events.stream().allMatch(event -> received.contains(event.id().text()));
  }

  /** The log has each message and each change of one. */
  private void requireLogged(Conversation now, List<BackEndEvent> events) {
    List<BackEndEvent> own =
        events.stream().filter(event -> event.subject().equals(now.id().value())).toList();
    List<Long> created =
        own.stream()
            .filter(event -> event.data() instanceof EventData.MessageCreated)
            .map(event -> ((EventData.MessageCreated) event.data()).seq())
            .toList();
    long changes = own.stream().filter(event -> OF_MESSAGES.contains(event.type())).count();
    journal.require(
        created.equals(LongStream.rangeClosed(1, now.head()).boxed().toList()),
        () -> "of " + now + " the log has " + created);
    journal.require(
        now.messageChanges() == changes, () -> "of " + now + " the log has changes: " + changes);
  }

  /** Nothing is left out, and nothing breaks but the store. */
  private final class Reports implements WebhookEvents {

    @Override
    public void stopped() {
      journal.broken("the sender stops");
    }

    @Override
    public void skipped(String from, OptionalLong changes) {
      journal.broken("the sender skips what is after " + from);
    }

    @Override
    public void failed(Throwable cause) {
      journal.require(cause instanceof StoreUnavailable, () -> "the sender breaks: " + cause);
    }
  }
}
