package io.messageservice.adapter.http.web;

import io.messageservice.domain.network.Authority;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Json;
import io.messageservice.protocol.json.PayloadReader;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gives the page at {@code /} a token for a user of its choice, in place of an auth service. Only
 * the page itself gets one, in a browser on this machine: the request comes from a loopback address
 * without a proxy, is sent to a name of this machine (a page elsewhere whose name leads here has
 * another), and its {@code Origin} is just that. Runs on I/O threads.
 */
public final class TokenHandler implements HttpHandler {

  public static final String PATH = "/dev/token";

  private static final int MAX_BODY_BYTES = 1 << 10;
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final HttpString NO_SNIFFING = new HttpString("X-Content-Type-Options");
  private static final HttpString FETCH_SITE = new HttpString("Sec-Fetch-Site");
  private static final List<HttpString> OF_PROXIES =
      List.of(Headers.FORWARDED, Headers.X_FORWARDED_FOR, Headers.X_FORWARDED_HOST, Headers.VIA);

  private final PayloadReader payloads = new PayloadReader(Limits.DEFAULT);
  private final Issuer issuer;

  /** Gives tokens of that issuer. */
  public TokenHandler(Issuer issuer) {
    this.issuer = issuer;
  }

  /** Makes tokens that the service accepts. Any thread may call. */
  @FunctionalInterface
  public interface Issuer {

    /** A token for that user, good for a while. */
    String issue(UserId user);
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    if (!exchange.getRequestMethod().equals(Methods.POST)) {
      exchange.getResponseHeaders().put(Headers.ALLOW, Methods.POST_STRING);
      refuse(exchange, StatusCodes.METHOD_NOT_ALLOWED, "ask by POST");
    } else if (!isFromThisMachine(exchange)) {
      refuse(exchange, StatusCodes.FORBIDDEN, "only a browser on the machine of the service");
    } else if (!isOfThePage(exchange)) {
      refuse(exchange, StatusCodes.FORBIDDEN, "only the page of this service");
    } else if (!isJson(exchange)) {
      refuse(exchange, StatusCodes.UNSUPPORTED_MEDIA_TYPE, "the body: application/json");
    } else {
      read(exchange);
    }
  }

  private static boolean isFromThisMachine(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getRequestHeaders();
    return exchange.getSourceAddress().getAddress().isLoopbackAddress()
        && OF_PROXIES.stream().noneMatch(headers::contains)
        && single(headers, Headers.HOST)
            .flatMap(Authority::parse)
            .filter(asked -> THIS_MACHINE.contains(asked.host()))
            .isPresent();
  }

  /** RFC 6454, section 7; Fetch Metadata Request Headers, where the browser has them. */
  private static boolean isOfThePage(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getRequestHeaders();
    String own = exchange.getRequestScheme() + "://" + headers.getFirst(Headers.HOST);
    return single(headers, Headers.ORIGIN).filter(own::equalsIgnoreCase).isPresent()
        && (!headers.contains(FETCH_SITE)
            || single(headers, FETCH_SITE).filter("same-origin"::equals).isPresent());
  }

  private static boolean isJson(HttpServerExchange exchange) {
    return single(exchange.getRequestHeaders(), Headers.CONTENT_TYPE)
        .map(type -> type.split(";", 2)[0].strip())
        .filter("application/json"::equalsIgnoreCase)
        .isPresent();
  }

  private static Optional<String> single(HeaderMap headers, HttpString name) {
    HeaderValues values = headers.get(name);
    return values == null || values.size() != 1 ? Optional.empty() : Optional.of(values.getFirst());
  }

  private void read(HttpServerExchange exchange) {
    if (exchange.getRequestContentLength() > MAX_BODY_BYTES) {
      refuse(exchange, StatusCodes.REQUEST_ENTITY_TOO_LARGE, "the body: 1 KiB at most");
      return;
    }
    exchange.setMaxEntitySize(MAX_BODY_BYTES);
    exchange
        .getRequestReceiver()
        .receiveFullBytes(
            (asked, body) -> answer(asked, body),
            (asked, broken) ->
                refuse(asked, StatusCodes.REQUEST_ENTITY_TOO_LARGE, "the body: 1 KiB at most"));
  }

  private void answer(HttpServerExchange exchange, byte[] body) {
    try {
      UserId user = payloads.read(body, body.length).userId("userId");
      String token = issuer.issue(user);
      send(exchange, StatusCodes.OK, "application/json", "token", token);
    } catch (InvalidFrame invalid) {
      refuse(exchange, StatusCodes.BAD_REQUEST, invalid.refusal().text());
    }
  }

  private static void refuse(HttpServerExchange exchange, int status, String error) {
    if (!exchange.isRequestComplete()) {
      Connectors.terminateRequest(exchange);
      exchange.setPersistent(false);
    }
    send(exchange, status, "application/problem+json", "error", error);
  }

  private static void send(
      HttpServerExchange exchange, int status, String mediaType, String name, String value) {
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(Headers.CONTENT_TYPE, mediaType);
    headers.put(Headers.CACHE_CONTROL, "no-store");
    headers.put(NO_SNIFFING, "nosniff");
    exchange.setStatusCode(status);
    byte[] json = Json.write(out -> out.writeStringField(name, value));
    exchange.getResponseSender().send(ByteBuffer.wrap(json));
  }
}
