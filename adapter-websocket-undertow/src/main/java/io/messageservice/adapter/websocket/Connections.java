package io.messageservice.adapter.websocket;

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
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/** All connections of the node. Any thread may call what does not say otherwise. */
final class Connections {

  /** What a client that came in the middle of a stop is told. */
  private static final Duration LATECOMER_DELAY = Duration.ofSeconds(1);

  private final List<XnioShard> shards;
  private final Sessions sessions;
  private final WebSocketEvents events;
  private final int limit;
  private final AtomicInteger count = new AtomicInteger();

  /** How many shards still read; counts down once the node stops. */
  private final AtomicInteger reading;

  private volatile boolean stopping;

  Connections(List<XnioShard> shards, Sessions sessions, int limit, WebSocketEvents events) {
    this.shards = shards;
    this.reading = new AtomicInteger(shards.size());
    this.sessions = sessions;
    this.limit = limit;
    this.events = events;
  }

  int count() {
    return count.get();
  }

  /** Whether one more may come in. */
  boolean hasRoom() {
    return !stopping && count.get() < limit;
  }

  /** Takes an upgraded stream, on its I/O thread. The one catch-all of entering. */
  void enter(StreamConnection channel, Verdict verdict, Dialect dialect) {
    XnioShard shard = shards.get(channel.getIoThread().getNumber());
    Connection connection = new Connection(channel, shard, this);
    count.incrementAndGet();
    events.opened();
    try {
      connection.begin();
      admit(connection, verdict, dialect);
    } catch (Throwable fault) {
      events.fault(fault);
      IoUtils.safeClose(channel);
    }
  }

  private void admit(Connection connection, Verdict verdict, Dialect dialect) {
    if (stopping) {
      connection.close(CloseReason.draining(LATECOMER_DELAY));
    } else if (verdict instanceof Verdict.Known known) {
      connection.open(sessions, known.identity(), dialect);
    } else if (verdict instanceof Verdict.Refused refused) {
      connection.refuse(refused);
    }
  }

  /** One connection's TCP ended. */
  void left() {
    count.decrementAndGet();
  }

  /** Takes nothing more: no connections, and no commands from those that there are. */
  void stopReading() {
    stopping = true;
    for (XnioShard shard : shards) {
      shard.execute(
          () -> {
            shard.forEach(Connection::stopReading);
            reading.decrementAndGet();
          });
    }
  }

  /** Whether commands may still be read, also where {@link #stopReading} was called. */
  boolean isReading() {
    return reading.get() > 0;
  }

  /** Closes all, each once it is answered, with delays that are evenly spread. */
  void drain(Duration spreadOver) {
    stopping = true;
    closeEach(spreadOver, CloseReason::draining, Connection::leave);
  }

  /** Closes all that there are, as for a drain; those that come later stay. */
  void sendAway(Duration spreadOver) {
    closeEach(spreadOver, CloseReason::reconnectAfter, Connection::leave);
  }

  /** As {@link #sendAway}, but at once, answered or not. */
  void cutOff(Duration spreadOver) {
    closeEach(spreadOver, CloseReason::reconnectAfter, Connection::close);
  }

  private void closeEach(
      Duration spreadOver,
      Function<Duration, CloseReason> reason,
      BiConsumer<Connection, CloseReason> close) {
    long spreadMillis = spreadOver.toMillis();
    int all = Math.max(1, count.get());
    AtomicInteger told = new AtomicInteger();
    closeEach(
        connection -> {
          long delay = spreadMillis * Math.min(told.getAndIncrement(), all) / all;
          close.accept(connection, reason.apply(Duration.ofMillis(delay)));
        });
  }

  void closeAll(CloseReason reason) {
    stopping = true;
    closeEach(connection -> connection.close(reason));
  }

  private void closeEach(Consumer<Connection> close) {
    for (XnioShard shard : shards) {
      shard.execute(() -> shard.forEach(close));
    }
  }
}
