package io.messageservice.adapter.websocket;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The key of a handshake and the answer to it. RFC 6455, sections 4.1 and 4.2.2. */
final class HandshakeKey {

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_BYTES = 16;

  private HandshakeKey() {}

  /** Whether the header is sixteen bytes in base64. */
  static boolean isValid(String key) {
    try {
      return Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  /** The value of {@code Sec-WebSocket-Accept}. */
  static String accept(String key) {
    byte[] text = (key + GUID).getBytes(StandardCharsets.ISO_8859_1);
    return Base64.getEncoder().encodeToString(sha1().digest(text));
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-1", impossible);
    }
  }
}
