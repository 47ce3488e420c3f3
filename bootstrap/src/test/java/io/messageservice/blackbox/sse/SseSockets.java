package io.messageservice.blackbox.sse;

import static io.messageservice.application.waiting.Patience.PATIENCE;

import io.messageservice.blackbox.contract.SocketContract;
import io.messageservice.client.socket.ClientSocket;
import io.messageservice.client.socket.OpeningFailed;
import io.messageservice.client.socket.OpeningRequest;
import io.messageservice.client.socket.SocketListener;
import io.messageservice.client.socket.SocketOpener;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.concurrent.CompletableFuture;

/**
 * Opens sessions over server-sent events where a caller asks for WebSockets: of the same node, with
 * the same token. The system property {@code message-service.transport} says whether the suite runs
 * so.
 */
public final class SseSockets implements SocketOpener {

  private static final boolean ON = "sse".equals(System.getProperty("message-service.transport"));
  private static final String BEARER = "bearer.";
  private static final int OK = 200;

  private final HttpClient http;

  public SseSockets(HttpClient http) {
    this.http = http;
  }

  /** Whether the suite runs over server-sent events. */
  public static boolean isOn() {
    return ON;
  }

  @Override
  public CompletableFuture<ClientSocket> open(OpeningRequest request, SocketListener listener) {
    CompletableFuture<ClientSocket> answer = new CompletableFuture<>();
    SseSocket socket = new SseSocket(http, request, listener, answer);
    HttpRequest.Builder get =
        HttpRequest.newBuilder(stream(request)).version(HttpClient.Version.HTTP_1_1);
    headers(request, get);
    var unused =
        http.sendAsync(
                get.timeout(PATIENCE).build(),
                info -> {
                  if (info.statusCode() != OK) {
                    answer.completeExceptionally(
                        new OpeningFailed("the service answered HTTP " + info.statusCode(), null));
                  }
                  return BodySubscribers.fromLineSubscriber(socket.lines());
                })
            .whenComplete((response, fault) -> socket.over(fault));
    return answer;
  }

  /** The stream of the same node, in the dialect that is asked for. */
  static URI stream(OpeningRequest request) {
    URI address = request.address();
    boolean isV1 = request.subprotocols().contains(SocketContract.SUBPROTOCOL);
    String query = address.getRawQuery() == null ? "" : address.getRawQuery() + "&";
    return URI.create(
        "http://"
            + address.getRawAuthority()
            + "/sse?"
            + query
            + "protocol="
            + (isV1 ? SocketContract.SUBPROTOCOL : "base"));
  }

  /** The token may stand among the subprotocols. */
  static void headers(OpeningRequest request, HttpRequest.Builder builder) {
    request.headers().forEach(builder::header);
    request.subprotocols().stream()
        .filter(offer -> offer.startsWith(BEARER))
        .map(offer -> offer.substring(BEARER.length()))
        .forEach(token -> builder.header("Authorization", "Bearer " + token));
  }
}
