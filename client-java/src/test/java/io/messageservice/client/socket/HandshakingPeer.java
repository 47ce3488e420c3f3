package io.messageservice.client.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The other end of one connection, frame by frame. The thread of the test calls. */
final class HandshakingPeer implements AutoCloseable {

  private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: *(\\S+)");
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455, 1.3

  private final ServerSocket listening;
  private Socket socket = new Socket();

  HandshakingPeer() throws IOException {
    listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  URI address() {
    return URI.create("ws://127.0.0.1:" + listening.getLocalPort() + "/");
  }

  /** Takes the connection, and returns the head of its request. */
  String accept() throws IOException, NoSuchAlgorithmException {
    socket = listening.accept();
    String head = head(socket.getInputStream());
    Matcher key = KEY.matcher(head);
    if (!key.find()) {
      throw new AssertionError(head);
    }
    byte[] digest =
        MessageDigest.getInstance("SHA-1").digest((key.group(1) + GUID).getBytes(US_ASCII));
    write(
        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Protocol: message-service.v1\r\nSec-WebSocket-Accept: "
                + Base64.getEncoder().encodeToString(digest)
                + "\r\n\r\n")
            .getBytes(US_ASCII));
    return head;
  }

  void refuse(int status) throws IOException {
    socket = listening.accept();
    String unused = head(socket.getInputStream());
    write(("HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\n\r\n").getBytes(US_ASCII));
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
    return head.toString();
  }

  /** A short frame with that first byte. */
  void frame(int firstByte, String text) throws IOException {
    frame(firstByte, text.getBytes(UTF_8));
  }

  void closeFrame(int code, String reason) throws IOException {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    payload.write(code >> 8);
    payload.write(code);
    payload.writeBytes(reason.getBytes(UTF_8));
    frame(0x88, payload.toByteArray());
  }

  private void frame(int firstByte, byte[] payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(firstByte);
    frame.write(payload.length);
    frame.writeBytes(payload);
    write(frame.toByteArray());
  }

  private void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** The next byte that the client sent. */
  int read() throws IOException {
    return socket.getInputStream().read();
  }

  /** So many bytes of what the client sent. Returns how many came. */
  int skip(int count) throws IOException {
    return socket.getInputStream().readNBytes(count).length;
  }

  /** Ends the connection without a close frame, as a killed process does. */
  void vanish() throws IOException {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    listening.close();
  }
}
