package io.messageservice.blackbox.operation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.messageservice.application.waiting.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes spans by OTLP over HTTP, in Protocol Buffers, as a collector does. */
final class TraceReceiver implements AutoCloseable {

  private final List<byte[]> bodies = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  TraceReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    bodies.add(exchange.getRequestBody().readAllBytes());
    exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  /** For {@code OTEL_EXPORTER_OTLP_ENDPOINT}. */
  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** All that came, as text. */
  String text() {
    StringBuilder text = new StringBuilder();
    bodies.forEach(body -> text.append(new String(body, StandardCharsets.ISO_8859_1)));
    return text.toString();
  }

  /** Waits for the span of that name in the trace. */
  Received await(String trace, String name) {
    Patience.await().until(() -> find(trace, name).isPresent());
    return find(trace, name).orElseThrow();
  }

  private Optional<Received> find(String trace, String name) {
    return bodies.stream()
        .flatMap(body -> spans(body).stream())
        .filter(span -> span.trace().equals(trace) && span.name().equals(name))
        .findFirst();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** A span, with the ids of its trace, itself and its parent. */
  record Received(String trace, String id, String parent, String name) {}

  /** ExportTraceServiceRequest, ResourceSpans, ScopeSpans, Span. */
  private static List<Received> spans(byte[] request) {
    return field(request, 1).stream()
        .flatMap(resource -> field(resource, 2).stream())
        .flatMap(scope -> field(scope, 2).stream())
        .map(span -> new Received(hex(span, 1), hex(span, 2), hex(span, 4), name(span)))
        .toList();
  }

  private static String hex(byte[] span, int number) {
    return field(span, number).stream().map(HexFormat.of()::formatHex).findFirst().orElse("");
  }

  private static String name(byte[] span) {
    return new String(field(span, 5).get(0), StandardCharsets.UTF_8);
  }

  /** The values of one field that are bytes. */
  private static List<byte[]> field(byte[] message, int number) {
    List<byte[]> values = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      long tag = varint(in);
      switch ((int) tag & 7) {
        case 0 -> varint(in);
        case 1 -> in.getLong();
        case 2 -> {
          byte[] value = new byte[(int) varint(in)];
          in.get(value);
          if (tag >> 3 == number) {
            values.add(value);
          }
        }
        case 5 -> in.getInt();
        default -> throw new AssertionError("no such kind of field: " + tag);
      }
    }
    return values;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
