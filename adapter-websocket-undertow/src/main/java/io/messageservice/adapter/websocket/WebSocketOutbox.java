package io.messageservice.adapter.websocket;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.protocol.TextFrame;
import io.messageservice.transport.Outbox;
import io.messageservice.transport.RingPool;
import java.nio.ByteBuffer;

/** An outbox that writes texts as frames of RFC 6455, their headers computed when they are due. */
final class WebSocketOutbox extends Outbox {

  WebSocketOutbox(
      RingPool rings, MemoryBudget.Account memory, int softLimitBytes, int hardLimitBytes) {
    super(rings, memory, softLimitBytes, hardLimitBytes);
  }

  @Override
  protected int encodedBytes(TextFrame frame) {
    int length = frame.utf8().length;
    return ServerFrame.headerBytes(length) + length;
  }

  @Override
  protected void encode(TextFrame frame, int offset, ByteBuffer out) {
    byte[] payload = frame.utf8();
    int header = ServerFrame.headerBytes(payload.length);
    int at = offset;
    for (; at < header && out.hasRemaining(); at++) {
      out.put(ServerFrame.headerByte(Opcode.TEXT, payload.length, at));
    }
    int from = Math.max(0, at - header);
    if (at >= header) {
      out.put(payload, from, Math.min(payload.length - from, out.remaining()));
    }
  }
}
