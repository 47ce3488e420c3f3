package io.messageservice.adapter.websocket;

import io.messageservice.protocol.Dialect;
import io.messageservice.transport.BearerToken;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a client asks for when it opens a WebSocket. RFC 6455, section 4.2.1. */
final class HandshakeRequest {

  /** The subprotocol that selects {@link Dialect#V1}. */
  static final String SUBPROTOCOL = "message-service.v1";

  private static final String BEARER_SUBPROTOCOL = "bearer.";
  private static final String TOKEN_PARAMETER = "token";

  private final HttpServerExchange exchange;

  HandshakeRequest(HttpServerExchange exchange) {
    this.exchange = exchange;
  }

  /** Whether the header lists the word; case does not matter. */
  boolean lists(HttpString header, String word) {
    return listed(header).stream().anyMatch(word::equalsIgnoreCase);
  }

  boolean hasBody() {
    return exchange.getRequestHeaders().contains(Headers.TRANSFER_ENCODING)
        || exchange.getRequestContentLength() > 0;
  }

  /** The header's value where it is there once. */
  @Nullable String single(HttpString header) {
    HeaderValues values = exchange.getRequestHeaders().get(header);
    return values == null || values.size() != 1 ? null : values.getFirst().strip();
  }

  Dialect dialect() {
    return listed(Headers.SEC_WEB_SOCKET_PROTOCOL).contains(SUBPROTOCOL)
        ? Dialect.V1
        : Dialect.BASE;
  }

  /** The token; that of the query wins, then the header, then the subprotocol. */
  Optional<String> token(boolean inQuery) {
    return (inQuery ? queryToken() : Optional.<String>empty())
        .or(this::headerToken)
        .or(this::subprotocolToken);
  }

  private Optional<String> queryToken() {
    Deque<String> values = exchange.getQueryParameters().get(TOKEN_PARAMETER);
    return Optional.ofNullable(values).map(Deque::getFirst).filter(token -> !token.isEmpty());
  }

  private Optional<String> headerToken() {
    return BearerToken.in(single(Headers.AUTHORIZATION));
  }

  private Optional<String> subprotocolToken() {
    return listed(Headers.SEC_WEB_SOCKET_PROTOCOL).stream()
        .filter(offer -> dialect() == Dialect.V1 && offer.startsWith(BEARER_SUBPROTOCOL))
        .map(offer -> offer.substring(BEARER_SUBPROTOCOL.length()))
        .filter(token -> !token.isEmpty())
        .findFirst();
  }

  private List<String> listed(HttpString header) {
    HeaderValues values = exchange.getRequestHeaders().get(header);
    return values == null
        ? List.of()
        : values.stream().flatMap(v -> Arrays.stream(v.split(",", -1))).map(String::strip).toList();
  }
}
