package io.messageservice.adapter.websocket.peer;

import io.messageservice.application.waiting.Patience;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends and reads bytes. Reading gives up after ten seconds. */
public final class ByteClient implements AutoCloseable {

  public static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  private final Socket socket;

  private ByteClient(Socket socket) {
    this.socket = socket;
  }

  public static ByteClient connect(int port) throws IOException {
    return connect(port, 0);
  }

  /** A client with a receive buffer of its own size; 0 leaves it to the system. */
  public static ByteClient connect(int port, int receiveBufferBytes) throws IOException {
    Socket socket = new Socket();
    if (receiveBufferBytes > 0) {
      socket.setReceiveBufferSize(receiveBufferBytes);
    }
    socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(Patience.MILLIS);
    return new ByteClient(socket);
  }

  /** An upgraded client. */
  public static ByteClient upgraded(int port, String pathAndQuery) throws IOException {
    ByteClient client = connect(port);
    client.handshake(pathAndQuery);
    return client;
  }

  public String handshake(String pathAndQuery, String... headers) throws IOException {
    sendText(request(pathAndQuery, headers));
    return head();
  }

  public static String request(String pathAndQuery, String... headers) {
    return "GET "
        + pathAndQuery
        + " HTTP/1.1\r\nHost: chat.example:8001\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
        + KEY
        + "\r\n"
        + String.join("", java.util.Arrays.stream(headers).map(h -> h + "\r\n").toList())
        + "\r\n";
  }

  public void sendText(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public void send(String hex) throws IOException {
    socket.getOutputStream().write(Hex.bytes(hex));
  }

  public void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** The head of an HTTP response. */
  public String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) readByte());
    }
    return head.toString();
  }

  /** The next bytes as hex. */
  public String read(int count) throws IOException {
    byte[] bytes = socket.getInputStream().readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("only " + Hex.of(bytes));
    }
    return Hex.of(bytes);
  }

  /** All until the peer's FIN, as hex; an exception where it resets. */
  public String readToEnd() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    in.transferTo(all);
    return Hex.of(all.toByteArray());
  }

  /** The close frame that comes last, as {@code code reason}; then the peer's FIN. */
  public String readClose() throws IOException {
    byte[] all = Hex.bytes(readToEnd());
    if (all.length < 4 || (all[0] & 0xFF) != 0x88) {
      return "no close: " + Hex.of(all);
    }
    int code = (all[2] & 0xFF) << 8 | (all[3] & 0xFF);
    return (code + " " + new String(all, 4, all.length - 4, StandardCharsets.UTF_8)).strip();
  }

  private int readByte() throws IOException {
    int read = socket.getInputStream().read();
    if (read < 0) {
      throw new EOFException();
    }
    return read;
  }

  /** Ends by RST instead of FIN. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
