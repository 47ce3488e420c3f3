package io.messageservice.bootstrap.talk;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The link over a WebSocket of the JDK. Only the thread of the talk may call; what the JDK's
 * threads tell is handed over to it, and counts only while it is about the connection that is
 * wanted.
 */
final class TalkSocket implements Link {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
  private final URI url;
  private final String token;
  private final Executor talk;

  private @Nullable TalkSession session;
  private @Nullable WebSocket socket;
  private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

  /** Counts connections, so that what an old one still tells is known as such. */
  private int wanted;

  /**
   * @param talk runs tasks on the thread of the talk
   */
  TalkSocket(URI url, String token, Executor talk) {
    this.url = url;
    this.token = token;
    this.talk = talk;
  }

  /** Says who is told what comes. Before the first connection. */
  void tell(TalkSession listener) {
    session = listener;
  }

  @Override
  public void connect() {
    int mine = ++wanted;
    var unused =
        client
            .newWebSocketBuilder()
            .subprotocols("message-service.v1", "bearer." + token)
            .connectTimeout(CONNECT_TIMEOUT)
            .buildAsync(url, new Incoming(mine))
            .whenComplete((opened, fault) -> talk.execute(() -> connected(mine, opened, fault)));
  }

  @Override
  public void send(String frame) {
    WebSocket to = socket;
    if (to != null) {
      sent = sent.thenCompose(before -> to.sendText(frame, true));
    }
  }

  @Override
  public void drop() {
    wanted++;
    WebSocket old = socket;
    socket = null;
    if (old != null) {
      var unused =
          old.sendClose(WebSocket.NORMAL_CLOSURE, "").whenComplete((done, fault) -> old.abort());
    }
  }

  private void connected(int mine, @Nullable WebSocket opened, @Nullable Throwable fault) {
    if (mine != wanted) {
      if (opened != null) {
        opened.abort();
      }
    } else if (opened == null) {
      session().failed(reason(fault));
    } else {
      socket = opened;
      sent = CompletableFuture.completedFuture(null);
      session().opened();
      opened.request(1);
    }
  }

  private void ended(int mine, Runnable told) {
    talk.execute(
        () -> {
          if (mine == wanted) {
            wanted++;
            socket = null;
            told.run();
          }
        });
  }

  private TalkSession session() {
    TalkSession listener = session;
    if (listener == null) {
      throw new IllegalStateException("nobody to tell");
    }
    return listener;
  }

  private static String reason(@Nullable Throwable fault) {
    Throwable cause = fault instanceof CompletionException ? fault.getCause() : fault;
    if (cause instanceof WebSocketHandshakeException refused) {
      return "the service answered HTTP " + refused.getResponse().statusCode();
    }
    return cause instanceof ConnectException ? "nobody answers there" : "no connection";
  }

  /** What one connection tells; on threads of the JDK, one call at a time. */
  private final class Incoming implements WebSocket.Listener {

    private final int mine;
    private final StringBuilder message = new StringBuilder();

    Incoming(int mine) {
      this.mine = mine;
    }

    /** The first frame is asked for when the session knows that the connection is open. */
    @Override
    public void onOpen(WebSocket opened) {}

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      message.append(data);
      if (last) {
        String text = message.toString();
        message.setLength(0);
        talk.execute(() -> received(text));
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      ended(mine, () -> session().closed(new Closing(code, reason)));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable fault) {
      ended(mine, () -> session().failed("connection lost"));
    }

    private void received(String text) {
      if (mine == wanted) {
        session().received(text);
      }
    }
  }
}
