package io.messageservice.adapter.http.web;

import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Json;
import io.messageservice.protocol.json.PayloadReader;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;

/**
 * Gives the page at {@code /} a token for a user of its choice, in place of an auth service. Only
 * the page itself gets one ({@link PageRequests}). Runs on I/O threads.
 */
public final class TokenHandler implements HttpHandler {

  public static final String PATH = "/dev/token";

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
    PageRequests.read(exchange, this::answer);
  }

  private void answer(HttpServerExchange exchange, byte[] body) {
    try {
      UserId user = payloads.read(body, body.length).userId("userId");
      String token = issuer.issue(user);
      PageRequests.send(
          exchange, "application/json", Json.write(out -> out.writeStringField("token", token)));
    } catch (InvalidFrame invalid) {
      PageRequests.refuse(exchange, StatusCodes.BAD_REQUEST, invalid.refusal().text());
    }
  }
}
