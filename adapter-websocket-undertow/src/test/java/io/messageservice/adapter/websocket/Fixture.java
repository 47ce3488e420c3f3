package io.messageservice.adapter.websocket;

import io.messageservice.adapter.websocket.peer.ByteClient;
import io.messageservice.adapter.websocket.peer.NamedUsers;
import io.messageservice.adapter.websocket.peer.TestTime;
import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.transport.TransportConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** A server whose users are named by their tokens and whose sessions are written down. */
final class Fixture implements AutoCloseable {

  static final int SOFT = 64 << 10;
  static final int HARD = 256 << 10;
  private static final int MAX_FRAME = 64 << 10;

  static final Duration MAX_WAIT = Duration.ofSeconds(10);
  static final Duration MESSAGE_TIME = Duration.ofSeconds(20);

  final RecordingSessions sessions = new RecordingSessions();
  final RecordingEvents events = new RecordingEvents();
  final TestTime time = new TestTime();
  final WebSocketServer server;

  private Fixture(ServerSetup setup) {
    this.server =
        new WebSocketServer(0, 2, setup, time.clocks(), new NamedUsers(), sessions, events);
  }

  /** Time stands still until it is told to go on. */
  static Fixture ofTestTime() {
    return new Fixture(config(true, true, 100));
  }

  static Fixture with(ServerSetup setup) {
    return new Fixture(setup);
  }

  static ServerSetup config(boolean tokenInQuery, boolean closeOnExpiry, int connections) {
    TransportConfig transport =
        new TransportConfig(
            closeOnExpiry,
            Duration.ofSeconds(30),
            SOFT,
            HARD,
            MAX_WAIT,
            MESSAGE_TIME,
            connections,
            Duration.ZERO,
            Optional.empty());
    WebSocketConfig webSockets =
        new WebSocketConfig(
            Set.of(
                "https://app.example",
                "http://other.example:3000",
                "http://my_app:3000",
                "capacitor://localhost",
                "file://",
                "null"),
            tokenInQuery,
            MAX_FRAME);
    return new ServerSetup(transport, webSockets, new FrameLimits(MAX_FRAME, false));
  }

  ByteClient client(String token) throws IOException {
    return ByteClient.upgraded(server.port(), "/?token=" + token);
  }

  ByteClient raw() throws IOException {
    return ByteClient.connect(server.port());
  }

  MemoryBudget memory() {
    return server.memory();
  }

  int connections() {
    return server.transport().connections();
  }

  @Override
  public void close() {
    server.close();
  }
}
