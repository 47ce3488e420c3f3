package io.messageservice.adapter.sse;

import io.messageservice.application.port.out.Identities;
import io.messageservice.application.port.out.Identities.Credential;
import io.messageservice.application.port.out.Identities.Reason;
import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.transport.AddressLimits;
import io.messageservice.transport.Origins;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.SameThreadExecutor;
import io.undertow.util.StatusCodes;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Begins streams at the path itself, and takes what is posted to the session one below. Runs on I/O
 * threads; a verdict about a token that comes later and elsewhere hops back to the exchange's.
 */
final class SseHandler implements HttpHandler {

  private static final HttpString ACCEL_BUFFERING = new HttpString("X-Accel-Buffering");
  private static final String OF_STREAM = "GET";
  private static final String OF_SESSION = "POST, DELETE";

  private final SseSessions sessions;
  private final SseConfig config;
  private final Identities identities;
  private final AddressLimits addresses;
  private final SseEvents events;
  private final PageOrigins origins;

  SseHandler(
      SseSessions sessions,
      SseConfig config,
      Identities identities,
      AddressLimits addresses,
      SseEvents events) {
    this.sessions = sessions;
    this.config = config;
    this.identities = identities;
    this.addresses = addresses;
    this.events = events;
    this.origins = new PageOrigins(new Origins(config.allowedOrigins()));
  }

  int maxBodyBytes() {
    return config.maxBodyBytes();
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    String id = exchange.getRelativePath().replaceFirst("^/", "");
    boolean isStream = id.isEmpty();
    HttpString method = exchange.getRequestMethod();
    if (!origins.admit(exchange)) {
      refuseOften(exchange, RequestRefusal.ORIGIN);
    } else if (id.contains("/")) {
      refuse(exchange, RequestRefusal.NOT_HERE);
    } else if (method.equals(Methods.OPTIONS)) {
      PageOrigins.allow(exchange, isStream ? OF_STREAM : OF_SESSION);
    } else if (isStream && method.equals(Methods.GET)) {
      openStream(exchange);
    } else if (!isStream && (method.equals(Methods.POST) || method.equals(Methods.DELETE))) {
      askSession(exchange, id);
    } else {
      exchange.getResponseHeaders().put(Headers.ALLOW, isStream ? OF_STREAM : OF_SESSION);
      refuse(exchange, RequestRefusal.METHOD);
    }
  }

  private void openStream(HttpServerExchange exchange) {
    if (!sessions.hasRoom()) {
      refuseOften(exchange, RequestRefusal.FULL);
      return;
    }
    String token = tokenOf(exchange);
    dispatch(exchange, () -> identify(exchange, token, verdict -> begin(exchange, token, verdict)));
  }

  private void askSession(HttpServerExchange exchange, String id) {
    String token = tokenOf(exchange);
    Optional<SseConnection> session = sessions.find(id);
    SessionRequest request = new SessionRequest(exchange, session, this);
    if (session.isPresent() && session.get().wasOpenedWith(token)) {
      dispatch(exchange, () -> request.admit(session.get()));
    } else {
      dispatch(exchange, () -> identify(exchange, token, request::judged));
    }
  }

  private String tokenOf(HttpServerExchange exchange) {
    return new StreamRequest(exchange).token(config.tokenInQuery());
  }

  /** While a verdict is awaited others come in, so there must still be room. */
  private void begin(HttpServerExchange exchange, String token, Verdict verdict) {
    if (!sessions.hasRoom()) {
      refuseOften(exchange, RequestRefusal.FULL);
      return;
    }
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(Headers.CONTENT_TYPE, "text/event-stream");
    headers.put(Headers.CACHE_CONTROL, "no-store");
    headers.put(ACCEL_BUFFERING, "no");
    exchange.setPersistent(false);
    SseAdapter.Stream stream = exchange.getAttachment(SseAdapter.STREAM);
    if (stream != null) {
      stream.begin();
    }
    sessions.begin(exchange, token, verdict);
  }

  private void identify(HttpServerExchange exchange, String token, Consumer<Verdict> judged) {
    identities.identify(
        new Credential(token, AddressLimits.client(addressOf(exchange))),
        verdict -> {
          if (exchange.isInIoThread()) {
            guard(exchange, () -> judged.accept(verdict));
          } else {
            exchange.getIoThread().execute(() -> guard(exchange, () -> judged.accept(verdict)));
          }
        });
  }

  private void dispatch(HttpServerExchange exchange, Runnable task) {
    exchange.dispatch(SameThreadExecutor.INSTANCE, () -> guard(exchange, task));
  }

  /** The catch-all of requests: nothing else catches what happens after a dispatch. */
  private void guard(HttpServerExchange exchange, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error fault) {
      events.fault(fault);
      if (!exchange.isResponseStarted()) {
        exchange.setStatusCode(StatusCodes.INTERNAL_SERVER_ERROR);
      }
      exchange.endExchange();
    }
  }

  private static InetAddress addressOf(HttpServerExchange exchange) {
    return exchange.getSourceAddress().getAddress();
  }

  /** The token does not open anything. */
  void refuse(HttpServerExchange exchange, Verdict.Refused refused, String error) {
    if (refused.reason() == Reason.UNAVAILABLE) {
      refuse(exchange, RequestRefusal.notJudged(error), refused.retryAfter());
    } else {
      refuseOften(exchange, RequestRefusal.unauthenticated(error));
    }
  }

  /** Refuses what an address may be refused only so often. */
  void refuseOften(HttpServerExchange exchange, RequestRefusal refusal) {
    InetAddress address = addressOf(exchange);
    if (addresses.mayBeRefused(address)) {
      refuse(exchange, refusal);
    } else {
      refuse(exchange, RequestRefusal.TOO_MANY, addresses.untilRefusal(address));
    }
  }

  void refuse(HttpServerExchange exchange, RequestRefusal refusal) {
    refuse(exchange, refusal, Duration.ZERO);
  }

  private void refuse(HttpServerExchange exchange, RequestRefusal refusal, Duration retryAfter) {
    boolean isHandshake =
        exchange.getRelativePath().length() <= 1 && exchange.getRequestMethod().equals(Methods.GET);
    if (isHandshake) {
      events.handshakeRefused(refusal.status());
    } else {
      events.requestRefused(refusal.status());
    }
    refusal.send(exchange, retryAfter);
  }
}
