package io.messageservice.bootstrap.http;

import io.messageservice.application.port.in.GetPresence;
import io.messageservice.bootstrap.start.PortProblem;
import io.messageservice.bootstrap.start.StartProblem;
import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/**
 * The I/O threads and the ports. The accepting channels are made by hand, since a listener of
 * Undertow's own builder can only be stopped together with its live connections.
 */
final class Listeners implements AutoCloseable {

  /** Beside the bound of {@link OpenSocket}, which answers 431; Undertow's own answer is 400. */
  private static final int HEADER_BYTES = 2 * OpenSocket.MAX_HEAD_BYTES;

  static final int BUFFER_BYTES = 16 << 10;

  /** Headers of one request. */
  static final int MAX_HEADERS = 64;

  /** Parameters of one request: as many users as may be asked for at once, and a few. */
  static final int MAX_PARAMETERS = GetPresence.MAX_USERS + 8;

  /** Who reads a body has a limit of its own; past one of Undertow's the connection breaks. */
  private static final long MAX_ENTITY_BYTES = -1;

  /** What a stalled peer may hold in the kernel. */
  private static final int SEND_BUFFER_BYTES = 128 << 10;

  private static final int BACKLOG = 4_096;

  /** Started only where TLS handshakes come, which they compute. */
  private static final int TASK_THREADS = Runtime.getRuntime().availableProcessors();

  private static final OptionMap HTTP =
      OptionMap.builder()
          .set(UndertowOptions.MAX_HEADER_SIZE, HEADER_BYTES)
          .set(UndertowOptions.MAX_HEADERS, MAX_HEADERS)
          .set(UndertowOptions.MAX_PARAMETERS, MAX_PARAMETERS)
          .set(UndertowOptions.MAX_ENTITY_SIZE, MAX_ENTITY_BYTES)
          .set(UndertowOptions.ALWAYS_SET_DATE, false)
          .getMap();

  private static final OptionMap TCP =
      OptionMap.builder()
          .set(Options.TCP_NODELAY, true)
          .set(Options.REUSE_ADDRESSES, true)
          .set(Options.SEND_BUFFER, SEND_BUFFER_BYTES)
          .set(Options.BACKLOG, BACKLOG)
          .getMap();

  /* Undertow itself grants 10 s. */
  static {
    System.setProperty("io.undertow.max-drain-time", Long.toString(HttpTimes.REFUSED.toMillis()));
  }

  private final XnioWorker worker;
  private final DefaultByteBufferPool buffers = new DefaultByteBufferPool(true, BUFFER_BYTES);

  private final HttpTimes times;

  private Listeners(XnioWorker worker, HttpTimes times) {
    this.worker = worker;
    this.times = times;
  }

  /** Starts one I/O thread for each processor. */
  static Listeners start(HttpTimes times) throws IOException {
    return new Listeners(
        Xnio.getInstance()
            .createWorker(
                OptionMap.builder()
                    .set(Options.WORKER_NAME, "io")
                    .set(Options.WORKER_IO_THREADS, HttpModule.LOOPS)
                    .set(Options.WORKER_TASK_CORE_THREADS, TASK_THREADS)
                    .set(Options.WORKER_TASK_MAX_THREADS, TASK_THREADS)
                    .getMap()),
        times);
  }

  XnioWorker worker() {
    return worker;
  }

  /** Opens a port that speaks HTTP. */
  AcceptingChannel<? extends StreamConnection> open(
      String setting, InetSocketAddress address, Sockets sockets, HttpHandler handler)
      throws StartProblem {
    return open(setting, address, sockets, handler, Optional.empty());
  }

  /** Opens a port that speaks HTTP, in TLS where that is given. */
  AcceptingChannel<? extends StreamConnection> open(
      String setting,
      InetSocketAddress address,
      Sockets sockets,
      HttpHandler handler,
      Optional<TlsPort> tls)
      throws StartProblem {
    HttpOpenListener http = new HttpOpenListener(buffers, http());
    http.setRootHandler(new ExchangeDeadline(times.exchange(), new RequestCheck(sockets, handler)));
    ChannelListener<StreamConnection> listener = sockets.counting(http);
    try {
      AcceptingChannel<? extends StreamConnection> channel =
          tls.isPresent()
              ? tls.get().open(worker, address, listener, tcp(sockets))
              : worker.createStreamConnectionServer(
                  address, ChannelListeners.openListenerAdapter(listener), tcp(sockets));
      channel.resumeAccepts();
      return channel;
    } catch (IOException e) {
      throw new StartProblem(PortProblem.line(setting, address.getPort(), e));
    }
  }

  private OptionMap http() {
    return OptionMap.builder()
        .addAll(HTTP)
        .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, (int) times.head().toMillis())
        .set(UndertowOptions.NO_REQUEST_TIMEOUT, (int) times.idle().toMillis())
        .getMap();
  }

  /**
   * XNIO divides both marks among the I/O threads. With a lower low mark a thread that was full
   * would go on only once two of its connections have ended, and a place would stay empty.
   */
  private static OptionMap tcp(Sockets sockets) {
    return OptionMap.builder()
        .addAll(TCP)
        .set(Options.CONNECTION_HIGH_WATER, sockets.limits().accepted())
        .set(Options.CONNECTION_LOW_WATER, sockets.limits().accepted())
        .getMap();
  }

  /** The port that a channel is open on. */
  static int portOf(AcceptingChannel<?> channel) {
    return channel.getLocalAddress(InetSocketAddress.class).getPort();
  }

  /** Takes no more connections there; those that are open stay. */
  static void stopAccepting(AcceptingChannel<?> channel) {
    IoUtils.safeClose(channel);
  }

  /** Returns once all connections are closed and nothing is held for them, or soon after. */
  @Override
  public void close() {
    worker.shutdownNow();
    try {
      boolean unused = worker.awaitTermination(HttpTimes.END.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    buffers.close();
  }
}
