package io.messageservice.blackbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.application.waiting.Patience;
import io.messageservice.blackbox.Heard.Closed;
import io.messageservice.blackbox.contract.SocketContract;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A connection byte by byte: the handshake as text, frames as hex (RFC 6455, section 5.2). Texts
 * and close frames that arrive must be as {@code docs/asyncapi.yaml} says.
 */
public final class RawClient implements AutoCloseable {

  public static final int CONTINUATION = 0x0;
  public static final int TEXT = 0x1;
  public static final int BINARY = 0x2;
  public static final int CLOSE = 0x8;
  public static final int PING = 0x9;
  public static final int PONG = 0xA;

  /** The key of the example in RFC 6455, section 1.3, and what must come back for it. */
  public static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  public static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

  private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};

  /** Small, so that who does not read is soon seen to be slow. */
  private static final int RECEIVE_BUFFER_BYTES = 64 * 1024;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  /** Whether this end has begun to close; what it sends comes back then. */
  private boolean isClosing;

  private SocketContract contract = SocketContract.offering(List.of());

  public RawClient(ServiceProcess service) {
    this(service, "127.0.0.1");
  }

  /** From another address of this machine. */
  public RawClient(ServiceProcess service, String from) {
    try {
      socket = new Socket();
      socket.bind(new InetSocketAddress(from, 0));
      socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), service.next().port()));
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(Patience.MILLIS);
      in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
      out = socket.getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A frame as it came. */
  public static final class RawFrame {
    private final int firstByte;
    private final byte[] payload;

    public RawFrame(int firstByte, byte[] payload) {
      this.firstByte = firstByte;
      this.payload = payload;
    }

    public int firstByte() {
      return firstByte;
    }

    public byte[] payload() {
      return payload;
    }

    public int opcode() {
      return firstByte & 0x0f;
    }

    public String text() {
      return new String(payload, UTF_8);
    }

    /** The status code of a close frame; 1005 where there is none. */
    public int code() {
      return payload.length < 2 ? 1005 : (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
    }

    public String reason() {
      return new String(payload, 2, payload.length - 2, UTF_8);
    }
  }

  /** The head of an HTTP response; names of headers in lower case. */
  public record Head(int status, Map<String, String> headers) {}

  /** Upgraded, for a good token. */
  public static RawClient upgraded(ServiceProcess service, String userId) {
    RawClient raw = new RawClient(service);
    Head head = raw.handshake("/?token=" + Tokens.of(userId));
    if (head.status() != 101) {
      throw new AssertionError("no upgrade: " + head);
    }
    return raw;
  }

  /** A good request with further header lines. */
  public static String request(String target, String... lines) {
    StringBuilder request = new StringBuilder();
    request.append("GET ").append(target).append(" HTTP/1.1\r\n");
    request.append("Host: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n");
    request.append("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ").append(KEY).append("\r\n");
    Arrays.stream(lines).forEach(line -> request.append(line).append("\r\n"));
    return request.append("\r\n").toString();
  }

  public Head handshake(String target, String... lines) {
    if (Arrays.stream(lines).anyMatch(line -> line.contains(SocketContract.SUBPROTOCOL))) {
      contract = SocketContract.offering(List.of(SocketContract.SUBPROTOCOL));
    }
    send(request(target, lines).getBytes(ISO_8859_1));
    Head head = readHead();
    SocketContract.checkHandshake(head.status());
    return head;
  }

  public Head readHead() {
    try {
      String status = readLine();
      Map<String, String> headers = new TreeMap<>();
      for (String line = readLine(); !line.isEmpty(); line = readLine()) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
      }
      return new Head(Integer.parseInt(status.substring(9, 12)), headers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
      line.write(b);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }

  public RawClient send(byte[] bytes) {
    try {
      isClosing |= bytes.length > 0 && bytes[0] == (byte) (0x80 | CLOSE);
      out.write(bytes);
      out.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public RawClient sendByteByByte(byte[] bytes) {
    for (byte b : bytes) {
      send(new byte[] {b});
    }
    return this;
  }

  /** Sends bytes written as hex; spaces do not count. */
  public RawClient sendHex(String hex) {
    return send(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  /** Sends a frame that {@code docs/asyncapi.yaml} has. */
  public RawClient send(JsonNode frame) {
    contract.checkSent(frame);
    return sendText(frame.toString());
  }

  /** Sends any text. */
  public RawClient sendText(String text) {
    return send(frame(0x80 | TEXT, text.getBytes(UTF_8)));
  }

  public RawClient sendClose(int code, String reason) {
    return send(frame(0x80 | CLOSE, closeBody(code, reason.getBytes(UTF_8))));
  }

  public static byte[] closeBody(int code, byte[] reason) {
    byte[] body = new byte[2 + reason.length];
    body[0] = (byte) (code >> 8);
    body[1] = (byte) code;
    System.arraycopy(reason, 0, body, 2, reason.length);
    return body;
  }

  /** A masked frame; the first byte carries FIN, RSV and the opcode. */
  public static byte[] frame(int firstByte, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(header(firstByte, payload.length));
    for (int i = 0; i < payload.length; i++) {
      frame.write(payload[i] ^ MASK[i % 4]);
    }
    return frame.toByteArray();
  }

  /** What stands before the payload of a masked frame. */
  public static byte[] header(int firstByte, long length) {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.write(firstByte);
    if (length < 126) {
      header.write(0x80 | (int) length);
    } else if (length < 1 << 16) {
      header.write(0x80 | 126);
      header.write((int) length >> 8);
      header.write((int) length);
    } else {
      header.write(0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        header.write((int) (length >> shift));
      }
    }
    header.writeBytes(MASK);
    return header.toByteArray();
  }

  public RawFrame read() {
    try {
      int first = in.readUnsignedByte();
      int second = in.readUnsignedByte();
      if ((second & 0x80) != 0) {
        throw new AssertionError("a server never masks");
      }
      long length = second;
      if (second == 126) {
        length = in.readUnsignedShort();
      } else if (second == 127) {
        length = in.readLong();
      }
      byte[] payload = new byte[(int) length];
      in.readFully(payload); // a frame that is cut off is none
      RawFrame frame = new RawFrame(first, payload);
      if (first == (0x80 | TEXT)) {
        contract.checkReceived(Json.parse(frame.text()));
      } else if (first == (0x80 | CLOSE) && !isClosing) {
        SocketContract.checkClosed(frame.code(), frame.reason());
      }
      return frame;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next text frame; it must be whole. Pings that come before it are answered. */
  public JsonNode readJson() {
    RawFrame frame = readCounted();
    while (frame.opcode() == PING) {
      send(frame(0x80 | PONG, frame.payload()));
      frame = readCounted();
    }
    if (frame.firstByte() != (0x80 | TEXT)) {
      throw new AssertionError(
          "not a whole text: " + Integer.toHexString(frame.firstByte()) + " " + frame.text());
    }
    return Json.parse(frame.text());
  }

  /** The next text frame of this event. Others, such as presence, may come before it. */
  public JsonNode readJson(String event) {
    JsonNode frame = readJson();
    while (!frame.path("event").asText().equals(event)) {
      frame = readJson();
    }
    return frame;
  }

  /** Returns once the connection gets what is sent to its user; what came before is dropped. */
  public RawClient awaitRegistered() {
    sendText("{\"event\":\"ping\"}");
    JsonNode unused = readJson("pong");
    return this;
  }

  /** Leaves out what is pushed at a time of its own after a greeting. */
  private RawFrame readCounted() {
    RawFrame frame = read();
    while (frame.opcode() == TEXT && frame.text().startsWith("{\"event\":\"unreadChanged\"")) {
      frame = read();
    }
    return frame;
  }

  public Closed readClose() {
    RawFrame frame = readCounted();
    if (frame.firstByte() != (0x80 | CLOSE)) {
      throw new AssertionError(
          "not a close: " + Integer.toHexString(frame.firstByte()) + " " + frame.text());
    }
    return frame.payload().length == 0
        ? new Closed(1005, "")
        : new Closed(frame.code(), frame.reason());
  }

  /** Reads on until the server ends the TCP connection, and says whether it did so by FIN. */
  public boolean endsByFin() {
    try {
      in.readAllBytes();
      return true;
    } catch (java.net.SocketException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends this side of the TCP connection by FIN. */
  public RawClient finish() {
    try {
      socket.shutdownOutput();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the TCP connection by RST. */
  public void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
