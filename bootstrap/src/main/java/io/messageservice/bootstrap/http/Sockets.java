package io.messageservice.bootstrap.http;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.transport.ClientNetwork;
import io.undertow.server.HttpHandler;
import io.undertow.util.StatusCodes;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.xnio.ChannelListener;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;

/**
 * The sockets that are open on one port, upgraded or not, each counted once from its accept until
 * it closes. Any thread may call.
 *
 * <p>Past {@link SocketLimits#served} the oldest socket that is not upgraded ends, so that a new
 * one gets in; where all are upgraded, requests are answered with 503. At {@link
 * SocketLimits#accepted}, somewhat above, the port accepts nothing more until one ends, so that
 * descriptors never do.
 */
final class Sockets {

  private final SocketLimits limits;
  private final MemoryBudget budget;
  private final long unfinishedBytes;
  private final HttpEvents events;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger upgraded = new AtomicInteger();
  private final AtomicInteger exchanges = new AtomicInteger();
  private final Map<XnioIoThread, UnfinishedRequests> unfinished = new ConcurrentHashMap<>();
  private final Map<ClientNetwork, Integer> openByNetwork = new ConcurrentHashMap<>();

  /**
   * @param budget what sockets take until they are upgraded is drawn from it
   * @param unfinishedBytes the limit of all that; each I/O thread has its share
   */
  Sockets(SocketLimits limits, MemoryBudget budget, long unfinishedBytes, HttpEvents events) {
    this.limits = limits;
    this.budget = budget;
    this.unfinishedBytes = unfinishedBytes;
    this.events = events;
  }

  SocketLimits limits() {
    return limits;
  }

  /** Those of one I/O thread. */
  UnfinishedRequests unfinished(XnioIoThread thread) {
    return unfinished.computeIfAbsent(
        thread, t -> new UnfinishedRequests(unfinishedBytes / t.getWorker().getIoThreadCount()));
  }

  /** What is held for all sockets that are not upgraded. */
  long unfinishedBytes() {
    return unfinished.values().stream().mapToLong(UnfinishedRequests::heldBytes).sum();
  }

  HttpEvents events() {
    return events;
  }

  /** How many there are; those that are being ended do not count. */
  int open() {
    return open.get();
  }

  /** Counts what is opened before it goes on. */
  ChannelListener<StreamConnection> counting(ChannelListener<? super StreamConnection> next) {
    return channel -> {
      ClientNetwork network =
          ClientNetwork.of(channel.getPeerAddress(InetSocketAddress.class).getAddress());
      boolean admitted = enter(network);
      if (admitted) {
        channel.setCloseListener(closed -> leave(network));
      }
      open.incrementAndGet();
      makeRoom(channel.getIoThread());
      new OpenSocket(channel, this, admitted, budget).begin();
      if (channel.isOpen()) { // Undertow would keep a closed one for ever
        next.handleEvent(channel);
      }
    };
  }

  /** One may not suffice: the oldest may be one that is being ended already. */
  private void makeRoom(XnioIoThread thread) {
    boolean ended = true;
    while (ended && open.get() > limits.served()) {
      ended = endOldest(thread);
    }
  }

  /** On this thread where it has one: there it is closed at once. Whether there was any. */
  private boolean endOldest(XnioIoThread thread) {
    return unfinished(thread).endOldest()
        || unfinished.values().stream().anyMatch(UnfinishedRequests::endOldest);
  }

  /** One more is upgraded. */
  void upgraded() {
    upgraded.incrementAndGet();
  }

  /** One that was upgraded is closed. */
  void upgradedClosed() {
    upgraded.decrementAndGet();
  }

  /** The head of a request is complete. */
  void exchangeBegan() {
    exchanges.incrementAndGet();
  }

  /** Its answer is taken, it is upgraded, or its socket is closed. */
  void exchangeEnded() {
    exchanges.decrementAndGet();
  }

  /** How many requests are read and not yet answered. */
  int exchanges() {
    return exchanges.get();
  }

  /** One does not count any more. */
  void left() {
    open.decrementAndGet();
  }

  /** One that did not count counts again. */
  void stayed() {
    open.incrementAndGet();
  }

  /** Whether the network had room for one more, which is now taken. */
  private boolean enter(ClientNetwork network) {
    if (limits.perAddress().isEmpty()) {
      return true;
    }
    int most = limits.perAddress().getAsInt();
    boolean[] entered = new boolean[1];
    openByNetwork.compute(
        network,
        (key, count) -> {
          int before = count == null ? 0 : count;
          entered[0] = before < most;
          return entered[0] ? Integer.valueOf(before + 1) : count;
        });
    return entered[0];
  }

  private void leave(ClientNetwork network) {
    openByNetwork.computeIfPresent(network, (key, count) -> count == 1 ? null : count - 1);
  }

  /**
   * Answers with 503, and ends the connection, where as many as are served are upgraded. How many
   * are open does not count: there may be more for a moment, until the oldest has ended.
   */
  HttpHandler guarding(HttpHandler next) {
    return exchange -> {
      if (upgraded.get() < limits.served()) {
        next.handleRequest(exchange);
      } else {
        events.requestRefused(StatusCodes.SERVICE_UNAVAILABLE);
        RequestCheck.refuse(exchange, StatusCodes.SERVICE_UNAVAILABLE);
      }
    };
  }
}
