package io.messageservice.bootstrap.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.messageservice.adapter.http.HttpApiAdapter;
import io.messageservice.application.budget.MemoryBudget;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.ConnectionUtils;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import io.undertow.util.StringWriteChannelListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;
import org.xnio.ssl.SslConnection;

/**
 * A socket from its accept on. Until it is upgraded, all that it reads passes through here, so that
 * the memory that it takes is counted, and the head of a request is bounded. Only its I/O thread
 * may call, except where stated.
 *
 * <pre>
 *             head complete            answered
 *   HEAD ───────────────────▸ EXCHANGE ────────▸ HEAD | DISCARDING
 *     │ too large                │ 101
 *     ▼                          ▼
 *   DISCARDING                UPGRADED           each of them ──▸ CLOSED
 * </pre>
 *
 * <p>A socket whose answer is a stream counts as upgraded, too.
 */
final class OpenSocket extends AbstractStreamSourceConduit<StreamSourceConduit>
    implements UnfinishedRequests.Request {

  /** The largest head of a request: request line and headers. */
  static final int MAX_HEAD_BYTES = 8 << 10;

  /** What Undertow, XNIO and this class keep for a socket that received nothing; measured. */
  private static final int IDLE_BYTES = 2_500;

  /** What TLS adds: an engine in its handshake, and a buffer with a part of a record; measured. */
  private static final int TLS_BYTES = 32 << 10;

  /**
   * A byte of a body stands in the buffer that it was read into, which grows by doubling, in texts
   * that were decoded, and in what is encoded of them.
   */
  private static final int BODY_COPIES = 4;

  private static final int DISCARD_BYTES = 4 << 10;
  private static final int DISCARDS = 16;

  private enum State {
    HEAD,
    EXCHANGE,
    DISCARDING,
    UPGRADED,
    CLOSED
  }

  private final StreamConnection channel;
  private final Sockets sockets;
  private final UnfinishedRequests unfinished;
  private final boolean admitted;
  private final MemoryBudget.Account account;
  private final AtomicBoolean leaving = new AtomicBoolean();

  /** Null once it is upgraded. */
  private @Nullable RequestMeter meter = new RequestMeter();

  /** The parser keeps its buffers from one request to the next, so this never falls. */
  private long parserBytes;

  /** Of Undertow's buffers. */
  private long bufferBytes;

  /** What was read of the body of this request, until it is answered. */
  private long bodyBytes;

  /** Where the body of this request is chunked. */
  private @Nullable ChunkCheck chunks;

  /** Whether the answer to this request began: what comes of its body now is not kept. */
  private boolean answered;

  /** The answer to this request, until it is taken. */
  private long answerBytes;

  private State state = State.HEAD;
  private XnioExecutor.@Nullable Key deadline;

  /** Whether it is in the middle of something, and is not closed under its own feet. */
  private boolean busy;

  /**
   * @param admitted whether its address may have one more; otherwise it is refused
   */
  OpenSocket(StreamConnection channel, Sockets sockets, boolean admitted, MemoryBudget budget) {
    super(channel.getSourceChannel().getConduit());
    this.channel = channel;
    this.sockets = sockets;
    this.unfinished = sockets.unfinished(channel.getIoThread());
    this.admitted = admitted;
    this.account = budget.openRequest(this::end);
  }

  /** The socket of a request. */
  static OpenSocket of(HttpServerExchange exchange) {
    return (OpenSocket) connection(exchange).getOriginalSourceConduit();
  }

  private static HttpServerConnection connection(HttpServerExchange exchange) {
    return (HttpServerConnection) exchange.getConnection();
  }

  /** Takes its place in front of what the channel reads. */
  void begin() {
    channel.getSourceChannel().setConduit(this);
    channel.setCloseListener(closed -> onIoThread(this::closed));
    unfinished.begin(this, admitted);
    if (!admitted) {
      deadline =
          channel
              .getIoThread()
              .executeAfter(this::end, HttpTimes.REFUSED.toMillis(), TimeUnit.MILLISECONDS);
    }
    hold();
  }

  boolean isAdmitted() {
    return admitted;
  }

  @Override
  public int read(ByteBuffer buffer) throws IOException {
    if (state == State.HEAD && meter != null) {
      return readHead(buffer, meter);
    }
    return switch (state) {
      case DISCARDING -> discard();
      case EXCHANGE -> readBody(buffer);
      default -> next.read(buffer);
    };
  }

  private int readBody(ByteBuffer buffer) throws IOException {
    int from = buffer.position();
    int count = next.read(buffer);
    if (count > 0 && chunks != null && !chunks.accepts(buffer, from, count)) {
      buffer.position(from);
      refuse(StatusCodes.BAD_REQUEST);
      return 0;
    }
    if (count > 0 && !answered) {
      bodyBytes += count;
      hold();
    }
    return count;
  }

  /** Undertow reads on only where the head is not complete. */
  private int readHead(ByteBuffer buffer, RequestMeter head) throws IOException {
    int room = MAX_HEAD_BYTES + 1 - head.bytes();
    if (room <= 0) {
      refuse(StatusCodes.REQUEST_HEADER_FIELDS_TOO_LARGE);
      return 0;
    }
    int limit = buffer.limit();
    int from = buffer.position();
    buffer.limit(Math.min(limit, from + room));
    int count = next.read(buffer);
    buffer.limit(limit);
    if (count > 0) {
      head.add(buffer, from, count);
      hold();
    }
    return count;
  }

  /** The answer is written behind what Undertow does with a read that got nothing. */
  private void refuse(int status) {
    become(State.DISCARDING);
    sockets.events().requestRefused(status);
    channel.getIoThread().execute(() -> answerAndClose(answer(status)));
  }

  private static String answer(int status) {
    String problem = new String(HttpApiAdapter.problem(status), ISO_8859_1);
    return """
        HTTP/1.1 %d %s\r
        Content-Type: %s\r
        Content-Length: %d\r
        Connection: close\r
        \r
        %s"""
        .formatted(
            status,
            StatusCodes.getReason(status),
            HttpApiAdapter.PROBLEM,
            problem.length(),
            problem);
  }

  private void answerAndClose(String answer) {
    channel.getSourceChannel().suspendReads();
    new StringWriteChannelListener(answer) {
      @Override
      protected void writeDone(StreamSinkChannel sink) {
        ConnectionUtils.cleanClose(channel);
      }

      @Override
      protected void handleError(StreamSinkChannel sink, IOException broken) {
        IoUtils.safeClose(channel);
      }
    }.setup(channel.getSinkChannel());
  }

  /** What comes is thrown away, so that the peer reads the answer and no reset. */
  private int discard() throws IOException {
    ByteBuffer waste = ByteBuffer.allocate(DISCARD_BYTES);
    int count = next.read(waste);
    for (int i = 1; i < DISCARDS && count > 0; i++) {
      waste.clear();
      count = next.read(waste);
    }
    return Math.min(count, 0);
  }

  /** The head of a request is complete; returns how many bytes it took. */
  int headComplete(HttpServerExchange exchange) {
    PooledByteBuffer behind = connection(exchange).getExtraBytes();
    if (state == State.HEAD) {
      become(State.EXCHANGE);
      unfinished.renew(this);
    }
    bufferBytes = behind == null ? 0 : Listeners.BUFFER_BYTES;
    hold();
    int bytes = meter == null ? 0 : meter.bytes();
    return behind == null ? bytes : bytes - behind.getBuffer().remaining();
  }

  /** Whether what came of the body together with the head is plain. */
  boolean beginBody(HttpServerExchange exchange) {
    PooledByteBuffer behind = connection(exchange).getExtraBytes();
    chunks =
        exchange.getRequestHeaders().contains(Headers.TRANSFER_ENCODING) ? new ChunkCheck() : null;
    if (chunks == null || behind == null) {
      return true;
    }
    ByteBuffer bytes = behind.getBuffer();
    return chunks.accepts(bytes, bytes.position(), bytes.remaining());
  }

  /** The answer is about to be sent, of which it is known how long it is. */
  void answering(HttpServerExchange exchange) {
    if (state == State.EXCHANGE) {
      answered = true;
      bodyBytes = 0;
      bufferBytes = 2 * Listeners.BUFFER_BYTES;
      answerBytes = Math.max(0, exchange.getResponseContentLength());
      hold();
    }
  }

  /** Whatever comes from now on is no request any more. */
  void discardInput() {
    become(state == State.CLOSED ? state : State.DISCARDING);
  }

  /** The exchange is over: its answer is taken and its body read, or its connection is closed. */
  void exchangeComplete(HttpServerExchange exchange) {
    if (state != State.EXCHANGE) {
      return;
    }
    if (exchange.isUpgrade()) {
      upgraded();
    } else if (exchange.isPersistent()) {
      nextRequest(connection(exchange).getExtraBytes());
    } else {
      become(State.DISCARDING);
    }
  }

  /** The answer is a stream: it takes as long as it takes, and has limits of its own. */
  void stream() {
    become(State.UPGRADED);
    meter = null;
    release();
  }

  private void upgraded() {
    become(State.UPGRADED);
    meter = null;
    release();
    channel
        .getIoThread()
        .execute( // behind the upgrade, which puts this in its place once more
            () -> {
              if (channel.getSourceChannel().getConduit() == this) {
                channel.getSourceChannel().setConduit(next);
              }
            });
  }

  private void nextRequest(@Nullable PooledByteBuffer behind) {
    become(State.HEAD);
    bufferBytes = 0;
    bodyBytes = 0;
    answerBytes = 0;
    answered = false;
    if (meter != null) {
      meter.reset();
      if (behind != null) {
        ByteBuffer bytes = behind.getBuffer();
        meter.add(bytes, bytes.position(), bytes.remaining());
      }
    }
    unfinished.renew(this);
    hold();
  }

  private void become(State next) {
    if (next == State.EXCHANGE) {
      sockets.exchangeBegan();
    } else if (state == State.EXCHANGE) {
      sockets.exchangeEnded();
    }
    if (next == State.UPGRADED) {
      sockets.upgraded();
    } else if (state == State.UPGRADED) {
      sockets.upgradedClosed();
    }
    state = next;
  }

  /** Counts what is held now. */
  private void hold() {
    if (state == State.CLOSED || meter == null) {
      return;
    }
    parserBytes = Math.max(parserBytes, meter.costBytes());
    int tlsBytes = channel instanceof SslConnection ? TLS_BYTES : 0;
    long bytes =
        IDLE_BYTES + tlsBytes + parserBytes + bufferBytes + BODY_COPIES * bodyBytes + answerBytes;
    long more = bytes - account.heldBytes();
    busy = true;
    if (more >= 0) {
      account.hold(more);
    } else {
      account.release(-more);
    }
    unfinished.hold(this, bytes);
    busy = false;
  }

  private void release() {
    unfinished.leave(this);
    account.release(account.heldBytes());
  }

  private void closed() {
    become(State.CLOSED);
    release();
    if (deadline != null) {
      deadline.remove();
    }
    forgetParser();
    leave();
  }

  /** A selector keeps a closed channel until it selects again; what that reads for is not kept. */
  private void forgetParser() {
    channel.getSourceChannel().setReadListener(null);
    channel.getSourceChannel().setConduit(next);
  }

  /** Any thread may call. */
  @Override
  public void end() {
    if (leave()) {
      sockets.events().socketEnded();
      onIoThread(this::close);
    }
  }

  /** It may have been upgraded on its own thread while another thread ended it. */
  private void close() {
    if (state == State.UPGRADED) {
      leaving.set(false);
      sockets.stayed();
      return;
    }
    if (busy) {
      channel.getIoThread().execute(() -> IoUtils.safeClose(channel));
    } else {
      IoUtils.safeClose(channel);
    }
  }

  /** From now on it does not count; whether it did. */
  private boolean leave() {
    boolean first = leaving.compareAndSet(false, true);
    if (first) {
      sockets.left();
    }
    return first;
  }

  private void onIoThread(Runnable task) {
    if (Thread.currentThread() == channel.getIoThread()) {
      task.run();
      return;
    }
    try {
      channel.getIoThread().execute(task);
    } catch (RejectedExecutionException stopped) {
      IoUtils.safeClose(channel); // all end with their threads
    }
  }
}
