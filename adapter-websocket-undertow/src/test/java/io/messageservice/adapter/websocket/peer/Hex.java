package io.messageservice.adapter.websocket.peer;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes as tests write them: hex with blanks, or client frames of a text. */
public final class Hex {

  private Hex() {}

  public static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", "").replace("\n", ""));
  }

  public static String of(byte[] bytes) {
    return HexFormat.ofDelimiter(" ").formatHex(bytes);
  }

  /** A masked client frame in hex, with a key that changes every byte. */
  public static String frame(int firstByte, byte[] payload) {
    byte[] key = {0x37, (byte) 0xfa, 0x21, 0x3d};
    StringBuilder hex = new StringBuilder(String.format("%02x", firstByte));
    int length = payload.length;
    if (length < 126) {
      hex.append(String.format("%02x", 0x80 | length));
    } else if (length < 1 << 16) {
      hex.append(String.format("fe%04x", length));
    } else {
      hex.append(String.format("ff%016x", length));
    }
    byte[] masked = payload.clone();
    for (int i = 0; i < length; i++) {
      masked[i] ^= key[i % 4];
    }
    return hex + HexFormat.of().formatHex(key) + HexFormat.of().formatHex(masked);
  }

  public static String text(String text) {
    return frame(0x81, utf8(text));
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
