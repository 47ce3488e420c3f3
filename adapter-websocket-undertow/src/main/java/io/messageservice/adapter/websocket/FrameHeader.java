package io.messageservice.adapter.websocket;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The header of a client frame, judged as far as its bytes are there. RFC 6455, section 5.2. One
 * per event loop, filled again for each frame.
 */
final class FrameHeader {

  /** The longest header: two bytes, eight of length, four of the key. */
  static final int MAX_BYTES = 14;

  private static final int KEY_BYTES = 4;
  private static final int MAX_CONTROL_PAYLOAD = 125;

  private final FrameLimits limits;

  boolean isFinal;
  int opcode;
  int payloadBytes;
  int key;

  /** Why the frame is refused, with {@link #violationCode}; null where it is not. */
  @Nullable String violation;

  int violationCode;

  FrameHeader(FrameLimits limits) {
    this.limits = limits;
  }

  /**
   * Reads a header that begins at {@code at}.
   *
   * @param messageOpcode of the message whose fragments are under way, otherwise 0
   * @param messageBytes how much of that message is here
   * @return its length in bytes, or 0 where more bytes are needed or there is a {@link #violation}
   */
  int parse(ByteBuffer in, int at, int messageOpcode, int messageBytes) {
    violation = null;
    int available = in.limit() - at;
    if (available < 1 || !acceptsFirst(in.get(at), messageOpcode)) {
      return 0;
    }
    if (available < 2 || !acceptsSecond(in.get(at + 1))) {
      return 0;
    }
    int seven = in.get(at + 1) & 0x7F;
    int end = 2 + (seven == 127 ? Long.BYTES : seven == 126 ? Short.BYTES : 0);
    if (available < end || !acceptsLength(declared(in, at + 2, seven), messageBytes)) {
      return 0;
    }
    if (available < end + KEY_BYTES) {
      return 0;
    }
    key = in.getInt(at + end);
    return end + KEY_BYTES;
  }

  private boolean acceptsFirst(byte first, int messageOpcode) {
    isFinal = first < 0;
    opcode = first & 0x0F;
    if ((first & 0x70) != 0) {
      return refuse(CloseCode.PROTOCOL_ERROR, "reserved bits");
    }
    if (!Opcode.isKnown(opcode)) {
      return refuse(CloseCode.PROTOCOL_ERROR, "reserved opcode");
    }
    if (Opcode.isControl(opcode)) {
      return isFinal || refuse(CloseCode.PROTOCOL_ERROR, "fragmented control frame");
    }
    if ((opcode == Opcode.CONTINUATION) != (messageOpcode != 0)) {
      return refuse(CloseCode.PROTOCOL_ERROR, "fragments out of order");
    }
    return opcode != Opcode.BINARY
        || limits.acceptBinary()
        || refuse(CloseCode.UNSUPPORTED, "text only");
  }

  private boolean acceptsSecond(byte second) {
    if (second >= 0) {
      return refuse(CloseCode.PROTOCOL_ERROR, "unmasked frame");
    }
    return !Opcode.isControl(opcode)
        || (second & 0x7F) <= MAX_CONTROL_PAYLOAD
        || refuse(CloseCode.PROTOCOL_ERROR, "control frame too long");
  }

  private boolean acceptsLength(long declared, int messageBytes) {
    if (declared < 0) {
      return refuse(CloseCode.PROTOCOL_ERROR, "length out of range");
    }
    if (!Opcode.isControl(opcode) && declared > limits.maxBytes() - messageBytes) {
      return refuse(CloseCode.TOO_LARGE, "message too large");
    }
    payloadBytes = (int) declared;
    return true;
  }

  private static long declared(ByteBuffer in, int at, int seven) {
    return switch (seven) {
      case 127 -> in.getLong(at);
      case 126 -> in.getShort(at) & 0xFFFF;
      default -> seven;
    };
  }

  private boolean refuse(int code, String reason) {
    violationCode = code;
    violation = reason;
    return false;
  }
}
