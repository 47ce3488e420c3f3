package io.messageservice.bootstrap.doctor;

import io.messageservice.client.socket.ClientSocket;
import io.messageservice.client.socket.JdkSockets;
import io.messageservice.client.socket.OpeningRequest;
import io.messageservice.client.socket.SocketEnd;
import io.messageservice.client.socket.SocketListener;
import io.messageservice.client.socket.SocketOpener;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Connects as a client does and sees what the way lets pass. */
record ProxyCheck(ProxyRequest request, SocketOpener opener) implements DoctorCheck {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** A ping may be late. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  ProxyCheck(ProxyRequest request) {
    this(request, new JdkSockets());
  }

  @Override
  public List<Finding> look() throws InterruptedException {
    return ProxyFindings.judge(measure());
  }

  ProxyFacts measure() throws InterruptedException {
    Watch watch = new Watch();
    try {
      ClientSocket socket = open(opening(), watch);
      try {
        return facts(socket, watch);
      } finally {
        socket.abort();
      }
    } catch (ExecutionException | TimeoutException e) {
      return failed(why(e));
    }
  }

  private ProxyFacts facts(ClientSocket socket, Watch watch) throws InterruptedException {
    Optional<SocketEnd> refused = watch.findRefusal();
    boolean open = request.token().isPresent() && refused.isEmpty();
    return new ProxyFacts(
        isEncrypted(),
        isLocal(),
        Optional.empty(),
        request.token().isPresent(),
        refused,
        socket.subprotocol(),
        open && isAnswered(socket, watch),
        open ? originFailure() : Optional.empty(),
        open && request.waits() ? Optional.of(idle(watch)) : Optional.empty(),
        request.maxPerAddress());
  }

  private ProxyFacts failed(String why) {
    return new ProxyFacts(
        isEncrypted(),
        isLocal(),
        Optional.of(why),
        false,
        Optional.empty(),
        "",
        false,
        Optional.empty(),
        Optional.empty(),
        request.maxPerAddress());
  }

  private OpeningRequest opening() {
    OpeningRequest plain = OpeningRequest.to(request.url());
    return request
        .token()
        .map(token -> plain.withSubprotocols(List.of(ProxyFindings.SUBPROTOCOL, "bearer." + token)))
        .orElse(plain);
  }

  private ClientSocket open(OpeningRequest how, SocketListener listener)
      throws InterruptedException, ExecutionException, TimeoutException {
    return opener.open(how, listener).get(PATIENCE.toMillis() * 2, TimeUnit.MILLISECONDS);
  }

  private static boolean isAnswered(ClientSocket socket, Watch watch) throws InterruptedException {
    socket.probe();
    return find(watch.pong, PATIENCE).isPresent();
  }

  /** As a browser connects that shows a page of the same host. */
  private Optional<String> originFailure() throws InterruptedException {
    URI url = request.url();
    String origin = (isEncrypted() ? "https://" : "http://") + url.getAuthority();
    try {
      open(opening().withHeader("Origin", origin), new Watch()).abort();
      return Optional.empty();
    } catch (ExecutionException | TimeoutException e) {
      return Optional.of(why(e));
    }
  }

  private ProxyFacts.Idle idle(Watch watch) throws InterruptedException {
    Duration watched = request.heartbeat().multipliedBy(2).plus(MARGIN);
    long begun = System.nanoTime();
    Optional<SocketEnd> end = find(watch.end, watched);
    Duration lived = Duration.ofNanos(System.nanoTime() - begun);
    return new ProxyFacts.Idle(watched, lived, watch.pings.get(), end);
  }

  private boolean isEncrypted() {
    return "wss".equals(request.url().getScheme());
  }

  private boolean isLocal() {
    try {
      return InetAddress.getByName(request.url().getHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static String why(Exception e) {
    return e instanceof TimeoutException || e.getCause() == null
        ? "nobody answered in time"
        : String.valueOf(e.getCause().getMessage());
  }

  private static <T> Optional<T> find(CompletableFuture<T> future, Duration time)
      throws InterruptedException {
    try {
      return Optional.of(future.get(time.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Notes what arrives. */
  private static final class Watch implements SocketListener {

    private final CompletableFuture<Boolean> text = new CompletableFuture<>();
    private final CompletableFuture<Boolean> pong = new CompletableFuture<>();
    private final CompletableFuture<SocketEnd> end = new CompletableFuture<>();
    private final AtomicInteger pings = new AtomicInteger();

    /** An accepted client gets a greeting; others are closed at once. */
    Optional<SocketEnd> findRefusal() throws InterruptedException {
      var unused = find(CompletableFuture.anyOf(text, end), PATIENCE);
      return Optional.ofNullable(end.getNow(null));
    }

    @Override
    public void text(String message) {
      text.complete(true);
    }

    @Override
    public void ping() {
      pings.incrementAndGet();
    }

    @Override
    public void pong() {
      pong.complete(true);
    }

    @Override
    public void ended(SocketEnd how) {
      end.complete(how);
    }
  }
}
