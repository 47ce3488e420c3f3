package io.messageservice.adapter.redis.bridge;

import io.messageservice.adapter.redis.bridge.CommandQueue.Take;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.message.SendMessage.Sent;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.service.ServiceCommand;
import io.messageservice.protocol.service.ServiceDecoder;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Carries out what other services ask for in a stream, each command once. Every node runs one; a
 * command is taken by one of them, and by another where that one leaves it. Any thread may {@link
 * #close}; all else runs on the thread of its environment.
 */
public final class CommandStream implements AutoCloseable {

  /** How often a command is tried that fails for a reason of its own. */
  static final int MAX_TRIES = 5;

  /** How many are taken at once, and how many may be under way. */
  private static final int MOST = 64;

  private static final int MAX_UNDER_WAY = 256;

  private static final Duration PERIOD = Duration.ofMillis(100);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** How many rounds pass from one look for absent consumers to the next. */
  private static final int ROUNDS_TO_SWEEP = 600;

  private final BridgeEnvironment environment;
  private final CommandStreamConfig config;
  private final CommandUseCases uses;
  private final ServiceDecoder decoder;
  private final CommandStreamEvents events;
  private final CommandQueue queue;

  /** Entries that wait for their answer. */
  private final Set<String> underWay = new HashSet<>();

  /** Entries that are to be tried again, each with when, in nanoseconds of the environment. */
  private final Map<String, Long> waiting = new HashMap<>();

  /** Entries that are done with and still to be taken from the stream. */
  private final Set<String> finished = new LinkedHashSet<>();

  private int rounds;

  /** Whether as much was taken as may be taken at once. */
  private boolean more;

  /** Whether something failed since the last round, which is reason to wait. */
  private boolean crowded;

  private volatile boolean closed;

  /** Begins. */
  public CommandStream(
      BridgeEnvironment environment,
      CommandStreamConfig config,
      CommandUseCases uses,
      ServiceDecoder decoder,
      CommandStreamEvents events) {
    this.environment = environment;
    this.config = config;
    this.uses = uses;
    this.decoder = decoder;
    this.events = events;
    this.queue = new CommandQueue(environment, config);
    environment.thread().execute(this::round);
  }

  /**
   * Takes nothing more. What is under way is finished where its answer comes before the thread
   * ends, and left to other nodes otherwise.
   */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      environment.thread().execute(() -> attempt(this::part));
    }
  }

  private void round() {
    if (closed) {
      return;
    }
    boolean pause = crowded;
    crowded = false;
    if (!pause && attempt(this::takeSome) && more) {
      environment.thread().execute(this::round);
    } else {
      environment.after(pause ? PAUSE : PERIOD, this::round);
    }
  }

  /** Whether it succeeded. */
  private boolean attempt(Runnable step) {
    try {
      step.run();
      return true;
    } catch (RuntimeException | Error failure) {
      crowded = true;
      events.failed(failure);
      return false;
    }
  }

  private void takeSome() {
    finish();
    if (++rounds % ROUNDS_TO_SWEEP == 0) {
      queue.forgetAbsent();
    }
    releaseDue();
    Set<String> kept = kept();
    int most = Math.max(0, Math.min(MOST, MAX_UNDER_WAY - kept.size()));
    Take taken = queue.take(most, kept);
    if (taken.deleted() > 0) {
      events.deleted(taken.deleted());
    }
    List<CommandEntry> fresh =
        taken.entries().stream().filter(entry -> !kept.contains(entry.id())).toList();
    for (CommandEntry entry : fresh) {
      boolean unused = attempt(() -> carryOut(entry));
    }
    finish();
    more = most > 0 && taken.entries().size() == most;
  }

  private Set<String> kept() {
    Set<String> kept = new HashSet<>(underWay);
    kept.addAll(waiting.keySet());
    kept.addAll(finished);
    return kept;
  }

  private void part() {
    finish();
    releaseAll();
    queue.part();
  }

  private void carryOut(CommandEntry entry) {
    if (entry.tries() > MAX_TRIES) {
      poison(entry, "internal", "tried " + MAX_TRIES + " times");
      return;
    }
    Optional<Map<String, String>> fields = entry.fields();
    if (fields.isEmpty()) {
      poison(entry, "invalid_format", "not UTF-8");
      return;
    }
    try {
      ServiceCommand command = decoder.decode(fields.get());
      command.match(new Carrier(entry, fields.get().getOrDefault("id", "")));
    } catch (InvalidFrame invalid) {
      poison(entry, invalid.refusal());
    }
  }

  /** Carries a command out. */
  private final class Carrier implements ServiceCommand.Cases<Boolean>, Reply<Sent> {
    private final CommandEntry entry;
    private final String id;

    Carrier(CommandEntry entry, String id) {
      this.entry = entry;
      this.id = id;
    }

    @Override
    public Boolean send(ServiceCommand.Send command) {
      underWay.add(entry.id());
      uses.messages().send(uses.caller(command.sender(), command.name()), command.request(), this);
      return true;
    }

    @Override
    public Boolean notice(ServiceCommand.Notice command) {
      boolean first = queue.claim(id, entry);
      if (first) {
        uses.notices().give(command.user(), command.notice());
      }
      succeeded(entry, !first);
      return first;
    }

    /** On the thread of the event loop. */
    @Override
    public void done(Sent sent) {
      answered(() -> succeeded(entry, sent.duplicate()));
    }

    /** On the thread of the event loop, or at once. */
    @Override
    public void refused(Refusal refusal) {
      answered(() -> failed(entry, refusal));
    }

    private void answered(Runnable outcome) {
      environment
          .thread()
          .execute(
              () -> {
                underWay.remove(entry.id());
                boolean unused = attempt(outcome);
              });
    }
  }

  private void succeeded(CommandEntry entry, boolean duplicate) {
    if (duplicate) {
      events.duplicate();
    } else {
      events.done();
    }
    finishLater(entry);
  }

  /** What keeps others from being served, too, is not held against the command. */
  private void failed(CommandEntry entry, Refusal refusal) {
    switch (refusal.code()) {
      case UNAVAILABLE, OVERLOADED -> {
        crowded = true;
        retry(entry, entry.tries() - 1, refusal);
      }
      case INTERNAL -> {
        if (entry.tries() >= MAX_TRIES) {
          poison(entry, refusal);
        } else {
          retry(entry, entry.tries(), refusal);
        }
      }
      default -> poison(entry, refusal);
    }
  }

  private void retry(CommandEntry entry, int tries, Refusal refusal) {
    events.retried(entry.id(), name(refusal));
    if (queue.again(entry, tries)) {
      waiting.put(entry.id(), environment.nanoTime().getAsLong() + config.retry().toNanos());
    }
    if (closed) {
      releaseAll();
    }
  }

  /** Where this fails they are released in the next round. */
  private void releaseDue() {
    long now = environment.nanoTime().getAsLong();
    release(
        waiting.entrySet().stream()
            .filter(each -> now - each.getValue() >= 0)
            .map(Map.Entry::getKey)
            .toList());
  }

  private void releaseAll() {
    release(List.copyOf(waiting.keySet()));
  }

  private void release(List<String> entries) {
    if (!entries.isEmpty()) {
      queue.release(entries);
      entries.forEach(waiting::remove);
    }
  }

  private void poison(CommandEntry entry, Refusal refusal) {
    poison(entry, name(refusal), refusal.text());
  }

  private void poison(CommandEntry entry, String code, String reason) {
    queue.poison(entry, code, reason);
    events.poisoned(entry.id(), code, reason);
    finishLater(entry);
  }

  private static String name(Refusal refusal) {
    return refusal.code().name().toLowerCase(Locale.ROOT);
  }

  /** With all that are finished by then, in one step. */
  private void finishLater(CommandEntry entry) {
    finished.add(entry.id());
    if (finished.size() == 1) {
      environment.thread().execute(() -> attempt(this::finish));
    }
  }

  /** Where this fails it is tried in the next round. */
  private void finish() {
    if (!finished.isEmpty()) {
      queue.done(finished);
      finished.clear();
    }
  }
}
