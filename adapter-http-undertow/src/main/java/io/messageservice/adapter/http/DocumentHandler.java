package io.messageservice.adapter.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * Answers {@code GET} with one of the documents that describe the service, or with the page that
 * shows them. Needs no token; any page may ask for the documents.
 */
public final class DocumentHandler implements HttpHandler {

  private static final String PAGE = "/docs";

  /** What is answered over HTTP, what over the socket, and both for people. */
  public static final List<String> PATHS = List.of("/openapi.yaml", "/asyncapi.yaml", PAGE);

  private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
  private static final HttpString POLICY = new HttpString("Content-Security-Policy");

  private final boolean isPage;
  private final byte[] document;
  private final String policy;

  /**
   * Serves what is at that path.
   *
   * @param path one of {@link #PATHS}
   */
  public DocumentHandler(String path) {
    isPage = path.equals(PAGE);
    document = read(isPage ? "docs.html" : path.substring(1));
    policy = isPage ? policy(new String(document, StandardCharsets.UTF_8)) : "";
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

  /** Nothing but the style that the page itself has (CSP Level 3, section 2.3.1). */
  private static String policy(String page) {
    String style = page.substring(page.indexOf("<style>") + 7, page.indexOf("</style>"));
    return "default-src 'none'; style-src 'sha256-"
        + Base64.getEncoder().encodeToString(sha256(style))
        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java platform has it
    }
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(Answers.NO_SNIFFING, "nosniff");
    if (isPage) {
      headers.put(POLICY, policy);
    } else {
      headers.put(ALLOW_ORIGIN, "*");
    }
    if (ReadOnly.isAsked(exchange)) {
      headers.put(Headers.CONTENT_TYPE, isPage ? "text/html; charset=utf-8" : "application/yaml");
      exchange.getResponseSender().send(ByteBuffer.wrap(document));
    }
  }
}
