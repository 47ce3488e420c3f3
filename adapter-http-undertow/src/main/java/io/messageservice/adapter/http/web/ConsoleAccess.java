package io.messageservice.adapter.http.web;

import io.messageservice.transport.AddressLimits;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * Who may see the console. Without a password: a browser on this machine, which may only look. With
 * one: everybody who has it, from wherever the port is reached (RFC 7617, any user name). An
 * address that brings wrong ones is not listened to for a while. Any I/O thread may call.
 */
final class ConsoleAccess {

  private static final String SCHEME = "basic ";
  private static final String CHALLENGE =
      "Basic realm=\"message-service console\", charset=\"UTF-8\"";

  private final Optional<ConsolePassword> password;
  private final AddressLimits wrong;
  private final ConsoleEvents events;

  /**
   * @param wrong how often an address may bring a wrong password
   */
  ConsoleAccess(Optional<ConsolePassword> password, AddressLimits wrong, ConsoleEvents events) {
    this.password = password;
    this.wrong = wrong;
    this.events = events;
  }

  /** Whether who is admitted may also command. */
  boolean maySteer() {
    return password.isPresent();
  }

  /** Whether the request may be answered. Where not, it is answered with the reason. */
  boolean admits(HttpServerExchange exchange) {
    return password.map(asked -> knows(asked, exchange)).orElseGet(() -> isHere(exchange));
  }

  private boolean isHere(HttpServerExchange exchange) {
    if (RequestSource.isThisMachine(exchange)) {
      return true;
    }
    refuse(
        exchange,
        StatusCodes.FORBIDDEN,
        "Without CONSOLE_PASSWORD the console is for browsers on this machine: open it as"
            + " http://127.0.0.1 and the management port.");
    return false;
  }

  private boolean knows(ConsolePassword asked, HttpServerExchange exchange) {
    Optional<String> brought = brought(exchange);
    if (brought.isEmpty()) {
      return challenge(exchange);
    }
    InetAddress address = exchange.getSourceAddress().getAddress();
    Duration wait = wrong.untilRefusal(address);
    if (!wait.isZero()) { // also a right one would not be known by its answer
      exchange.getResponseHeaders().put(Headers.RETRY_AFTER, wait.plusMillis(999).toSeconds());
      refuse(exchange, StatusCodes.TOO_MANY_REQUESTS, "Too many wrong passwords. Wait a little.");
      return false;
    }
    if (asked.is(brought.get())) {
      return true;
    }
    boolean unused = wrong.mayBeRefused(address);
    return challenge(exchange);
  }

  private boolean challenge(HttpServerExchange exchange) {
    exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, CHALLENGE);
    refuse(exchange, StatusCodes.UNAUTHORIZED, "The console needs CONSOLE_PASSWORD.");
    return false;
  }

  private static Optional<String> brought(HttpServerExchange exchange) {
    return RequestSource.single(exchange.getRequestHeaders(), Headers.AUTHORIZATION)
        .filter(text -> text.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .flatMap(text -> decoded(text.substring(SCHEME.length()).strip()))
        .filter(pair -> pair.indexOf(':') >= 0)
        .map(pair -> pair.substring(pair.indexOf(':') + 1));
  }

  private static Optional<String> decoded(String base64) {
    try {
      return Optional.of(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException garbled) {
      return Optional.empty();
    }
  }

  /** Answers with a sentence for people. */
  void refuse(HttpServerExchange exchange, int status, String sentence) {
    events.requestRefused(status);
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(Headers.CONTENT_TYPE, "text/plain; charset=utf-8");
    headers.put(Headers.CACHE_CONTROL, "no-store");
    exchange.setStatusCode(status);
    if (!exchange.isRequestComplete()) {
      Connectors.terminateRequest(exchange);
      exchange.setPersistent(false);
    }
    exchange.getResponseSender().send(sentence + "\n");
  }
}
