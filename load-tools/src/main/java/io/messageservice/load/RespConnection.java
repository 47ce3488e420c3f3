package io.messageservice.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection to Redis that asks one thing after another, or receives what it subscribed to. One
 * thread at a time.
 */
final class RespConnection implements AutoCloseable {

  private final Socket socket;
  private final DataInputStream in;

  RespConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 << 10));
  }

  /** What it answers; 0 where that is no number. */
  long number(String... command) {
    return askOrFail(command) instanceof Long number ? number : 0;
  }

  /** What it answers, a list. */
  List<String> texts(String... command) {
    return ((List<?>) askOrFail(command)).stream().map(RespConnection::text).toList();
  }

  static String text(Object answer) {
    return answer instanceof byte[] bytes ? new String(bytes, UTF_8) : answer.toString();
  }

  private Object askOrFail(String... command) {
    try {
      return ask(List.of(command));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /**
   * As {@link #answer}.
   *
   * @throws IllegalStateException where it answers with an error
   */
  Object ask(List<String> command) throws IOException {
    send(command);
    return answer();
  }

  void send(List<String> command) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(("*" + command.size() + "\r\n").getBytes(UTF_8));
    for (String word : command) {
      byte[] bytes = word.getBytes(UTF_8);
      out.writeBytes(("$" + bytes.length + "\r\n").getBytes(UTF_8));
      out.writeBytes(bytes);
      out.writeBytes("\r\n".getBytes(UTF_8));
    }
    socket.getOutputStream().write(out.toByteArray());
  }

  /** Text, number, bytes, a list of these, or an empty text where there is nothing. */
  Object answer() throws IOException {
    int kind = in.readUnsignedByte();
    String line = line();
    return switch (kind) {
      case '+' -> line;
      case ':' -> Long.parseLong(line);
      case '$' -> bytes(Integer.parseInt(line));
      case '*' -> list(Integer.parseInt(line));
      default -> throw new IllegalStateException(line);
    };
  }

  private Object bytes(int length) throws IOException {
    if (length < 0) {
      return "";
    }
    byte[] bytes = in.readNBytes(length);
    in.skipNBytes(2);
    return bytes;
  }

  private List<Object> list(int length) throws IOException {
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      list.add(answer());
    }
    return list;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.readUnsignedByte(); next != '\r'; next = in.readUnsignedByte()) {
      line.append((char) next);
    }
    in.skipNBytes(1);
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
