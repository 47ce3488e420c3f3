package io.messageservice.client.socket;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Opens connections over the JDK's WebSocket. Any thread may call. */
public final class JdkSockets implements SocketOpener {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient http;

  /** With an HTTP client of its own, which costs a thread. */
  public JdkSockets() {
    this(HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build());
  }

  /**
   * Over an HTTP client of the caller, such as one that trusts other certificates. Its timeout for
   * connecting, 10 s where it has none, is that of handshakes, too.
   */
  public JdkSockets(HttpClient http) {
    this.http = http;
  }

  @Override
  public CompletableFuture<ClientSocket> open(OpeningRequest request, SocketListener listener) {
    JdkSocket.Incoming incoming = new JdkSocket.Incoming(listener);
    CompletableFuture<ClientSocket> answer = new CompletableFuture<>();
    try {
      var unused =
          builder(request)
              .buildAsync(request.address(), incoming)
              .whenComplete((opened, fault) -> complete(answer, opened, fault, incoming));
    } catch (IllegalArgumentException notPossible) {
      answer.completeExceptionally(failure(notPossible));
    }
    return answer;
  }

  private WebSocket.Builder builder(OpeningRequest request) {
    WebSocket.Builder builder = http.newWebSocketBuilder();
    builder.connectTimeout(http.connectTimeout().orElse(CONNECT_TIMEOUT));
    request.headers().forEach(builder::header);
    List<String> offered = request.subprotocols();
    if (!offered.isEmpty()) {
      builder.subprotocols(
          offered.get(0), offered.subList(1, offered.size()).toArray(String[]::new));
    }
    return builder;
  }

  /** What arrives is asked for only now, so that nobody is called before they have the socket. */
  private static void complete(
      CompletableFuture<ClientSocket> answer,
      @Nullable WebSocket opened,
      @Nullable Throwable fault,
      JdkSocket.Incoming incoming) {
    if (opened == null) {
      answer.completeExceptionally(failure(fault));
    } else if (answer.complete(new JdkSocket(opened, incoming))) {
      opened.request(1);
    } else {
      opened.abort();
    }
  }

  private static OpeningFailed failure(@Nullable Throwable fault) {
    Throwable cause = fault instanceof CompletionException ? fault.getCause() : fault;
    if (cause instanceof WebSocketHandshakeException refused) {
      int status = refused.getResponse().statusCode();
      return new OpeningFailed("the service answered HTTP " + status, cause);
    }
    if (cause instanceof IllegalArgumentException) {
      return new OpeningFailed("the request is not valid", cause);
    }
    boolean nobody = cause instanceof ConnectException;
    return new OpeningFailed(nobody ? "nobody answers there" : "no connection", cause);
  }
}
