package io.messageservice.transport;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.domain.user.Identity;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.Session;
import io.messageservice.protocol.Sessions;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.Wire;
import io.messageservice.protocol.WireCounts;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection as every transport has it: what waits for it, its deadlines, its session and its
 * end. A transport adds how bytes come and go. Only the thread of its event loop may call.
 *
 * <p>Its life: {@code OPEN} until either side begins to close; {@code CLOSING} while frames and the
 * close frame wait to be written and whatever comes is discarded; {@code CLOSED} once the channel
 * is closed. From CLOSING to CLOSED takes {@link #CLOSE_NANOS} at most.
 */
public abstract class TransportConnection extends TimerWheel.Timed implements Wire {

  private enum State {
    OPEN,
    CLOSING,
    CLOSED
  }

  /** From the close frame to the end of the channel, whatever the peer does. */
  private static final long CLOSE_NANOS = 1_500_000_000L;

  private final TransportEventLoop loop;
  private final MemoryBudget.Account memory;
  private final Outbox outbox;
  private final Deadlines deadlines;
  private final ConnectionCounts counts;
  private State state = State.OPEN;
  private boolean dirty;

  /** Takes no more commands: the node is about to stop. */
  private boolean muted;

  /** Why the connection closes once everything is answered; null while it stays. */
  private @Nullable CloseReason farewell;

  /** What waits for the outbox to empty; null while nothing does. */
  private @Nullable List<Runnable> drainTasks;

  private CloseReason.Cause endedBy = CloseReason.Cause.LOST;
  private @Nullable Session session;

  /** A connection of the named transport, whose frames are framed by the outbox. */
  @SuppressWarnings("this-escape") // the account calls back in a later turn of the event loop
  protected TransportConnection(String name, TransportEventLoop loop, Outbox.Factory outboxes) {
    this.loop = loop;
    LoopContext context = loop.context();
    TransportConfig config = context.config();
    this.memory = context.memory().open(() -> loop.execute(this::evict));
    this.outbox =
        outboxes.create(loop.rings(), memory, config.softLimitBytes(), config.hardLimitBytes());
    this.deadlines = new Deadlines(config, outbox, context.nanos());
    this.counts = new ConnectionCounts(name, context, outbox);
  }

  /** Takes the channel over; nothing is read before {@link #resumeReads}. */
  protected abstract void takeOver();

  /** Reads when bytes are there. */
  protected abstract void resumeReads();

  /** Reads nothing until {@link #resumeReads}. */
  protected abstract void suspendReads();

  /** As {@link #resumeReads}, and reads at once what may have come before. */
  protected abstract void wakeUpReads();

  /** Frees what was read of a message that is not complete. */
  protected abstract void discardInput();

  /** The bytes that ask the peer for a sign of life; empty where the transport needs none. */
  protected abstract byte[] heartbeatFrame();

  /** The bytes that give the reason to the peer; empty where the transport has none. */
  protected abstract byte[] closeFrame(CloseReason reason);

  /** Writes what waits as far as the peer takes it, and ends the channel where that is due. */
  protected abstract void flush() throws IOException;

  /** Closes the channel at once. */
  protected abstract void drop();

  void begin() {
    takeOver();
    loop.schedule(this, deadlines.nextNanos(loop.context().nanos()));
  }

  /** Opens the user's session and reads. */
  void open(Sessions sessions, Identity identity, Dialect dialect) {
    expireAt(identity.expiry());
    try {
      session = sessions.open(this, loop, identity, dialect);
    } catch (Throwable fault) {
      fail(fault);
    }
    resumeReads();
  }

  @Override
  public final void send(TextFrame frame) {
    if (state != State.OPEN) {
      return;
    }
    loop.countFrame();
    counts.sent(frame);
    if (!outbox.isStalled() && outbox.isCrowdedBy(frame)) {
      flushNow();
    }
    if (state == State.OPEN && !outbox.offer(frame)) {
      giveUp();
    }
    if (Outbox.isLarge(frame) && !outbox.isStalled()) {
      flushNow();
    } else {
      flushLater();
    }
    loop.lookAtTurnEnd(); // where it is about to leave
  }

  @Override
  public final WireCounts counts() {
    return counts;
  }

  @Override
  public final boolean isBehind() {
    return outbox.isBehind();
  }

  @Override
  public final MemoryBudget.Account memory() {
    return memory;
  }

  @Override
  public final boolean hasRoomFor(TextFrame frame) {
    if (!outbox.isStalled() && !outbox.hasRoomFor(frame)) {
      flushNow();
    }
    return outbox.hasRoomFor(frame);
  }

  @Override
  public final void whenDrained(Runnable task) {
    drainTasks = drainTasks == null ? new ArrayList<>(1) : drainTasks;
    drainTasks.add(task);
    handOverDrained();
  }

  private void handOverDrained() {
    if (drainTasks != null && outbox.isEmpty()) {
      List<Runnable> due = drainTasks;
      drainTasks = null;
      loop.execute(() -> due.forEach(this::runDrained));
    }
  }

  private void runDrained(Runnable task) {
    if (state != State.OPEN) {
      return;
    }
    try {
      task.run();
    } catch (Throwable fault) {
      fail(fault);
    }
    loop.lookAtTurnEnd(); // it may have been the last that a drain waited for
  }

  @Override
  public final void expireAt(Optional<Instant> expiry) {
    if (state == State.OPEN && loop.context().config().closeOnTokenExpiry()) {
      deadlines.expireAt(expiry.map(loop.context()::endOf).orElse(Deadlines.NEVER));
      loop.schedule(this, deadlines.nextNanos(loop.context().nanos()));
    }
  }

  /** Closes a connection that is too slow; what waits for it is dropped. */
  private void giveUp() {
    events().tooSlow();
    outbox.clear();
    close(CloseReason.TOO_SLOW);
  }

  /** Too much is held for clients, and most of it for this one: its memory is free at once. */
  private void evict() {
    if (state == State.CLOSED) {
      return;
    }
    events().evicted();
    outbox.clear();
    discardInput();
    if (state == State.OPEN && outbox.isAlmostEmpty()) {
      close(CloseReason.EVICTED);
    } else {
      drop();
    }
  }

  /** Takes no more commands; earlier ones may still be answered before a {@link #close}. */
  void stopReading() {
    muted = true;
    if (state == State.OPEN) {
      suspendReads();
    }
  }

  /** Reads again what was held back while an inbox was full. */
  void readOn() {
    deadlines.resume(loop.context().nanos());
    if (state == State.OPEN && !muted) {
      wakeUpReads();
    }
  }

  /** Takes no more commands, and closes once those that it took are answered. */
  void closeOnceAnswered(CloseReason reason) {
    stopReading();
    farewell = reason;
    if (!closeIfAnswered()) {
      loop.leaveLater(this);
    }
  }

  /** Closes where all is answered; whether this connection is closing now. */
  boolean closeIfAnswered() {
    if (farewell != null && (session == null || session.isSettled())) {
      close(farewell);
    }
    return state != State.OPEN;
  }

  @Override
  public final void close(CloseReason reason) {
    if (state == State.OPEN) {
      close(reason.cause(), closeFrame(reason));
    }
  }

  /** Closes with a frame of the transport's own; a second call does nothing. */
  protected final void close(CloseReason.Cause cause, byte[] closeFrame) {
    if (state != State.OPEN) {
      return;
    }
    state = State.CLOSING;
    endedBy = cause;
    discardInput();
    resumeReads(); // so that the end of the channel is seen
    outbox.add(closeFrame);
    flushLater();
    loop.schedule(this, loop.context().nanos() + CLOSE_NANOS);
    loop.endLater(this);
  }

  /** Whether neither side has begun to close. */
  protected final boolean isOpen() {
    return state == State.OPEN;
  }

  protected final TransportEventLoop loop() {
    return loop;
  }

  protected final Outbox outbox() {
    return outbox;
  }

  /** Where messages of the client go; null before it is open and once it has ended. */
  protected final @Nullable Session session() {
    return session;
  }

  /** Whether bytes may be read now. Where not, reads are suspended until they may. */
  protected final boolean mayRead() {
    if (state != State.OPEN || loop.context().backpressure().isOpen()) {
      return true;
    }
    if (!deadlines.arePaused()) {
      deadlines.pause();
      loop.holdBack(this);
      events().heldBack();
    }
    suspendReads();
    return false;
  }

  /** Bytes were received: only that counts as a sign of life. */
  protected final void received(int bytes) {
    counts.received(bytes);
    deadlines.received(loop.context().nanos());
    events().bytesRead(loop.index(), bytes);
  }

  /** The peer's socket took the next bytes of the outbox. */
  protected final void wrote(int bytes) {
    outbox.wrote(bytes);
    events().bytesWritten(loop.index(), bytes);
  }

  @Override
  public final long receivedNanos() {
    return deadlines.receivedNanos();
  }

  /** A whole text of the client was received. */
  protected final void receivedText(byte[] buffer, int offset, int length) {
    if (session != null) {
      counts.receivedMessage(buffer, offset, length);
      session.text(buffer, offset, length);
    }
  }

  /** A message of the client is not complete. */
  protected final void messageBegan() {
    deadlines.messageBegan(loop.context().nanos());
    loop.schedule(this, deadlines.nextNanos(loop.context().nanos()));
  }

  /** No message of the client is incomplete. */
  protected final void messageEnded() {
    deadlines.messageEnded();
  }

  /** The peer did not take all that was written. */
  protected final void stalled() {
    boolean first = !outbox.isStalled();
    outbox.stalled();
    long next = deadlines.nextNanos(loop.context().nanos());
    if (first && state == State.OPEN) {
      loop.schedule(this, next);
    }
  }

  /** Writes what waits, as far as the peer takes it. The one catch-all of writing. */
  protected final void flushNow() {
    dirty = false;
    if (state == State.CLOSED) {
      return;
    }
    try {
      flush();
      handOverDrained();
    } catch (IOException broken) {
      drop();
    } catch (Throwable fault) {
      events().fault(fault);
      drop();
    }
  }

  /** Writes at the end of the turn. A stalled connection waits until its peer takes more. */
  protected final void flushLater() {
    if (!dirty && !outbox.isStalled()) {
      dirty = true;
      loop.flushLater(this);
    }
  }

  /** A bug of one connection: it alone is closed. */
  protected final void fail(Throwable fault) {
    events().fault(fault);
    close(CloseReason.FAULT);
  }

  /** The channel is closed, by either side. Any thread may call. */
  protected final void channelClosed() {
    if (loop.isCurrent()) {
      endedByChannel();
    } else {
      loop.execute(this::endedByChannel);
    }
  }

  private void endedByChannel() {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    discardInput();
    outbox.abandon();
    loop.cancel(this);
    loop.endLater(this);
    loop.context().connections().decrementAndGet();
    events().closed(counts.closed(endedBy));
  }

  /** Ends the session, once. */
  void endSession() {
    Session over = session;
    session = null;
    try {
      if (over != null) {
        over.closed();
      }
    } catch (Throwable fault) {
      events().fault(fault);
    }
  }

  /** What the wheel comes for: the end of a close or of a time limit, and the next heartbeat. */
  @Override
  final long onTime(long nowNanos) {
    if (state != State.OPEN) {
      drop();
      return nowNanos + CLOSE_NANOS;
    }
    switch (deadlines.whatIsDue(nowNanos)) {
      case SILENCE -> {
        events().vanished();
        drop();
      }
      case EXPIRY -> close(CloseReason.TOKEN_EXPIRED);
      case MESSAGE -> {
        events().unfinished();
        close(CloseReason.UNFINISHED);
      }
      case WAIT -> giveUp();
      case HEARTBEAT -> sendHeartbeat(nowNanos);
      case NOTHING -> {}
    }
    return state == State.OPEN ? deadlines.nextNanos(nowNanos) : nowNanos + CLOSE_NANOS;
  }

  private void sendHeartbeat(long nowNanos) {
    deadlines.heartbeatSent(nowNanos);
    if (!outbox.isStalled()) {
      outbox.add(heartbeatFrame());
      flushLater();
    }
  }

  private TransportEvents events() {
    return loop.context().events();
  }
}
