package io.messageservice.adapter.websocket;

import io.messageservice.application.port.out.Identities;
import io.messageservice.application.port.out.Identities.Credential;
import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.protocol.Dialect;
import io.messageservice.transport.AddressLimits;
import io.messageservice.transport.Origins;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.Protocols;
import io.undertow.util.SameThreadExecutor;
import io.undertow.util.StatusCodes;
import java.net.InetAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The opening handshake. RFC 6455, section 4.2. Runs on the exchange's I/O thread; a verdict about
 * the token that comes later and elsewhere hops back to it. No answer repeats anything of the
 * request but the key's digest.
 */
final class Handshake implements HttpHandler {

  private static final String WEBSOCKET = "websocket";
  private static final String VERSION = "13";
  private static final Set<String> PATHS = Set.of("/", "/ws");

  private final Identities identities;
  private final UpgradedStreams streams;
  private final AddressLimits addresses;
  private final Origins origins;
  private final boolean tokenInQuery;
  private final WebSocketEvents events;

  Handshake(
      Identities identities,
      UpgradedStreams streams,
      AddressLimits addresses,
      WebSocketConfig config,
      WebSocketEvents events) {
    this.identities = identities;
    this.streams = streams;
    this.addresses = addresses;
    this.origins = new Origins(config.allowedOrigins());
    this.tokenInQuery = config.tokenInQuery();
    this.events = events;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    HandshakeRequest request = new HandshakeRequest(exchange);
    Refusal refusal = refusalOf(exchange, request);
    if (refusal != null) {
      boolean hasReason = addresses.mayBeRefused(addressOf(exchange));
      refuse(exchange, hasReason ? refusal : Refusal.TOO_MANY);
      return;
    }
    exchange.dispatch(SameThreadExecutor.INSTANCE, () -> identify(exchange, request));
  }

  /** Why a request gets no connection. */
  enum Refusal {
    NOT_HERE(StatusCodes.NOT_FOUND, "nothing here"),
    PLAIN(StatusCodes.UPGRADE_REQUIRED, "this is a WebSocket endpoint"),
    MALFORMED(StatusCodes.BAD_REQUEST, "not a WebSocket handshake"),
    VERSION(StatusCodes.UPGRADE_REQUIRED, "WebSocket version 13 only"),
    ORIGIN(StatusCodes.FORBIDDEN, "origin not allowed"),
    FULL(StatusCodes.SERVICE_UNAVAILABLE, "no room"),
    TOO_MANY(StatusCodes.TOO_MANY_REQUESTS, "too many refused handshakes, slow down");

    final int status;
    private final String text;

    Refusal(int status, String text) {
      this.status = status;
      this.text = text;
    }
  }

  private @Nullable Refusal refusalOf(HttpServerExchange exchange, HandshakeRequest request) {
    if (!PATHS.contains(exchange.getRequestPath())) {
      return Refusal.NOT_HERE;
    }
    boolean get = exchange.getRequestMethod().equals(Methods.GET);
    if (get && !exchange.getRequestHeaders().contains(Headers.UPGRADE)) {
      return Refusal.PLAIN;
    }
    if (!get || !isUpgrade(exchange, request)) {
      return Refusal.MALFORMED;
    }
    if (!VERSION.equals(request.single(Headers.SEC_WEB_SOCKET_VERSION))) {
      return Refusal.VERSION;
    }
    String key = request.single(Headers.SEC_WEB_SOCKET_KEY);
    if (key == null || !HandshakeKey.isValid(key)) {
      return Refusal.MALFORMED;
    }
    if (!isOriginAdmitted(exchange, request)) {
      return Refusal.ORIGIN;
    }
    return streams.hasRoom() ? null : Refusal.FULL;
  }

  private static InetAddress addressOf(HttpServerExchange exchange) {
    return exchange.getSourceAddress().getAddress();
  }

  private static boolean isUpgrade(HttpServerExchange exchange, HandshakeRequest request) {
    return exchange.getProtocol().equals(Protocols.HTTP_1_1)
        && request.lists(Headers.CONNECTION, "upgrade")
        && request.lists(Headers.UPGRADE, WEBSOCKET)
        && !request.hasBody();
  }

  private boolean isOriginAdmitted(HttpServerExchange exchange, HandshakeRequest request) {
    String origin = request.single(Headers.ORIGIN);
    return origin == null
        ? !exchange.getRequestHeaders().contains(Headers.ORIGIN)
        : origins.admit(origin, request.single(Headers.HOST));
  }

  private void refuse(HttpServerExchange exchange, Refusal refusal) {
    events.handshakeRefused(refusal.status);
    exchange.setStatusCode(refusal.status);
    if (refusal.status == StatusCodes.UPGRADE_REQUIRED) {
      exchange.getResponseHeaders().put(Headers.UPGRADE, WEBSOCKET);
      exchange.getResponseHeaders().put(Headers.CONNECTION, "Upgrade");
      exchange.getResponseHeaders().put(Headers.SEC_WEB_SOCKET_VERSION, VERSION);
    }
    if (refusal == Refusal.FULL || refusal == Refusal.TOO_MANY) {
      exchange.setPersistent(false);
    }
    if (!exchange.isRequestComplete()) { // a body, which nobody reads
      Connectors.terminateRequest(exchange);
      exchange.setPersistent(false);
    }
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain");
    exchange.getResponseSender().send(refusal.text);
  }

  private void identify(HttpServerExchange exchange, HandshakeRequest request) {
    identities.identify(
        new Credential(
            request.token(tokenInQuery).orElse(""), AddressLimits.client(addressOf(exchange))),
        verdict -> {
          if (exchange.isInIoThread()) {
            upgrade(exchange, request, verdict);
          } else {
            exchange.getIoThread().execute(() -> upgrade(exchange, request, verdict));
          }
        });
  }

  /** While a verdict is awaited others come in, so there must still be room. */
  private void upgrade(HttpServerExchange exchange, HandshakeRequest request, Verdict verdict) {
    if (!streams.hasRoom()) {
      refuse(exchange, Refusal.FULL);
      return;
    }
    String key = String.valueOf(request.single(Headers.SEC_WEB_SOCKET_KEY));
    Dialect dialect = request.dialect();
    exchange.upgradeChannel(WEBSOCKET, Upgrade.LISTENER);
    exchange.getResponseHeaders().put(Headers.SEC_WEB_SOCKET_ACCEPT, HandshakeKey.accept(key));
    if (dialect == Dialect.V1) {
      exchange
          .getResponseHeaders()
          .put(Headers.SEC_WEB_SOCKET_PROTOCOL, HandshakeRequest.SUBPROTOCOL);
    }
    Upgrade.prepare(exchange, streams, verdict, dialect);
    exchange.endExchange();
  }
}
