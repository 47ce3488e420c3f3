package io.messageservice.architecture.inmemory;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.Sessions;
import io.messageservice.transport.Clocks;
import io.messageservice.transport.SessionRegistry;
import io.messageservice.transport.Transport;
import io.messageservice.transport.TransportConfig;
import io.messageservice.transport.TransportEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A transport without a network. One thread calls, and plays the threads of both event loops. */
final class InMemoryTransport implements Transport {

  private final List<InMemoryThread> threads =
      List.of(new InMemoryThread(0, this::nanos), new InMemoryThread(1, this::nanos));
  private final SessionRegistry registry;
  private int connected;
  private long nanos;

  InMemoryTransport(TransportConfig config, Sessions sessions, TransportEvents events) {
    this.registry =
        new SessionRegistry(
            threads,
            config,
            sessions,
            MemoryBudget.unlimited(),
            new Clocks(this::nanos, () -> Instant.EPOCH),
            events);
  }

  /**
   * Connects, each client to another event loop than the one before.
   *
   * @param settle runs everything, the event loops included
   */
  InMemoryClient connect(Verdict verdict, Dialect dialect, Runnable settle) {
    InMemoryThread thread = threads.get(connected++ % threads.size());
    InMemoryConnection[] connection = new InMemoryConnection[1];
    InMemoryClient client =
        new InMemoryClient(
            text -> {
              thread.execute(() -> connection[0].textCame(text));
              settle.run();
            });
    connection[0] = new InMemoryConnection(registry.loop(thread.index()), client);
    thread.execute(() -> registry.enter(connection[0], verdict, dialect));
    settle.run();
    return client;
  }

  private long nanos() {
    return nanos;
  }

  /** Lets time pass; what is due by then runs with {@link #run}. */
  void pass(Duration duration) {
    nanos += duration.toNanos();
  }

  /** Runs the tasks that the event loops have; whether there was one. */
  boolean run() {
    return threads.stream().filter(InMemoryThread::run).count() > 0;
  }

  @Override
  public List<EventLoop> loops() {
    return registry.loops();
  }

  @Override
  public int connections() {
    return registry.connections();
  }

  @Override
  public void stopAccepting() {
    registry.stopAccepting();
  }

  @Override
  public boolean isAccepting() {
    return registry.isAccepting();
  }

  @Override
  public void drain(Duration spreadOver) {
    registry.drain(spreadOver);
  }

  @Override
  public void reconnect(Duration spreadOver) {
    registry.reconnect(spreadOver);
  }

  @Override
  public void reconnectNow(Duration spreadOver) {
    registry.reconnectNow(spreadOver);
  }

  @Override
  public void closeAll(CloseReason reason) {
    registry.closeAll(reason);
  }
}
