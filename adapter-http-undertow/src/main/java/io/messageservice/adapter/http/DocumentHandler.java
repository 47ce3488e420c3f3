package io.messageservice.adapter.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Answers {@code GET} with one of the documents that describe the service. Needs no token; any page
 * may ask.
 */
public final class DocumentHandler implements HttpHandler {

  /** Where the documents are: what is answered over HTTP, and what over the socket. */
  public static final List<String> PATHS = List.of("/openapi.yaml", "/asyncapi.yaml");

  private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");

  private final byte[] document;

  /**
   * Serves the document of that path.
   *
   * @param path one of {@link #PATHS}
   */
  public DocumentHandler(String path) {
    document = read(path.substring(1));
  }

  private static byte[] read(String name) {
    try (InputStream in = DocumentHandler.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + name);
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
