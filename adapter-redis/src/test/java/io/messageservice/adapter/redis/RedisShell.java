package io.messageservice.adapter.redis;

import io.messageservice.application.waiting.Patience;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;

/** Asks a server one thing without any client library, over a connection of its own. */
final class RedisShell {

  private static final String LOADED = "loaded";

  private RedisShell() {}

  /**
   * The answer to a command: what it says, lines where it says several things, nothing for null.
   *
   * @throws IllegalStateException where the server answers with an error
   */
  static String ask(int port, String... command) {
    return askAll(port, List.<String[]>of(command));
  }

  /** The answer to the last of the commands, which one connection sends in turn. */
  static String askAll(int port, List<String[]> commands) {
    try (Socket socket = connect(port)) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      String last = "";
      for (String[] command : commands) {
        socket.getOutputStream().write(encoded(command));
        last = answer(in);
      }
      return last;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Carries out encoded commands. */
  static void load(int port, byte[] commands) {
    try (Socket socket = connect(port)) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      socket.getOutputStream().write(commands);
      socket.getOutputStream().write(encoded("ECHO", LOADED));
      while (!answer(in).equals(LOADED)) {
        // the answer to one of the commands
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Patience.MILLIS);
    socket.setSoTimeout(Patience.MILLIS);
    return socket;
  }

  private static byte[] encoded(String... command) {
    StringBuilder text = new StringBuilder("*" + command.length + "\r\n");
    for (String word : command) {
      int bytes = word.getBytes(StandardCharsets.UTF_8).length;
      text.append('$').append(bytes).append("\r\n").append(word).append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String answer(DataInputStream in) throws IOException {
    String head = line(in);
    String rest = head.substring(1);
    return switch (head.charAt(0)) {
      case '+', ':' -> rest;
      case '$' -> bulk(Integer.parseInt(rest), in);
      case '*' -> lines(Integer.parseInt(rest), in);
      default -> throw new IllegalStateException(rest);
    };
  }

  private static String bulk(int length, DataInputStream in) throws IOException {
    if (length < 0) {
      return "";
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    line(in);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String lines(int count, DataInputStream in) throws IOException {
    StringJoiner all = new StringJoiner("\n");
    for (int i = 0; i < count; i++) {
      all.add(answer(in));
    }
    return all.toString();
  }

  private static String line(DataInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.readByte();
    while (next != '\r') {
      line.append((char) next);
      next = in.readByte();
    }
    in.readByte();
    return line.toString();
  }
}
