package io.messageservice.adapter.websocket;

import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.protocol.Dialect;
import io.messageservice.transport.SessionRegistry;
import java.util.List;
import java.util.stream.Stream;
import org.xnio.StreamConnection;

/** Makes connections of upgraded streams. Any thread may call, except where stated. */
final class UpgradedStreams {

  private final SessionRegistry registry;

  /** Of each event loop, at its index. */
  private final List<LoopBuffers> buffers;

  UpgradedStreams(SessionRegistry registry, FrameLimits limits) {
    this.registry = registry;
    this.buffers =
        Stream.generate(() -> new LoopBuffers(limits)).limit(registry.loops().size()).toList();
  }

  /** Whether one more connection may come in. */
  boolean hasRoom() {
    return registry.hasRoom();
  }

  /** Takes a stream, on its I/O thread. */
  void enter(StreamConnection channel, Verdict verdict, Dialect dialect) {
    int index = channel.getIoThread().getNumber();
    registry.enter(
        new WebSocketConnection(channel, registry.loop(index), buffers.get(index)),
        verdict,
        dialect);
  }
}
