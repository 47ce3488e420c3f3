package io.messageservice.adapter.http.web;

import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Json;
import io.messageservice.protocol.json.PayloadReader;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;

/**
 * Gives the page at {@code /} a token for a user of its choice, in place of an auth service. Only
 * the page itself gets one, in a browser on this machine: the request comes from a loopback address
 * without a proxy, is sent to a name of this machine (a page elsewhere whose name leads here has
 * another), and its {@code Origin} is just that. Runs on I/O threads.
 */
public final class TokenHandler implements HttpHandler {

  public static final String PATH = "/dev/token";

  private static final int MAX_BODY_BYTES = 1 << 10;
  private static final HttpString NO_SNIFFING = new HttpString("X-Content-Type-Options");

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
    } else if (!RequestSource.isThisMachine(exchange)) {
      refuse(exchange, StatusCodes.FORBIDDEN, "only a browser on the machine of the service");
    } else if (!RequestSource.isOwnPage(exchange)) {
      refuse(exchange, StatusCodes.FORBIDDEN, "only the page of this service");
    } else if (!RequestSource.hasJson(exchange)) {
      refuse(exchange, StatusCodes.UNSUPPORTED_MEDIA_TYPE, "the body: application/json");
    } else {
      read(exchange);
    }
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
