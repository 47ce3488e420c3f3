package io.messageservice.blackbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers one WebSocket handshake, sends one text frame and ends the TCP connection at once, as the
 * kernel does for a process that is killed.
 */
public final class EndingServer implements AutoCloseable {

  private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: *(\\S+)");
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final ServerSocket listener;
  private final Thread thread;

  /** Any port of this machine. */
  public EndingServer(byte[] text) throws IOException {
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    thread = new Thread(() -> serve(text), "ending-server");
    thread.start();
  }

  /** Where to connect. */
  public URI address() {
    return URI.create("ws://127.0.0.1:" + listener.getLocalPort() + "/");
  }

  private void serve(byte[] text) {
    try (Socket peer = listener.accept()) {
      OutputStream out = peer.getOutputStream();
      out.write(answer(request(peer)).getBytes(ISO_8859_1));
      ByteBuffer header = ByteBuffer.allocate(10).put((byte) 0x81).put((byte) 127);
      out.write(header.putLong(text.length).array());
      out.write(text);
    } catch (IOException | GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static String request(Socket peer) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) peer.getInputStream().read());
    }
    return head.toString();
  }

  private static String answer(String request) throws GeneralSecurityException {
    Matcher key = KEY.matcher(request);
    if (!key.find()) {
      throw new IllegalStateException("no handshake: " + request);
    }
    byte[] digest =
        MessageDigest.getInstance("SHA-1").digest((key.group(1) + MAGIC).getBytes(ISO_8859_1));
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: "
        + Base64.getEncoder().encodeToString(digest)
        + "\r\n\r\n";
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
