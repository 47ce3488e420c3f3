package io.messageservice.architecture.inmemory;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A client: sends texts and keeps what it receives. */
public final class InMemoryClient {

  private final Consumer<String> sender;
  private final List<String> texts = new ArrayList<>();
  private final List<String> closes = new ArrayList<>();
  private final ByteArrayOutputStream incomplete = new ByteArrayOutputStream();
  private boolean reading = true;
  private boolean ended;

  /**
   * @param sender hands a text to the connection and waits until everything is done
   */
  InMemoryClient(Consumer<String> sender) {
    this.sender = sender;
  }

  /** Sends a text; quotation marks may be apostrophes. */
  public InMemoryClient send(String text) {
    sender.accept(text.replace('\'', '"'));
    return this;
  }

  /** Takes nothing from now on. */
  void stopReading() {
    reading = false;
  }

  /** Takes what it can; the rest stays in the buffer. */
  void take(ByteBuffer bytes) {
    if (reading) {
      while (bytes.hasRemaining()) {
        incomplete.write(bytes.get());
      }
      readFrames();
    }
  }

  private void readFrames() {
    ByteBuffer in = ByteBuffer.wrap(incomplete.toByteArray());
    while (in.remaining() >= InMemoryOutbox.HEADER_BYTES
        && in.remaining() - InMemoryOutbox.HEADER_BYTES >= in.getInt(in.position() + 1)) {
      List<String> kind = in.get() == InMemoryOutbox.CLOSE ? closes : texts;
      byte[] utf8 = new byte[in.getInt()];
      in.get(utf8);
      kind.add(new String(utf8, StandardCharsets.UTF_8));
    }
    incomplete.reset();
    incomplete.write(in.array(), in.position(), in.remaining());
  }

  void end() {
    ended = true;
  }

  /** The texts received since the last call, with apostrophes for quotation marks. */
  public List<String> received() {
    List<String> all = texts.stream().map(text -> text.replace('"', '\'')).toList();
    texts.clear();
    return all;
  }

  /** The reasons with which the connection was closed. */
  List<String> closes() {
    return List.copyOf(closes);
  }

  /** Whether the connection is gone. */
  boolean isEnded() {
    return ended;
  }
}
