package io.messageservice.adapter.websocket;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.port.out.Identities;
import io.messageservice.protocol.Sessions;
import io.messageservice.transport.Clocks;
import io.messageservice.transport.SessionRegistry;
import io.messageservice.transport.Transport;
import io.messageservice.transport.TransportEvents;
import io.undertow.UndertowOptions;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;
import org.xnio.ssl.SslConnection;

/** The adapter behind a real port of the loopback interface, for tests. */
final class WebSocketServer implements AutoCloseable {

  private static final OptionMap OPTIONS =
      OptionMap.builder()
          .set(Options.TCP_NODELAY, true)
          .set(Options.REUSE_ADDRESSES, true)
          .set(Options.SEND_BUFFER, 64 << 10)
          .set(Options.BACKLOG, 4096)
          .getMap();

  /** The memory for all connections, in hard limits of one. */
  static final long MEMORY_OF_LIMIT = 3;

  private final MemoryBudget memory;
  private final XnioWorker worker;
  private final AcceptingChannel<? extends StreamConnection> accepting;
  private final SessionRegistry registry;

  WebSocketServer(
      int port,
      int ioThreads,
      ServerSetup setup,
      Clocks clocks,
      Identities identities,
      Sessions sessions,
      TransportEvents events) {
    this(port, ioThreads, setup, clocks, identities, sessions, events, null);
  }

  /** Serves TLS where there is a context. */
  WebSocketServer(
      int port,
      int ioThreads,
      ServerSetup setup,
      Clocks clocks,
      Identities identities,
      Sessions sessions,
      TransportEvents events,
      @Nullable SSLContext tls) {
    memory = new MemoryBudget(MEMORY_OF_LIMIT * setup.transport().hardLimitBytes());
    try {
      worker =
          Xnio.getInstance()
              .createWorker(
                  OptionMap.builder()
                      .set(Options.WORKER_IO_THREADS, ioThreads)
                      .set(Options.WORKER_TASK_CORE_THREADS, 1)
                      .set(Options.WORKER_TASK_MAX_THREADS, 1)
                      .getMap());
      registry =
          new SessionRegistry(threads(), setup.transport(), sessions, memory, clocks, events);
      WebSocketAdapter adapter =
          new WebSocketAdapter(
              registry,
              setup.webSockets(),
              setup.limits(),
              identities,
              events instanceof WebSocketEvents both ? both : WebSocketEvents.NONE);
      HttpOpenListener listener =
          new HttpOpenListener(
              new DefaultByteBufferPool(true, 16 << 10),
              OptionMap.create(UndertowOptions.MAX_HEADER_SIZE, 16 << 10));
      listener.setRootHandler(adapter.handler());
      accepting = tls == null ? plain(port, listener) : secure(port, listener, tls);
      accepting.resumeAccepts();
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  /** What is held for clients. */
  MemoryBudget memory() {
    return memory;
  }

  private AcceptingChannel<StreamConnection> plain(int port, HttpOpenListener listener)
      throws IOException {
    return worker.createStreamConnectionServer(
        address(port), ChannelListeners.openListenerAdapter(listener), OPTIONS);
  }

  private AcceptingChannel<SslConnection> secure(
      int port, HttpOpenListener listener, SSLContext tls) throws IOException {
    return new UndertowXnioSsl(worker.getXnio(), OptionMap.EMPTY, tls)
        .createSslConnectionServer(
            worker, address(port), ChannelListeners.openListenerAdapter(listener), OPTIONS);
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private List<TestLoopThread> threads() {
    return IntStream.range(0, worker.getIoThreadCount())
        .mapToObj(worker::getIoThread)
        .map(TestLoopThread::new)
        .sorted(Comparator.comparingInt(TestLoopThread::index))
        .toList();
  }

  Transport transport() {
    return registry;
  }

  int port() {
    return accepting.getLocalAddress(InetSocketAddress.class).getPort();
  }

  @Override
  public void close() {
    IoUtils.safeClose(accepting);
    worker.shutdownNow();
  }
}
