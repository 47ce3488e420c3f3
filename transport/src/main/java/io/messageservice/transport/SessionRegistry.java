package io.messageservice.transport;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.Sessions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * All connections of the node and the event loops that own them. Adapters bring connections in; one
 * registry serves all adapters of a node. Any thread may call, except where stated.
 */
public final class SessionRegistry implements Transport {

  /** The delay for a client that comes while the node stops. */
  private static final Duration LATE_CLIENT_DELAY = Duration.ofSeconds(1);

  private final LoopContext context;
  private final List<TransportEventLoop> loops;
  private final Sessions sessions;
  private final AddressLimits addresses;

  /** How many loops still read commands; counts down once the node stops. */
  private final AtomicInteger reading;

  private volatile boolean stopping;

  /**
   * @param threads one for each event loop, each at its {@link LoopThread#index}
   * @param sessions opens a session for each connection with a good token
   * @param memory what is held for connections draws from it
   */
  public SessionRegistry(
      List<? extends LoopThread> threads,
      TransportConfig config,
      Sessions sessions,
      MemoryBudget memory,
      Clocks clocks,
      TransportEvents events) {
    this.context = new LoopContext(config, memory, clocks, events);
    this.loops = threads.stream().map(thread -> new TransportEventLoop(thread, context)).toList();
    this.reading = new AtomicInteger(loops.size());
    this.sessions = sessions;
    this.addresses = new AddressLimits(config.refusedHandshakes(), clocks.nanos());
  }

  @Override
  public List<EventLoop> loops() {
    return List.copyOf(loops);
  }

  /** The event loop of the thread with that number. */
  public TransportEventLoop loop(int index) {
    return loops.get(index);
  }

  /** How often addresses get a reason for a refusal, whatever they speak. */
  public AddressLimits addresses() {
    return addresses;
  }

  public Clocks clocks() {
    return context.clocks();
  }

  @Override
  public int connections() {
    return context.connections().get();
  }

  /** Whether one more connection may come in. */
  public boolean hasRoom() {
    return !stopping && connections() < context.config().maxConnections();
  }

  /**
   * Takes a new connection and opens its session, or closes it where the token is refused. Only the
   * thread of its event loop may call. The one catch-all of entering.
   */
  public void enter(TransportConnection connection, Verdict verdict, Dialect dialect) {
    context.connections().incrementAndGet();
    context.events().opened();
    try {
      connection.begin();
      admit(connection, verdict, dialect);
    } catch (Throwable fault) {
      context.events().fault(fault);
      connection.drop();
    }
  }

  private void admit(TransportConnection connection, Verdict verdict, Dialect dialect) {
    if (stopping) {
      connection.close(CloseReason.draining(LATE_CLIENT_DELAY));
    } else if (verdict instanceof Verdict.Known known) {
      connection.open(sessions, known.identity(), dialect);
      if (connection.isOpen()) {
        context.events().admitted();
      }
    } else if (verdict instanceof Verdict.Refused refused) {
      context.events().tokenRefused(refused.reason());
      connection.close(CloseReason.refused(refused));
    }
  }

  @Override
  public void stopAccepting() {
    stopping = true;
    for (TransportEventLoop loop : loops) {
      loop.execute(
          () -> {
            loop.forEach(TransportConnection::stopReading);
            reading.decrementAndGet();
          });
    }
  }

  @Override
  public boolean isAccepting() {
    return reading.get() > 0;
  }

  @Override
  public void drain(Duration spreadOver) {
    stopping = true;
    closeEach(spreadOver, CloseReason::draining, TransportConnection::closeOnceAnswered);
  }

  @Override
  public void reconnect(Duration spreadOver) {
    closeEach(spreadOver, CloseReason::reconnectAfter, TransportConnection::closeOnceAnswered);
  }

  @Override
  public void reconnectNow(Duration spreadOver) {
    closeEach(spreadOver, CloseReason::reconnectAfter, TransportConnection::close);
  }

  private void closeEach(
      Duration spreadOver,
      Function<Duration, CloseReason> reason,
      BiConsumer<TransportConnection, CloseReason> close) {
    long spreadMillis = spreadOver.toMillis();
    int all = Math.max(1, connections());
    AtomicInteger closed = new AtomicInteger();
    closeEach(
        connection -> {
          long delay = spreadMillis * Math.min(closed.getAndIncrement(), all) / all;
          close.accept(connection, reason.apply(Duration.ofMillis(delay)));
        });
  }

  @Override
  public void closeAll(CloseReason reason) {
    stopping = true;
    closeEach(connection -> connection.close(reason));
  }

  private void closeEach(Consumer<TransportConnection> close) {
    for (TransportEventLoop loop : loops) {
      loop.execute(() -> loop.forEach(close));
    }
  }
}
