package io.messageservice.adapter.websocket;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in, frames out (RFC 6455, sections 5 to 8). One per event loop, for all its connections;
 * only the loop's thread may call. A frame that is wholly in the buffer costs no allocation; what
 * is not whole waits in the {@link Unfinished} of its connection.
 */
final class FrameReader {

  private final FrameHeader header;

  /** Where payloads are unmasked to; as large as the largest that was wholly in a buffer. */
  private byte[] scratch = new byte[4096];

  FrameReader(FrameLimits limits) {
    this.header = new FrameHeader(limits);
  }

  /**
   * Reads all that is in the buffer, or up to where the sink wants no more.
   *
   * @param earlier what the last call for this connection returned
   * @return what waits for more bytes; null where nothing does
   */
  @Nullable Unfinished read(ByteBuffer in, @Nullable Unfinished earlier, FrameSink sink) {
    Unfinished waiting = earlier;
    while (in.hasRemaining() && sink.isReading()) {
      if (waiting == null && readWhole(in, sink)) {
        continue;
      }
      waiting = waiting == null ? new Unfinished() : waiting;
      readPart(in, waiting, sink);
      waiting = waiting.isOver() ? null : waiting;
    }
    return sink.isReading() ? waiting : null;
  }

  /** Reads a frame that is a message or a control frame; false where it is not all here. */
  private boolean readWhole(ByteBuffer in, FrameSink sink) {
    int headerBytes = header.parse(in, in.position(), 0, 0);
    String violation = header.violation;
    if (violation != null) {
      sink.violated(header.violationCode, violation);
      return true;
    }
    int length = header.payloadBytes;
    if (headerBytes == 0 || !header.isFinal || in.remaining() - headerBytes < length) {
      return false;
    }
    in.position(in.position() + headerBytes);
    byte[] payload = scratch(length);
    Mask.remove(in, payload, 0, length, header.key);
    deliver(header.opcode, payload, length, sink);
    return true;
  }

  private static void deliver(int opcode, byte[] payload, int length, FrameSink sink) {
    if (Opcode.isControl(opcode)) {
      control(opcode, payload, length, sink);
    } else if (opcode == Opcode.BINARY) {
      sink.binary(payload, 0, length);
    } else if (Utf8Validator.isValid(payload, 0, length)) {
      sink.text(payload, 0, length);
    } else {
      sink.violated(CloseCode.NOT_UTF8, "not UTF-8");
    }
  }

  private void readPart(ByteBuffer in, Unfinished frame, FrameSink sink) {
    if (!frame.inFrame && !readHeader(in, frame, sink)) {
      return;
    }
    if (Opcode.isControl(frame.opcode)) {
      readControl(in, frame, sink);
    } else {
      readData(in, frame, sink);
    }
  }

  /** Takes a header byte by byte, so that it is refused at the first byte that is wrong. */
  private boolean readHeader(ByteBuffer in, Unfinished frame, FrameSink sink) {
    ByteBuffer bytes = frame.header;
    while (in.hasRemaining()) {
      bytes.limit(bytes.position() + 1).put(in.get());
      boolean complete = header.parse(bytes, 0, frame.messageOpcode, frame.messageBytes) > 0;
      String violation = header.violation;
      if (violation != null) {
        sink.violated(header.violationCode, violation);
        return false;
      }
      if (complete) {
        frame.begin(header);
        return true;
      }
    }
    return false;
  }

  private static void readControl(ByteBuffer in, Unfinished frame, FrameSink sink) {
    frame.takeControl(in);
    if (frame.missingBytes == 0) {
      frame.inFrame = false;
      control(frame.opcode, frame.control, frame.controlBytes, sink);
    }
  }

  private static void readData(ByteBuffer in, Unfinished frame, FrameSink sink) {
    int from = frame.takeMessage(in);
    frame.inFrame = frame.missingBytes > 0;
    boolean ends = !frame.inFrame && frame.isFinal;
    if (frame.messageOpcode == Opcode.TEXT && !isTextSoFar(frame, from, ends)) {
      sink.violated(CloseCode.NOT_UTF8, "not UTF-8");
    } else if (ends) {
      end(frame, sink);
    }
  }

  private static boolean isTextSoFar(Unfinished frame, int from, boolean ends) {
    frame.utf8 = Utf8Validator.advance(frame.utf8, frame.message, from, frame.messageBytes);
    return ends ? frame.utf8 == Utf8Validator.COMPLETE : frame.utf8 != Utf8Validator.INVALID;
  }

  private static void end(Unfinished frame, FrameSink sink) {
    byte[] message = frame.message;
    int length = frame.messageBytes;
    boolean text = frame.messageOpcode == Opcode.TEXT;
    frame.endMessage();
    if (text) {
      sink.text(message, 0, length);
    } else {
      sink.binary(message, 0, length);
    }
  }

  private static void control(int opcode, byte[] payload, int length, FrameSink sink) {
    switch (opcode) {
      case Opcode.PING -> sink.ping(payload, 0, length);
      case Opcode.PONG -> sink.pong();
      default -> close(payload, length, sink);
    }
  }

  /** A close frame is empty, or a code with a reason. RFC 6455, section 5.5.1. */
  private static void close(byte[] payload, int length, FrameSink sink) {
    int code = length < 2 ? 0 : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
    if (length == 0) {
      sink.closed(CloseCode.NONE);
    } else if (!CloseCode.isAcceptedFromClient(code)) {
      sink.violated(CloseCode.PROTOCOL_ERROR, "close code");
    } else if (!Utf8Validator.isValid(payload, 2, length)) {
      sink.violated(CloseCode.NOT_UTF8, "not UTF-8");
    } else {
      sink.closed(code);
    }
  }

  private byte[] scratch(int length) {
    if (scratch.length < length) {
      scratch = new byte[Math.max(length, 2 * scratch.length)];
    }
    return scratch;
  }
}
