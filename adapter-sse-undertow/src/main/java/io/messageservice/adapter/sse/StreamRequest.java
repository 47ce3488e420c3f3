package io.messageservice.adapter.sse;

import io.messageservice.protocol.Dialect;
import io.messageservice.transport.BearerToken;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a client asks for, by its headers and the query of its URL. */
record StreamRequest(HttpServerExchange exchange) {

  private static final HttpString LAST_EVENT_ID = new HttpString("Last-Event-ID");
  private static final String BASE = "base";
  private static final String ON = "on";

  /** The token; that of the query wins. */
  String token(boolean inQuery) {
    Optional<String> queried = inQuery ? parameter("token") : Optional.empty();
    return queried.or(() -> BearerToken.in(single(Headers.AUTHORIZATION))).orElse("");
  }

  Dialect dialect() {
    return parameter("protocol").filter(BASE::equals).isPresent() ? Dialect.BASE : Dialect.V1;
  }

  /** Where the client was; what a browser brings by itself wins. */
  Optional<LastEventId> lastEventId() {
    return Optional.ofNullable(single(LAST_EVENT_ID))
        .or(() -> parameter("lastEventId"))
        .flatMap(LastEventId::parse);
  }

  /** Whether the client posts at least once in each interval of heartbeats. */
  boolean speaks() {
    return parameter("pings").filter(ON::equals).isPresent();
  }

  /** The header's value where it is there once. */
  @Nullable String single(HttpString header) {
    HeaderValues values = exchange.getRequestHeaders().get(header);
    return values == null || values.size() != 1 ? null : values.getFirst().strip();
  }

  private Optional<String> parameter(String name) {
    Deque<String> values = exchange.getQueryParameters().get(name);
    return Optional.ofNullable(values).map(Deque::getFirst).filter(value -> !value.isEmpty());
  }
}
