package io.messageservice.adapter.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Frames as a server writes them: whole, unmasked, without extensions. RFC 6455, section 5.2. */
final class ServerFrame {

  private static final int FINAL = 0x80;
  private static final int MAX_REASON_BYTES = 123;

  private ServerFrame() {}

  /** Length of the header before a payload. */
  static int headerBytes(int payloadBytes) {
    return payloadBytes < 126 ? 2 : payloadBytes < 1 << 16 ? 4 : 10;
  }

  /** The byte of a header at the index. */
  static byte headerByte(int opcode, int payloadBytes, int index) {
    if (index == 0) {
      return (byte) (FINAL | opcode);
    }
    int length = headerBytes(payloadBytes);
    if (index == 1) {
      return (byte) (length == 2 ? payloadBytes : length == 4 ? 126 : 127);
    }
    return (byte) ((long) payloadBytes >>> (8 * (length - 1 - index)));
  }

  /** A whole frame, header and payload. */
  static byte[] of(int opcode, byte[] payload, int offset, int length) {
    int header = headerBytes(length);
    byte[] frame = new byte[header + length];
    for (int i = 0; i < header; i++) {
      frame[i] = headerByte(opcode, length, i);
    }
    System.arraycopy(payload, offset, frame, header, length);
    return frame;
  }

  /** A close frame; without a body where there is no code. */
  static byte[] close(int code, String reason) {
    if (code == CloseCode.NONE) {
      return of(Opcode.CLOSE, new byte[0], 0, 0);
    }
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    text = text.length > MAX_REASON_BYTES ? Arrays.copyOf(text, MAX_REASON_BYTES) : text;
    byte[] body = ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array();
    return of(Opcode.CLOSE, body, 0, body.length);
  }
}
