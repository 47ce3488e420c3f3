package io.messageservice.adapter.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Answers {@code GET /openapi.yaml} with what the API is. Needs no token; any page may ask. */
public final class OpenApiHandler implements HttpHandler {

  /** Where it is. */
  public static final String PATH = "/openapi.yaml";

  private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");

  private final byte[] document = read();

  private static byte[] read() {
    try (InputStream in = OpenApiHandler.class.getResourceAsStream("openapi.yaml")) {
      if (in == null) {
        throw new IllegalStateException("the jar has no openapi.yaml");
      }
      return in.readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    exchange.getResponseHeaders().put(ALLOW_ORIGIN, "*");
    if (ReadOnly.isAsked(exchange)) {
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/yaml");
      exchange.getResponseSender().send(ByteBuffer.wrap(document));
    }
  }
}
