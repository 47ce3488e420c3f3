package io.messageservice.adapter.websocket;

import io.messageservice.adapter.websocket.peer.Hex;
import io.messageservice.adapter.websocket.peer.TestTime;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.domain.user.Identity;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.CloseReason.Cause;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.Session;
import io.messageservice.protocol.Sessions;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Writes down what connections say, and does as they say: {@code echo …}, {@code fault}, {@code
 * close CAUSE REASON}, {@code flood COUNT}, {@code end SECONDS} or {@code never}.
 */
final class RecordingSessions implements Sessions {

  /** What was opened, said and closed, in order, by all threads. */
  final List<String> heard = new CopyOnWriteArrayList<>();

  final List<EventLoop> loops = new CopyOnWriteArrayList<>();
  final List<Wire> wires = new CopyOnWriteArrayList<>();

  @Override
  public Session open(Wire wire, EventLoop loop, Identity identity, Dialect dialect) {
    heard.add("open " + identity.user() + " " + dialect);
    loops.add(loop);
    wires.add(wire);
    if (identity.user().value().equals("unlucky")) {
      throw new IllegalStateException("no luck");
    }
    return new Obedient(wire);
  }

  private final class Obedient implements Session {

    private final Wire wire;

    Obedient(Wire wire) {
      this.wire = wire;
    }

    @Override
    public void text(byte[] buffer, int offset, int length) {
      String said = new String(buffer, offset, length, StandardCharsets.UTF_8);
      heard.add(said);
      String[] words = said.split(" ", 3);
      switch (words[0]) {
        case "echo" -> wire.send(TextFrame.kept(Hex.utf8(words[1])));
        case "fault" -> throw new IllegalStateException("a bug");
        case "close" -> wire.close(new CloseReason(Cause.valueOf(words[1]), words[2]));
        case "end" -> wire.expireAt(end(words[1]));
        case "flood" -> flood(Integer.parseInt(words[1]));
        default -> {}
      }
    }

    private static Optional<Instant> end(String seconds) {
      return seconds.equals("never")
          ? Optional.empty()
          : Optional.of(TestTime.START.plusSeconds(Long.parseLong(seconds)));
    }

    private void flood(int count) {
      TextFrame frame = TextFrame.kept(new byte[1000]);
      for (int i = 0; i < count; i++) {
        wire.send(frame);
      }
    }

    @Override
    public void closed() {
      heard.add("closed");
    }
  }
}
