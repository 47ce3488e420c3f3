package io.messageservice.transport;

import io.messageservice.application.port.in.ConnectionFigures;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.WireCounts;
import io.messageservice.protocol.WireWatcher;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one connection received, and since when it is there. Only the loop's thread may call. */
final class ConnectionCounts implements WireCounts {

  private final String transport;
  private final LoopContext context;
  private final Outbox outbox;
  private final long number;
  private final long openedNanos;
  private long messagesIn;
  private long bytesIn;

  /** Who watches the texts; null while nobody does. */
  private @Nullable WireWatcher watcher;

  /**
   * @param transport what carries the connection
   * @param outbox of the connection
   */
  ConnectionCounts(String transport, LoopContext context, Outbox outbox) {
    this.transport = transport;
    this.context = context;
    this.outbox = outbox;
    this.number = context.numbers().incrementAndGet();
    this.openedNanos = context.nanos();
  }

  void received(int bytes) {
    bytesIn += bytes;
  }

  void receivedMessage(byte[] buffer, int offset, int length) {
    messagesIn++;
    if (watcher != null) {
      watcher.received(buffer, offset, length);
    }
  }

  void sent(TextFrame frame) {
    if (watcher != null) {
      watcher.sent(frame);
    }
  }

  @Override
  public void watch(@Nullable WireWatcher next) {
    watcher = next;
  }

  @Override
  public ConnectionFigures figures() {
    return new ConnectionFigures(
        number,
        transport,
        Duration.ofNanos(context.nanos() - openedNanos),
        outbox.waitingBytes(),
        outbox.isStalled(),
        messagesIn,
        bytesIn,
        outbox.framesOut(),
        outbox.bytesOut());
  }

  ClosedConnection closed(CloseReason.Cause cause) {
    return new ClosedConnection(
        transport,
        cause,
        context.nanos() - openedNanos,
        messagesIn,
        bytesIn,
        outbox.framesOut(),
        outbox.bytesOut());
  }
}
