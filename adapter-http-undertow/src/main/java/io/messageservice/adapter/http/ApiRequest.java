package io.messageservice.adapter.http;

import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Numbers;
import io.messageservice.protocol.json.Payload;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the head of a request contains. */
final class ApiRequest {

  private static final HttpString IDEMPOTENCY_KEY = new HttpString("Idempotency-Key");

  private static final Pattern REV = Pattern.compile("\"[0-9]{1,18}\"");

  private static final Set<HttpString> WITH_BODY = Set.of(Methods.POST, Methods.PUT, Methods.PATCH);

  private static final Pattern JSON =
      Pattern.compile(
          "application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?", Pattern.CASE_INSENSITIVE);

  /** Parameters that are numbers. */
  private static final Set<String> NUMBERS = Set.of("limit", "beforeSeq", "afterSeq", "wait");

  /** A parameter that is true or false. */
  private static final String HIDDEN = "hidden";

  private final HttpServerExchange exchange;

  ApiRequest(HttpServerExchange exchange) {
    this.exchange = exchange;
  }

  /** The header's value where it is there once. */
  @Nullable String single(HttpString header) {
    HeaderValues values = exchange.getRequestHeaders().get(header);
    return values == null || values.size() != 1 ? null : values.getFirst().strip();
  }

  boolean takesBody() {
    return WITH_BODY.contains(exchange.getRequestMethod());
  }

  boolean needsBody() {
    return exchange.getRequestMethod().equals(Methods.POST);
  }

  /** Whether the body, where there is one, is plain JSON. */
  boolean isJson() {
    if (!RequestBody.isAnnounced(exchange)) {
      return true;
    }
    String type = single(Headers.CONTENT_TYPE);
    return type != null
        && JSON.matcher(type).matches()
        && !exchange.getRequestHeaders().contains(Headers.CONTENT_ENCODING);
  }

  /** The parameters of the query; of one that comes twice the last counts. */
  Payload query() {
    Map<String, Object> members = new HashMap<>();
    exchange
        .getQueryParameters()
        .forEach((name, values) -> members.put(name, value(name, values.getLast())));
    return Payload.of(members);
  }

  private static Object value(String name, String text) {
    if (name.equals(HIDDEN) && (text.equals("true") || text.equals("false"))) {
      return text.equals("true");
    }
    return NUMBERS.contains(name) ? Numbers.whole(text).map(Object.class::cast).orElse(text) : text;
  }

  /** All parameters of that name, in order. */
  List<String> parameters(String name) {
    Deque<String> values = exchange.getQueryParameters().get(name);
    return values == null ? List.of() : List.copyOf(values);
  }

  /**
   * The header {@code Idempotency-Key}, with or without the quotes of a structured field.
   *
   * @throws InvalidFrame where it comes more than once
   */
  Optional<String> idempotencyKey() throws InvalidFrame {
    if (!exchange.getRequestHeaders().contains(IDEMPOTENCY_KEY)) {
      return Optional.empty();
    }
    String key = single(IDEMPOTENCY_KEY);
    if (key == null) {
      throw InvalidFrame.payload("Idempotency-Key: once");
    }
    boolean quoted = key.length() > 1 && key.startsWith("\"") && key.endsWith("\"");
    return Optional.of(quoted ? key.substring(1, key.length() - 1) : key);
  }

  /**
   * The {@code rev} in quotes of the header {@code If-Match}; empty where any is good.
   *
   * @throws InvalidFrame where the header has anything else, or comes more than once
   */
  OptionalLong ifMatch() throws InvalidFrame {
    String tag =
        exchange.getRequestHeaders().contains(Headers.IF_MATCH) ? single(Headers.IF_MATCH) : "*";
    if (tag != null && tag.equals("*")) {
      return OptionalLong.empty();
    }
    if (tag == null || !REV.matcher(tag).matches()) {
      throw InvalidFrame.payload("If-Match: a rev in quotes, or *");
    }
    return OptionalLong.of(Long.parseLong(tag.substring(1, tag.length() - 1)));
  }
}
