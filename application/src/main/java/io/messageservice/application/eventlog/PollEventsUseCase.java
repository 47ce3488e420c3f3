package io.messageservice.application.eventlog;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.Reply.Prepared;
import io.messageservice.application.port.in.event.EventId;
import io.messageservice.application.port.in.event.PollEvents;
import io.messageservice.application.port.in.event.ReadEvents;
import io.messageservice.application.port.in.event.ReadEvents.EventPage;
import io.messageservice.application.port.in.event.RecipientPage;
import io.messageservice.application.reader.ClientReads;
import io.messageservice.application.reader.ReaderEnvironment;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Reads events on threads that may block; requests that wait hold none. */
public final class PollEventsUseCase implements PollEvents {

  /** The most memory that reading and encoding a page takes. */
  private static final int READ_BYTES = 2 << 20;

  /** The most memory that a page of recipients takes. */
  private static final int RECIPIENT_BYTES = 1 << 20;

  private static final Refusal ONLY_SERVICES =
      new Refusal(Refusal.Code.FORBIDDEN, "only services read events");

  private static final Refusal NO_SUCH_EVENT =
      new Refusal(Refusal.Code.NOT_FOUND, "no such event of a message is kept");

  private final ReadEvents events;
  private final ClientReads reads;
  private final WaitingRequests waiting;
  private final LongSupplier nanoTime;

  /**
   * Nobody waits.
   *
   * @param nanoTime a monotonic clock
   */
  public PollEventsUseCase(
      ReadEvents events, ClientReads reads, ReaderEnvironment around, LongSupplier nanoTime) {
    this.events = events;
    this.reads = reads;
    this.waiting = new WaitingRequests(events::newest, around, nanoTime);
    this.nanoTime = nanoTime;
  }

  @Override
  public void poll(Caller caller, Request request, Reply<Polled> reply) {
    if (!caller.actor().isService()) {
      reply.refused(ONLY_SERVICES);
      return;
    }
    long deadline = nanoTime.getAsLong() + request.maxWait().toNanos();
    new Poll(caller, reply, deadline).read(request);
  }

  @Override
  public void recipients(
      Caller caller, EventId id, Optional<UserId> after, Reply<RecipientPage> reply) {
    if (!caller.actor().isService()) {
      reply.refused(ONLY_SERVICES);
      return;
    }
    reads.read(
        caller,
        reply::refused,
        RECIPIENT_BYTES,
        () ->
            events
                .recipients(id, after)
                .map(reply::prepare)
                .orElse(new Prepared(0, () -> reply.refused(NO_SUCH_EVENT))));
  }

  @Override
  public void endWaiting() {
    waiting.end();
  }

  /** A request until its answer. */
  private final class Poll {
    private final Caller caller;
    private final Reply<Polled> reply;
    private final long deadline;

    Poll(Caller caller, Reply<Polled> reply, long deadline) {
      this.caller = caller;
      this.reply = reply;
      this.deadline = deadline;
    }

    /** On the thread of the caller's event loop, or before the request is handed over. */
    void read(Request request) {
      reads.read(caller, reply::refused, READ_BYTES, () -> answer(request));
    }

    private Prepared answer(Request request) {
      EventId newest = events.newest();
      Polled page = request.latest() ? nothingAfter(newest) : page(request);
      boolean isNothing = page.events().isEmpty() && !page.gone() && !page.more();
      if (!isNothing || !waiting.isBefore(deadline)) {
        return reply.prepare(page);
      }
      Request rest = request.from(page.next());
      return waiting.add(newest, deadline, () -> caller.loop().execute(() -> read(rest)))
          ? new Prepared(0, () -> {})
          : new Prepared(0, () -> reply.refused(Refusal.OVERLOADED));
    }

    private Polled nothingAfter(EventId newest) {
      return new Polled(false, List.of(), newest, false);
    }

    private Polled page(Request request) {
      List<byte[]> page = new ArrayList<>();
      int[] bytes = {0};
      EventPage read =
          events.read(
              request.after(),
              request.types(),
              event -> {
                if (page.size() == request.limit()) {
                  return false;
                }
                byte[] encoded = request.encoding().apply(event);
                bytes[0] += encoded.length;
                return (bytes[0] <= request.maxBytes() || page.isEmpty()) && page.add(encoded);
              });
      return new Polled(read.gone(), page, read.gone() ? read.start() : read.next(), read.more());
    }
  }
}
