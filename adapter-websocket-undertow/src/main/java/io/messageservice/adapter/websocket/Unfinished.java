package io.messageservice.adapter.websocket;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What of a connection's input waits for more bytes: a header, a frame, a message of fragments.
 * Exists only while there is such a thing, and grows with what was received, not with what was
 * announced.
 */
final class Unfinished {

  private static final byte[] EMPTY = {};
  private static final int FIRST_BYTES = 256;

  /** The bytes of a header that is not all here. */
  final ByteBuffer header = ByteBuffer.allocate(FrameHeader.MAX_BYTES);

  /** What the message under way is; 0 between messages. */
  int messageOpcode;

  /** The message so far, unmasked. */
  byte[] message = EMPTY;

  int messageBytes;
  int utf8 = Utf8Validator.COMPLETE;

  /** The control frame under way, unmasked. */
  byte[] control = EMPTY;

  int controlBytes;

  /** Whether a frame's header is read and its payload is not. */
  boolean inFrame;

  boolean isFinal;
  int opcode;
  int key;
  int missingBytes;

  /** The memory that it takes. */
  int heldBytes() {
    return FrameHeader.MAX_BYTES + message.length + control.length;
  }

  /** Whether nothing waits any more. */
  boolean isOver() {
    return !inFrame && messageOpcode == 0 && header.position() == 0;
  }

  void begin(FrameHeader read) {
    header.clear();
    inFrame = true;
    isFinal = read.isFinal;
    opcode = read.opcode;
    key = read.key;
    missingBytes = read.payloadBytes;
    if (Opcode.isControl(opcode)) {
      control = new byte[missingBytes];
      controlBytes = 0;
    } else if (opcode != Opcode.CONTINUATION) {
      messageOpcode = opcode;
    }
  }

  /** Takes what is here of the control frame's payload. */
  void takeControl(ByteBuffer in) {
    int length = Math.min(missingBytes, in.remaining());
    Mask.remove(in, control, controlBytes, length, key);
    controlBytes += length;
    took(length);
  }

  /** Takes what is here of the message's payload; returns where it begins in the message. */
  int takeMessage(ByteBuffer in) {
    int length = Math.min(missingBytes, in.remaining());
    int from = messageBytes;
    grow(from + length);
    Mask.remove(in, message, from, length, key);
    messageBytes += length;
    took(length);
    return from;
  }

  void endMessage() {
    messageOpcode = 0;
    message = EMPTY;
    messageBytes = 0;
    utf8 = Utf8Validator.COMPLETE;
  }

  private void took(int length) {
    key = Mask.turned(key, length);
    missingBytes -= length;
  }

  private void grow(int needed) {
    if (needed > message.length) {
      int doubled = (int) Math.min(2L * message.length, Integer.MAX_VALUE - 8);
      message = Arrays.copyOf(message, Math.max(Math.max(needed, doubled), FIRST_BYTES));
    }
  }
}
