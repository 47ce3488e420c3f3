package io.messageservice.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.websocket.peer.Hex;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A connection's input side in a test: bytes in, events out, none of them unexpected. */
final class FrameRecorder implements FrameSink {

  private final FrameReader reader;
  private final Queue<String> events = new ArrayDeque<>();
  private @Nullable Unfinished unfinished;
  private boolean ended;

  FrameRecorder(FrameLimits limits) {
    this.reader = new FrameReader(limits);
  }

  /** A recorder behind the limits of the contract. */
  static FrameRecorder ofContract() {
    return new FrameRecorder(new FrameLimits(64 << 10, false));
  }

  FrameRecorder reads(String hex) {
    return reads(Hex.bytes(hex));
  }

  FrameRecorder reads(byte[] bytes) {
    ByteBuffer in = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    unfinished = reader.read(in, unfinished, this);
    assertThat(ended || !in.hasRemaining()).as("all read").isTrue();
    return this;
  }

  FrameRecorder readsByteByByte(String hex) {
    for (byte b : Hex.bytes(hex)) {
      reads(new byte[] {b});
    }
    return this;
  }

  /** What came since the last question: exactly this. */
  FrameRecorder heard(String... expected) {
    assertThat(drained()).containsExactly(expected);
    return this;
  }

  List<String> drained() {
    List<String> all = new ArrayList<>(events);
    events.clear();
    return all;
  }

  /** Whether nothing is kept for this connection. */
  boolean isIdle() {
    return unfinished == null;
  }

  /** How many bytes are kept for this connection. */
  int keptBytes() {
    return unfinished == null ? 0 : unfinished.message.length + unfinished.control.length;
  }

  @Override
  public boolean isReading() {
    return !ended;
  }

  @Override
  public void text(byte[] buffer, int offset, int length) {
    record("text " + new String(buffer, offset, length, StandardCharsets.UTF_8));
  }

  @Override
  public void binary(byte[] buffer, int offset, int length) {
    record(("binary " + hex(buffer, offset, length)).strip());
  }

  @Override
  public void ping(byte[] buffer, int offset, int length) {
    record(("ping " + hex(buffer, offset, length)).strip());
  }

  @Override
  public void pong() {
    record("pong");
  }

  @Override
  public void closed(int code) {
    record("closed " + code);
    ended = true;
  }

  @Override
  public void violated(int code, String reason) {
    record("violated " + code);
    ended = true;
  }

  private void record(String event) {
    assertThat(ended).as("nothing after the end, not: %s", event).isFalse();
    events.add(event);
  }

  private static String hex(byte[] buffer, int offset, int length) {
    return Hex.of(Arrays.copyOfRange(buffer, offset, offset + length));
  }
}
