package io.messageservice.blackbox.sse;

import static io.messageservice.application.waiting.Patience.PATIENCE;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.contract.SocketContract;
import io.messageservice.client.socket.ClientSocket;
import io.messageservice.client.socket.OpeningFailed;
import io.messageservice.client.socket.OpeningRequest;
import io.messageservice.client.socket.SocketEnd;
import io.messageservice.client.socket.SocketListener;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A session over server-sent events as if it were a socket: what is sent is posted, one post after
 * another. Any thread may call.
 */
final class SseSocket implements ClientSocket {

  private static final int ACCEPTED = 202;

  private final HttpClient http;
  private final OpeningRequest request;
  private final SocketListener listener;
  private final CompletableFuture<ClientSocket> opening;
  private final AtomicBoolean over = new AtomicBoolean();
  private final EventParser parser = new EventParser(this::arrived);

  /** What began the stream; the session's address is known before anybody has the socket. */
  private volatile @Nullable URI session;

  private volatile Flow.@Nullable Subscription subscription;

  /** Of the last post. Guarded by this. */
  private CompletableFuture<?> posted = CompletableFuture.completedFuture(null);

  SseSocket(
      HttpClient http,
      OpeningRequest request,
      SocketListener listener,
      CompletableFuture<ClientSocket> opening) {
    this.http = http;
    this.request = request;
    this.listener = listener;
    this.opening = opening;
  }

  /** Takes the lines of the stream. */
  Flow.Subscriber<String> lines() {
    return new Flow.Subscriber<>() {
      @Override
      public void onSubscribe(Flow.Subscription begun) {
        subscription = begun;
        begun.request(Long.MAX_VALUE);
      }

      @Override
      public void onNext(String line) {
        parser.line(line);
      }

      @Override
      public void onError(Throwable fault) {
        end(new SocketEnd(SocketEnd.LOST, "connection lost"));
      }

      @Override
      public void onComplete() {
        end(new SocketEnd(SocketEnd.LOST, "connection lost"));
      }
    };
  }

  /** The request has ended. */
  void over(@Nullable Throwable fault) {
    opening.completeExceptionally(new OpeningFailed("no connection", fault));
    end(new SocketEnd(SocketEnd.LOST, "connection lost"));
  }

  private void arrived(SseEvent event) {
    switch (event.name()) {
      case "session" -> began(Json.parse(event.data()).get("session").asText());
      case "close" -> {
        began("none");
        JsonNode close = Json.parse(event.data());
        end(new SocketEnd(close.get("code").asInt(), close.get("reason").asText()));
      }
      case "comment" -> listener.ping();
      default -> {
        if (!over.get()) {
          listener.text(event.data());
        }
      }
    }
  }

  private void began(String id) {
    if (session == null) {
      URI stream = SseSockets.stream(request);
      session = URI.create("http://" + stream.getRawAuthority() + "/sse/" + id + query());
      if (!opening.complete(this)) {
        abort();
      }
    }
  }

  private String query() {
    String query = request.address().getRawQuery();
    return query == null ? "" : "?" + query;
  }

  private void end(SocketEnd how) {
    if (opening.isDone()
        && !opening.isCompletedExceptionally()
        && over.compareAndSet(false, true)) {
      listener.ended(how);
    }
  }

  @Override
  public synchronized CompletableFuture<Void> send(String text) {
    CompletableFuture<Void> sent =
        posted
            .handle((before, fault) -> before)
            .thenCompose(before -> ask("POST", BodyPublishers.ofString(text)))
            .thenCompose(SseSocket::accepted);
    posted = sent;
    return sent;
  }

  private static CompletableFuture<Void> accepted(int status) {
    return status == ACCEPTED
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.failedFuture(new IOException("the post was answered with " + status));
  }

  private CompletableFuture<Integer> ask(String method, HttpRequest.BodyPublisher body) {
    URI address = session;
    if (address == null) {
      return CompletableFuture.failedFuture(new IOException("not open"));
    }
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(address)
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(PATIENCE)
            .method(method, body);
    SseSockets.headers(request, builder);
    return http.sendAsync(builder.build(), BodyHandlers.discarding())
        .thenApply(response -> response.statusCode());
  }

  /** The end of a response is always seen. */
  @Override
  public void probe() {}

  @Override
  public synchronized CompletableFuture<Void> close(int code, String reason) {
    return posted
        .handle((before, fault) -> before)
        .thenCompose(before -> ask("DELETE", BodyPublishers.noBody()))
        .thenAccept(status -> {});
  }

  @Override
  public void abort() {
    over.set(true);
    Flow.Subscription begun = subscription;
    if (begun != null) {
      begun.cancel();
    }
  }

  @Override
  public String subprotocol() {
    return request.subprotocols().contains(SocketContract.SUBPROTOCOL)
        ? SocketContract.SUBPROTOCOL
        : "";
  }
}
