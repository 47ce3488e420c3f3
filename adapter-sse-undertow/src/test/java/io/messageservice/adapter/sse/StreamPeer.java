package io.messageservice.adapter.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.messageservice.application.waiting.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A socket that speaks HTTP as text. One thread calls. */
final class StreamPeer implements AutoCloseable {

  private final Socket socket = new Socket();

  StreamPeer(StreamServer server) throws IOException {
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    socket.setSoTimeout(Patience.MILLIS);
  }

  /** Whose stream has begun. */
  static StreamPeer stream(StreamServer server, String query) throws IOException {
    StreamPeer peer = new StreamPeer(server);
    peer.send("GET /sse?token=" + query + " HTTP/1.1\r\nHost: here\r\n\r\n");
    return peer;
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
  }

  /** Asks without waiting for the answer. */
  void ask(String method, String target, String token, String body) throws IOException {
    send(
        "%s %s HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(method, target, token, body.length(), body));
  }

  /** Reads up to the end of this text, and returns all that was read. */
  String readTo(String end) throws IOException {
    StringBuilder text = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (!text.toString().endsWith(end)) {
      int next = in.read();
      if (next < 0) {
        throw new AssertionError("ended after: " + text);
      }
      text.append((char) next);
    }
    return text.toString();
  }

  /** The status line of an answer, whose head is read to its end. */
  String status() throws IOException {
    String head = readTo("\r\n\r\n");
    return head.substring(9, 12);
  }

  /** All that comes until the end. */
  String readToEnd() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
