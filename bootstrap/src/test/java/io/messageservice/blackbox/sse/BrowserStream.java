package io.messageservice.blackbox.sse;

import static io.messageservice.application.waiting.Patience.PATIENCE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.application.waiting.Patience;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/** A stream as a bare browser has it, read only where the test asks for more. One thread calls. */
final class BrowserStream implements AutoCloseable {

  /** Small, so that who does not read is soon seen to be slow. */
  private static final int RECEIVE_BUFFER_BYTES = 64 * 1024;

  private final ServiceProcess service;
  private final String token;
  private final Socket socket = new Socket();
  private final BufferedReader in;
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Queue<SseEvent> arrived = new ArrayDeque<>();
  private final EventParser parser = new EventParser(arrived::add);
  private final String status;

  /** What the first event says; missing where it is a close. */
  private final JsonNode session;

  private BrowserStream(ServiceProcess service, String user, String query, String lastId) {
    this.service = service;
    this.token = Tokens.of(user);
    try {
      socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), service.port()));
      socket.setSoTimeout(Patience.MILLIS);
      in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      String last = lastId.isEmpty() ? "" : "Last-Event-ID: " + lastId + "\r\n";
      String request =
          "GET /sse?token=%s%s HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n%s\r\n"
              .formatted(token, query, last);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      status = in.readLine();
      for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
        headers.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.session = expectEvent("session");
  }

  static BrowserStream open(ServiceProcess service, String user) {
    return new BrowserStream(service, user, "", "");
  }

  static BrowserStream open(ServiceProcess service, String user, String query) {
    return new BrowserStream(service, user, query, "");
  }

  /** As a browser opens it again by itself. */
  static BrowserStream openAfter(ServiceProcess service, String user, String lastId) {
    return new BrowserStream(service, user, "", lastId);
  }

  String status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  JsonNode session() {
    return session;
  }

  String lastId() {
    return parser.lastId();
  }

  long retryMillis() {
    return parser.retryMillis();
  }

  /** What comes next; comments are left out. */
  SseEvent next() {
    try {
      while (arrived.isEmpty()) {
        String line = in.readLine();
        if (line == null) {
          throw new AssertionError("the stream has ended");
        }
        parser.line(line);
        arrived.removeIf(event -> event.name().equals("comment"));
      }
      return arrived.remove();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The data of the next event, which has this name. */
  JsonNode expectEvent(String name) {
    SseEvent event = next();
    if (!event.name().equals(name)) {
      throw new AssertionError("expected " + name + ", not " + event);
    }
    return Json.parse(event.data());
  }

  /** The next frame of this command or push; others before it are left out. */
  JsonNode skipTo(String event) {
    JsonNode frame = expectEvent("message");
    while (!frame.path("event").asText().equals(event)) {
      frame = expectEvent("message");
    }
    return frame;
  }

  /** Contents of the messages up to this one, in the order in which they come. */
  List<String> contentsUpTo(String last) {
    List<String> contents = new ArrayList<>();
    while (!contents.contains(last)) {
      contents.add(skipTo("newMessage").at("/data/content").asText());
    }
    return contents;
  }

  /** Posts commands, and returns once they were taken. */
  void post(JsonNode commands) {
    HttpResponse<String> answer = post(token, commands.toString().getBytes(UTF_8));
    if (answer.statusCode() != 202) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
  }

  HttpResponse<String> postAs(String user, String text) {
    return post(Tokens.of(user), text.getBytes(UTF_8));
  }

  HttpResponse<String> post(byte[] body) {
    return post(token, body);
  }

  private HttpResponse<String> post(String bearer, byte[] body) {
    return post(service, session.get("session").asText(), bearer, body);
  }

  static HttpResponse<String> post(
      ServiceProcess service, String session, String bearer, byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + "/sse/" + session))
            .header("Authorization", "Bearer " + bearer)
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      return Client.HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Whether the stream ends with this close, whatever comes before. */
  int closeCode() {
    SseEvent event = next();
    while (!event.name().equals("close")) {
      event = next();
    }
    return Json.parse(event.data()).get("code").asInt();
  }

  /** Breaks the connection before the test is through with it. */
  void cut() {
    close();
  }

  /** Breaks the connection. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
