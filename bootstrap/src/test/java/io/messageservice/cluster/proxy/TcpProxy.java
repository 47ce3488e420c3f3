package io.messageservice.cluster.proxy;

import io.messageservice.adapter.redis.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * A relay of TCP connections to a port of this machine that breaks them in the ways in which
 * networks do. It has a thread that accepts and two for each connection. Any thread may call.
 */
public final class TcpProxy implements AutoCloseable {

  private static final int CONNECT_MILLIS = 5_000;

  private final int port = Ports.next();
  private final int target;
  private final ServerSocket listener;
  private final Valve valve = new Valve();
  private final Set<Relay> passages = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "proxy-" + port);
            thread.setDaemon(true);
            return thread;
          });

  private volatile boolean refuses;

  /** Listens at once; where nobody is at the target, connections are accepted and closed. */
  public TcpProxy(int target) {
    this.target = target;
    try {
      listener = new ServerSocket();
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** Where it listens, on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Resets all connections that there are; new ones are taken. */
  public void cut() {
    passages.forEach(Relay::reset);
  }

  /** From now on every new connection is reset at once; those that there are go on. */
  public void refuse() {
    refuses = true;
  }

  /** From now on nothing passes in either direction, and no connection ends. */
  public void stall() {
    valve.shut();
  }

  /** How many connections and directions wait with something until all passes again. */
  public int held() {
    return valve.waiting();
  }

  /** All passes again, what was held back first. */
  public void pass() {
    refuses = false;
    valve.open();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        threads.execute(() -> relay(client));
      } catch (IOException | RejectedExecutionException closing) {
        // The loop looks whether that was the end.
      }
    }
  }

  private void relay(Socket client) {
    Socket server = new Socket();
    Relay passage = new Relay(client, server, valve);
    if (refuses) {
      passage.reset();
      return;
    }
    try {
      valve.await();
      server.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
    } catch (IOException nobodyThere) {
      passage.reset();
      return;
    }
    passages.add(passage);
    threads.execute(passage::back);
    passage.forth();
    passages.remove(passage);
  }

  /** Resets everything and ends its threads. */
  @Override
  public void close() {
    refuses = true;
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      cut();
      valve.open();
      threads.shutdownNow();
    }
  }
}
