package io.messageservice.adapter.webhook;

import io.messageservice.adapter.webhook.WebhookEvents.Outcome;
import io.messageservice.application.port.in.event.BackEndEvent;
import io.messageservice.application.port.in.event.EventId;
import io.messageservice.application.port.in.event.EventType;
import io.messageservice.application.port.in.event.ReadEvents;
import io.messageservice.application.port.in.event.ReadEvents.EventPage;
import io.messageservice.application.port.out.Timer;
import io.messageservice.application.port.out.change.ReaderPositions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends every event of the log to a service of the product: at least once, and those of each
 * conversation in their order. Each node has one; that which holds the lease sends. Any thread may
 * call; all else is done by its own thread.
 *
 * <pre>
 *   no window ── lease taken ─▶ window from the noted position ── lease lost ─▶ no window
 *                                     │ 410, or close
 *                                     ▼
 *                                    ended
 * </pre>
 */
public final class WebhookAdapter implements AutoCloseable {

  /** How often the log is looked at, where nothing was new. */
  private static final Duration PERIOD = Duration.ofMillis(100);

  /** After a fault. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** What calls that are under way are given at the end. */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(1);

  private static final Set<EventType> ALL = Set.of(EventType.values());

  private final WebhookConfig config;
  private final Source source;
  private final Environment around;
  private final Consumer<SignedCall.Asker> calls;
  private final SendLease lease;

  /** What is being sent; null while another node may send. */
  private @Nullable SendWindow window;

  /** After what was read last; empty for the oldest. */
  private Optional<EventId> place = Optional.empty();

  /** Whether there may be more behind that place. */
  private boolean more;

  private boolean isReading;
  private boolean isCircuitOpen;
  private boolean closing;
  private long pauseEndNanos;
  private volatile boolean ended;

  /**
   * What is sent.
   *
   * @param json an event as it is sent, {@code {type,timestamp,data}}, or with its {@code id} as
   *     the element of a batch
   */
  public record Source(
      ReadEvents events, ReaderPositions positions, Function<BackEndEvent, byte[]> json) {}

  /**
   * What it needs from outside.
   *
   * @param thread one thread, which may block on the store; takes every task
   * @param callers a few threads that may block for a moment; take every task
   * @param nanoTime a monotonic clock, as {@link System#nanoTime}
   * @param chance numbers from 0 to 1
   */
  public record Environment(
      Executor thread,
      Executor callers,
      Timer timer,
      InstantSource clock,
      LongSupplier nanoTime,
      DoubleSupplier chance,
      WebhookEvents events) {}

  /** Sends nothing yet. */
  public WebhookAdapter(WebhookConfig config, Source source, Environment around) {
    this(config, source, around, WebhookConfig.TIMEOUT);
  }

  WebhookAdapter(WebhookConfig config, Source source, Environment around, Duration timeout) {
    this(
        config,
        source,
        around,
        new SignedCalls(config.target(timeout), around.callers(), around.timer(), around.clock())
            ::begin);
  }

  /** With another way to the receiver. */
  WebhookAdapter(
      WebhookConfig config, Source source, Environment around, Consumer<SignedCall.Asker> calls) {
    this.config = config;
    this.source = source;
    this.around = around;
    this.calls = calls;
    this.lease = new SendLease(source.positions(), now());
    this.pauseEndNanos = now();
  }

  /** Begins to send; called once. */
  public void begin() {
    around.thread().execute(this::look);
  }

  /**
   * Begins no more calls; once those under way have ended, or a second later, another node may go
   * on. To be called before its threads end.
   */
  @Override
  public void close() {
    around.thread().execute(this::beginClosing);
  }

  /** Whether nothing is sent any more, and another node may. */
  public boolean isEnded() {
    return ended;
  }

  private void look() {
    if (ended) {
      return;
    }
    try {
      attempt();
    } finally {
      around.timer().after(PERIOD, () -> around.thread().execute(this::look));
    }
  }

  /** Where the store does not answer, calls go on for as long as the lease is certain. */
  private void attempt() {
    isReading = false;
    long now = now();
    if (!ended && now - pauseEndNanos >= 0) {
      try {
        renew(now);
        note(now);
        readOn();
      } catch (RuntimeException | Error failure) {
        pauseEndNanos = now + PAUSE.toNanos();
        around.events().failed(failure);
      }
    }
    beginCalls();
    report();
  }

  private void renew(long now) {
    SendLease.State state = lease.renew(now);
    if (state == SendLease.State.LOST) {
      drop();
    } else if (state == SendLease.State.BEGUN) {
      drop();
      begin(lease.position());
    }
  }

  private void begin(String position) {
    int batchSize = config.batches() ? WebhookConfig.BATCH_SIZE : 1;
    window = new SendWindow(position, batchSize, config.maxAttempts(), around.chance());
    place = EventId.of(position);
    more = true;
    if (place.isEmpty() && !position.isEmpty()) {
      around.events().skipped(position, OptionalLong.empty());
    }
    around.events().sending(true);
  }

