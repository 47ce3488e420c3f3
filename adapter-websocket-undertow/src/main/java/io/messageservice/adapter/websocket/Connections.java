package io.messageservice.adapter.websocket;

import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.Dialogues;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/** All connections of the node. Any thread may call what does not say otherwise. */
final class Connections {

  /** What a client that came in the middle of a stop is told. */
  private static final Duration LATECOMER_DELAY = Duration.ofSeconds(1);

  private final List<XnioShard> shards;
  private final Dialogues dialogues;
  private final WebSocketEvents events;
  private final int limit;
  private final AtomicInteger count = new AtomicInteger();

  /** How many shards still read; counts down once the node stops. */
  private final AtomicInteger reading;

  private volatile boolean stopping;

  Connections(List<XnioShard> shards, Dialogues dialogues, int limit, WebSocketEvents events) {
    this.shards = shards;
    this.reading = new AtomicInteger(shards.size());
    this.dialogues = dialogues;
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
      connection.close(CloseCode.RESTART, reconnectAfter(LATECOMER_DELAY.toMillis()));
    } else if (verdict instanceof Verdict.Known known) {
      connection.open(dialogues, known.identity(), dialect);
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

  /** Closes all with 1012, each once it is answered and told another delay, evenly spread. */
  void drain(Duration spreadOver) {
    stopping = true;
    sendAway(spreadOver);
  }

  /** Closes all that there are, as for a drain; those that come later stay. */
  void sendAway(Duration spreadOver) {
    closeEach(spreadOver, Connection::leave);
  }

  /** As {@link #sendAway}, but at once, answered or not. */
  void cutOff(Duration spreadOver) {
    closeEach(spreadOver, (connection, reason) -> connection.close(CloseCode.RESTART, reason));
  }

  private void closeEach(Duration spreadOver, BiConsumer<Connection, String> close) {
    long spreadMillis = spreadOver.toMillis();
    int all = Math.max(1, count.get());
    AtomicInteger told = new AtomicInteger();
    closeEach(
        connection -> {
          long delay = spreadMillis * Math.min(told.getAndIncrement(), all) / all;
          close.accept(connection, reconnectAfter(delay));
        });
  }

  void closeAll(int code, String reason) {
    stopping = true;
    closeEach(connection -> connection.close(code, reason));
  }

  private void closeEach(Consumer<Connection> close) {
    for (XnioShard shard : shards) {
      shard.execute(() -> shard.forEach(close));
    }
  }

  static String reconnectAfter(long millis) {
    return "reconnect after " + millis + " ms";
  }
}
