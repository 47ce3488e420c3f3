package io.messageservice.adapter.websocket;

import io.messageservice.adapter.websocket.peer.Hex;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** A random stream of client frames and what a codec that takes binary must hear in it. */
final class FrameStream {

  /** The limit that streams keep to, small enough to be met often. */
  static final FrameLimits LIMITS = new FrameLimits(1000, true);

  private static final String[] LETTERS = {"a", "é", "€", "😀", "\0", "\uFFFD"};

  private final Random random;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<String> events = new ArrayList<>();

  private FrameStream(Random random) {
    this.random = random;
  }

  /**
   * Up to a few messages, in fragments with control frames in between; maybe a close at the end.
   */
  static FrameStream valid(Random random) {
    FrameStream stream = new FrameStream(random);
    for (int left = random.nextInt(6); left > 0; left--) {
      stream.addMessage();
      stream.maybeControl();
    }
    if (random.nextInt(3) == 0) {
      stream.addClose();
    }
    return stream;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  List<String> events() {
    return events;
  }

  /** The same with a few bytes changed, put in, left out, or the end cut off. */
  byte[] mutated() {
    byte[] all = bytes();
    for (int left = 1 + random.nextInt(3); left > 0 && all.length > 0; left--) {
      int at = random.nextInt(all.length);
      switch (random.nextInt(5)) {
        case 0 -> all[at] = (byte) random.nextInt();
        case 1 -> all[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> all = spliced(all, at, at + 1, 0);
        case 3 -> all = spliced(all, at, at, 1 + random.nextInt(16));
        default -> all = Arrays.copyOf(all, at);
      }
    }
    return all;
  }

  private byte[] spliced(byte[] all, int from, int to, int added) {
    byte[] more = new byte[added];
    random.nextBytes(more);
    byte[] changed = new byte[all.length - (to - from) + added];
    System.arraycopy(all, 0, changed, 0, from);
    System.arraycopy(more, 0, changed, from, added);
    System.arraycopy(all, to, changed, from + added, all.length - to);
    return changed;
  }

  private void addMessage() {
    boolean text = random.nextBoolean();
    byte[] payload = text ? text().getBytes(StandardCharsets.UTF_8) : noise(size());
    int opcode = text ? Opcode.TEXT : Opcode.BINARY;
    int at = 0;
    for (int left = random.nextInt(4); left > 0; left--) {
      int to = at + random.nextInt(payload.length - at + 1);
      addFrame(opcode, Arrays.copyOfRange(payload, at, to));
      maybeControl();
      opcode = 0;
      at = to;
    }
    addFrame(0x80 | opcode, Arrays.copyOfRange(payload, at, payload.length));
    events.add(
        text
            ? "text " + new String(payload, StandardCharsets.UTF_8)
            : ("binary " + Hex.of(payload)).strip());
  }

  private void maybeControl() {
    byte[] body = noise(random.nextInt(4) == 0 ? 125 : random.nextInt(6));
    switch (random.nextInt(6)) {
      case 0 -> {
        addFrame(0x89, body);
        events.add(("ping " + Hex.of(body)).strip());
      }
      case 1 -> {
        addFrame(0x8A, body);
        events.add("pong");
      }
      default -> {}
    }
  }

  private void addClose() {
    if (random.nextBoolean()) {
      addFrame(0x88, HexFormat.of().parseHex("0fa0c3a9"));
      events.add("closed 4000");
    } else {
      addFrame(0x88, new byte[0]);
      events.add("closed " + CloseCode.NONE);
    }
    bytes.writeBytes(noise(random.nextInt(8)));
  }

  private void addFrame(int firstByte, byte[] payload) {
    byte[] key = noise(4);
    bytes.write(firstByte);
    if (payload.length < 126) {
      bytes.write(0x80 | payload.length);
    } else {
      bytes.write(0x80 | 126);
      bytes.write(payload.length >> 8);
      bytes.write(payload.length);
    }
    bytes.writeBytes(key);
    for (int i = 0; i < payload.length; i++) {
      bytes.write(payload[i] ^ key[i % 4]);
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int left = size() / 4; left > 0; left--) {
      text.append(LETTERS[random.nextInt(LETTERS.length)]);
    }
    return text.toString();
  }

  private int size() {
    return random.nextInt(8) == 0 ? random.nextInt(LIMITS.maxBytes() + 1) : random.nextInt(40);
  }

  private byte[] noise(int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }
}
