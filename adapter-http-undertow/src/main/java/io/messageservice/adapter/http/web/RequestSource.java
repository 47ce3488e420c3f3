package io.messageservice.adapter.http.web;

import io.messageservice.domain.network.Authority;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where a request comes from: which machine, which page. */
final class RequestSource {

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final HttpString FETCH_SITE = new HttpString("Sec-Fetch-Site");
  private static final List<HttpString> OF_PROXIES =
      List.of(Headers.FORWARDED, Headers.X_FORWARDED_FOR, Headers.X_FORWARDED_HOST, Headers.VIA);

  private RequestSource() {}

  /**
   * Whether it comes from this machine without a proxy, and is sent to a name of this machine: a
   * page elsewhere whose name leads here has another.
   */
  static boolean isThisMachine(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getRequestHeaders();
    return exchange.getSourceAddress().getAddress().isLoopbackAddress()
        && OF_PROXIES.stream().noneMatch(headers::contains)
        && single(headers, Headers.HOST)
            .flatMap(Authority::parse)
            .filter(asked -> THIS_MACHINE.contains(asked.host()))
            .isPresent();
  }

  /**
   * Whether a page of this very origin asks: RFC 6454, section 7; Fetch Metadata Request Headers,
   * where the browser has them.
   */
  static boolean isOwnPage(HttpServerExchange exchange) {
    return isOwnPage(exchange, List.of(exchange.getRequestScheme()));
  }

  /** The same, where a proxy may speak TLS. */
  static boolean isOwnPageOrBehindTls(HttpServerExchange exchange) {
    return isOwnPage(exchange, List.of("http", "https"));
  }

  private static boolean isOwnPage(HttpServerExchange exchange, List<String> schemes) {
    HeaderMap headers = exchange.getRequestHeaders();
    String host = headers.getFirst(Headers.HOST);
    return single(headers, Headers.ORIGIN)
            .filter(
                origin ->
                    schemes.stream()
                        .anyMatch(scheme -> origin.equalsIgnoreCase(scheme + "://" + host)))
            .isPresent()
        && (!headers.contains(FETCH_SITE)
            || single(headers, FETCH_SITE).filter("same-origin"::equals).isPresent());
  }

  /** Whether the body is JSON, by what it says of itself. */
  static boolean hasJson(HttpServerExchange exchange) {
    return single(exchange.getRequestHeaders(), Headers.CONTENT_TYPE)
        .map(type -> type.split(";", 2)[0].strip())
        .filter("application/json"::equalsIgnoreCase)
        .isPresent();
  }

  /** The value of a header that stands there once. */
  static Optional<String> single(HeaderMap headers, HttpString name) {
    HeaderValues values = headers.get(name);
    return values == null || values.size() != 1 ? Optional.empty() : Optional.of(values.getFirst());
  }
}
