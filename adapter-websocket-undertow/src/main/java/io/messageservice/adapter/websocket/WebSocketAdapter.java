package io.messageservice.adapter.websocket;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.port.out.Identities;
import io.messageservice.application.port.out.Shard;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.Sessions;
import io.undertow.server.HttpHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;

/**
 * The WebSocket transport over the I/O threads of a worker. Any thread may call.
 *
 * <p>The listener whose connections come here must run on the same worker, and must set no read,
 * write or idle timeout and no statistics: each would stay in the way of every byte.
 */
public final class WebSocketAdapter {

  private final List<XnioShard> shards;
  private final Connections connections;
  private final Handshake handshake;

  /**
   * @param identities judges the token of each handshake
   * @param sessions where connections with a good token go
   * @param memory what is held for connections draws from it
   */
  public WebSocketAdapter(
      XnioWorker worker,
      WebSocketConfig config,
      Identities identities,
      Sessions sessions,
      MemoryBudget memory,
      WebSocketEvents events) {
    this(
        worker,
        config,
        new FrameLimits(config.maxFrameBytes(), false),
        Time.system(),
        identities,
        sessions,
        memory,
        events);
  }

  WebSocketAdapter(
      XnioWorker worker,
      WebSocketConfig config,
      FrameLimits limits,
      Time time,
      Identities identities,
      Sessions sessions,
      MemoryBudget memory,
      WebSocketEvents events) {
    List<XnioIoThread> threads = threadsOf(worker);
    Intake intake = new Intake(memory.limitBytes());
    this.shards =
        threads.stream()
            .map(thread -> new XnioShard(thread, config, limits, intake, memory, time, events))
            .toList();
    Addresses addresses = new Addresses(config.refusedHandshakes(), time.nanos());
    this.connections = new Connections(shards, sessions, config.maxConnections(), events);
    this.handshake = new Handshake(identities, connections, addresses, config, events);
  }

  /** Upgrades at {@code /} and {@code /ws}; to be called on I/O threads, as Undertow does. */
  public HttpHandler handler() {
    return handshake;
  }

  /** One per I/O thread, each at its {@link Shard#index}. */
  public List<Shard> shards() {
    return List.copyOf(shards);
  }

  /** How many connections there are, closing ones included. */
  public int connections() {
    return connections.count();
  }

  /**
   * Takes no more connections and reads no more from those that there are, so that what they asked
   * before can be answered before they are closed. Returns at once.
   */
  public void stopReading() {
    connections.stopReading();
  }

  /** Whether commands may still come in; false soon after {@link #stopReading}. */
  public boolean isReading() {
    return connections.isReading();
  }

  /**
   * Takes no more connections and commands, and closes all, each once it is answered, with 1012 and
   * a reason {@code reconnect after N ms}. Returns at once; {@link #connections} falls to 0 within
   * two seconds.
   *
   * @param spreadOver the delays that the clients are told are spread evenly from 0 to this
   */
  public void drain(Duration spreadOver) {
    connections.drain(spreadOver);
  }

  /**
   * Closes all that there are as {@link #drain} does; those that come later stay. Returns at once.
   *
   * @param spreadOver as for a drain
   */
  public void sendAway(Duration spreadOver) {
    connections.sendAway(spreadOver);
  }

  /**
   * Closes all that there are as {@link #sendAway} does, but without waiting for answers: a shard
   * that is given something to tell afterwards tells none of them. Returns at once.
   *
   * @param spreadOver as for a drain
   */
  public void cutOff(Duration spreadOver) {
    connections.cutOff(spreadOver);
  }

  /** Takes no more connections and closes all for the same reason. Returns at once. */
  public void closeAll(CloseReason reason) {
    connections.closeAll(reason);
  }

  private static List<XnioIoThread> threadsOf(XnioWorker worker) {
    Map<Integer, XnioIoThread> byNumber = new TreeMap<>();
    for (int i = 0; i < worker.getIoThreadCount(); i++) {
      XnioIoThread thread = worker.getIoThread(i);
      byNumber.put(thread.getNumber(), thread);
    }
    return List.copyOf(byNumber.values());
  }
}