  private void drop() {
    if (window != null) {
      window = null;
      around.events().sending(false);
    }
  }

  private void note(long now) {
    if (window != null && !lease.note(window.position(), now)) {
      drop();
    }
  }

  private void readOn() {
    SendWindow into = window;
    if (into == null || closing || !into.isHalfEmpty()) {
      return;
    }
    EventPage page = source.events().read(place, ALL, event -> offer(into, event));
    if (page.gone()) {
      reportGone(page.start());
    }
    EventId next = page.gone() ? page.start() : page.next();
    into.passed(next.text());
    place = Optional.of(next);
    more = page.gone() || page.more();
    readAgain();
  }

  private boolean offer(SendWindow into, BackEndEvent event) {
    if (!into.hasRoom()) {
      return false;
    }
    into.offer(
        new OfferedEvent(
            event.id().text(),
            event.subject(),
            event.time(),
            event.traceparent(),
            source.json().apply(event)));
    return true;
  }

  private void reportGone(EventId start) {
    OptionalLong missing =
        place
            .filter(from -> from.place().epoch().equals(start.place().epoch()))
            .map(from -> OptionalLong.of(start.place().number() - from.place().number()))
            .orElse(OptionalLong.empty());
    around.events().skipped(place.map(EventId::text).orElse(""), missing);
  }

  /** Goes on with the log where that does not wait for the next look. */
  private void readAgain() {
    if (more && !isReading && window != null && window.isHalfEmpty()) {
      isReading = true;
      around.thread().execute(this::attempt);
    }
  }

  private void beginCalls() {
    SendWindow from = window;
    long now = now();
    if (from == null || closing || !lease.isHeld(now)) {
      return;
    }
    for (PendingCall next = from.next(now); next != null; next = from.next(now)) {
      calls.accept(new EventCall(next, from, now));
    }
  }

  private void ended(EventCall call, Outcome outcome) {
    long now = now();
    around.events().ended(outcome, call.pending.events().size(), now - call.begunNanos);
    if (call.window != window) {
      return; // the lease was lost meanwhile: it is sent again
    }
    if (outcome == Outcome.ACKNOWLEDGED) {
      call.window.acknowledged(call.pending, now);
    } else if (outcome == Outcome.GONE) {
      around.events().stopped();
      leave();
    } else if (call.window.failed(call.pending, now)) {
      around
          .events()
          .givenUp(call.pending.id(), call.pending.events().size(), config.maxAttempts());
    }
    goOn();
    report();
  }

  private void goOn() {
    if (closing && window != null && window.underWay() == 0) {
      leave();
    } else {
      beginCalls();
      readAgain();
    }
  }

  private void report() {
    SendWindow of = window;
    boolean open = of != null && of.isCircuitOpen();
    if (open != isCircuitOpen) {
      isCircuitOpen = open;
      around.events().circuit(open);
    }
    around
        .events()
        .waiting(
            of == null ? 0 : of.unanswered(),
            of == null ? Optional.empty() : of.oldest().map(OfferedEvent::time));
  }

  private void beginClosing() {
    closing = true;
    if (window == null || window.underWay() == 0) {
      leave();
    } else {
      around.timer().after(LAST_ANSWERS, () -> around.thread().execute(this::leave));
    }
  }

  private void leave() {
    if (ended) {
      return;
    }
    try {
      if (window != null) {
        lease.leave(window.position());
      }
    } catch (RuntimeException failure) {
      around.events().failed(failure);
    }
    drop();
    report();
    ended = true;
  }

  private long now() {
    return around.nanoTime().getAsLong();
  }

  /** One call of the window. */
  private final class EventCall implements SignedCall.Asker {

    private static final int GONE = 410;

    private final PendingCall pending;
    private final SendWindow window;
    private final long begunNanos;

    EventCall(PendingCall pending, SendWindow window, long begunNanos) {
      this.pending = pending;
      this.window = window;
      this.begunNanos = begunNanos;
    }

    @Override
    public String id() {
      return pending.id();
    }

    @Override
    public Optional<String> traceparent() {
      return pending.traceparent();
    }

    @Override
    public byte[] body() {
      return config.batches() ? pending.batch() : pending.body();
    }

    @Override
    public int readBytes(int bodyBytes) {
      return WebhookConfig.READ_BYTES;
    }

    @Override
    public void answered(int status, byte[] body) {
      end(
          WebhookConfig.isAcknowledged(status)
              ? Outcome.ACKNOWLEDGED
              : status == GONE ? Outcome.GONE : Outcome.STATUS);
    }

    @Override
    public void failed(SignedCall.Failure failure) {
      end(Outcome.valueOf(failure.name()));
    }

    private void end(Outcome outcome) {
      around.thread().execute(() -> ended(this, outcome));
    }
  }
}
