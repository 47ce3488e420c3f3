package io.messageservice.adapter.websocket;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.websocket.peer.ByteClient;
import io.messageservice.adapter.websocket.peer.Hex;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.Wire;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits for a connection's peer to take what it was sent, over real sockets. */
final class DrainedTest {

  private static final String CLOSED = "closed";

  private final Fixture fixture = Fixture.ofTestTime();

  /** What ran, in order; all on one thread. */
  private final List<String> ran = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    fixture.close();
  }

  private ByteClient client() throws IOException {
    ByteClient client = ByteClient.connect(fixture.server.port(), 4096);
    client.handshake("/?token=ann");
    await().until(() -> !fixture.sessions.wires.isEmpty());
    return client;
  }

  private Wire wire() {
    return fixture.sessions.wires.get(0);
  }

  private EventLoop loop() {
    return fixture.sessions.loops.get(0);
  }

  /** Runs the task on the event loop's thread, to its end. */
  private void inTurn(Runnable task) {
    loop().execute(task);
    sync();
  }

  /** Until everything that the event loop was given before is done. */
  private void sync() {
    AtomicBoolean done = new AtomicBoolean();
    loop().execute(() -> done.set(true));
    await().untilTrue(done);
  }

  /** Sends so much that something waits. */
  private void stall() {
    WebSocketConnection connection = (WebSocketConnection) wire();
    TextFrame frame = TextFrame.kept(new byte[1000]);
    while (connection.memory().heldBytes() == 0) {
      inTurn(
          () -> {
            for (int i = 0; i < 10; i++) {
              connection.send(frame);
            }
          });
    }
  }

  @Test
  void aFastReaderIsWaitedForUntilALaterTurn() throws IOException {
    try (ByteClient client = client()) {
      loop()
          .execute(
              () -> {
                wire().send(TextFrame.kept(Hex.utf8("a")));
                wire().whenDrained(() -> ran.add("drained"));
                ran.add("returned");
              });

      await().until(() -> ran.size() == 2);
      assertThat(ran).containsExactly("returned", "drained");
      assertThat(client.read(3)).isEqualTo("81 01 61");
    }
  }

  private long backlog() {
    return ((WebSocketConnection) wire()).memory().heldBytes();
  }

  @Test
  void whereNothingWaitsATaskStillRunsInALaterTurn() throws IOException {
    try (ByteClient client = client()) {
      loop()
          .execute(
              () -> {
                wire().whenDrained(() -> ran.add("drained"));
                ran.add("returned");
              });

      await().until(() -> ran.equals(List.of("returned", "drained")));
      client.send(Hex.text("echo a"));
      assertThat(client.read(3)).isEqualTo("81 01 61");
    }
  }

  @Test
  void pieceAfterPieceIsSentWithoutOneInsideAnother() throws IOException {
    try (ByteClient client = client()) {
      loop().execute(() -> sendPieces(1));

      assertThat(client.read(9)).isEqualTo("81 01 31 81 01 32 81 01 33");
      await()
          .until(
              () ->
                  ran.equals(List.of("begin 1", "end 1", "begin 2", "end 2", "begin 3", "end 3")));
    }
  }

  private void sendPieces(int number) {
    ran.add("begin " + number);
    wire().send(TextFrame.kept(Hex.utf8(Integer.toString(number))));
    if (number < 3) {
      wire().whenDrained(() -> sendPieces(number + 1));
    }
    ran.add("end " + number);
  }

  @Test
  void aSlowReaderIsWaitedFor() throws IOException {
    try (ByteClient client = client()) {
      stall();
      inTurn(() -> wire().whenDrained(() -> ran.add("drained " + backlog())));
      inTurn(() -> wire().whenDrained(() -> ran.add("as well")));
      inTurn(() -> {});
      assertThat(ran).isEmpty();

      while (backlog() > 0) {
        client.read(1004);
      }

      await().until(() -> ran.equals(List.of("drained 0", "as well")));
    }
  }

  @Test
  void nothingRunsOnceTheConnectionCloses() throws IOException {
    try (ByteClient client = client()) {
      loop()
          .execute(
              () -> {
                wire().whenDrained(() -> ran.add("handed over before the close"));
                wire().send(TextFrame.kept(Hex.utf8("a")));
                wire().whenDrained(() -> ran.add("before the close"));
                wire().close(CloseReason.TOO_MANY_COMMANDS);
                wire().whenDrained(() -> ran.add("after the close"));
              });

      assertThat(client.read(3)).isEqualTo("81 01 61");
      assertThat(client.readClose()).isEqualTo("1013 too many commands");
    }
    await().until(() -> fixture.sessions.heard.contains(CLOSED));
    inTurn(() -> wire().whenDrained(() -> ran.add("when gone")));
    sync();
    assertThat(ran).isEmpty();
  }

  @Test
  void nothingRunsWhereThePeerIsDroppedBeforeItReadAll() throws IOException {
    try (ByteClient client = client()) {
      stall();
      inTurn(() -> wire().whenDrained(() -> ran.add("drained")));

      client.reset();

      await().until(() -> fixture.sessions.heard.contains(CLOSED));
      sync();
      assertThat(ran).isEmpty();
    }
  }

  @Test
  void aFaultInATaskClosesItsConnection() throws IOException {
    try (ByteClient client = client()) {
      loop().execute(() -> wire().whenDrained(DrainedTest::fault));

      assertThat(client.readClose()).isEqualTo("1011 internal error");
      assertThat(fixture.events.heard).contains("fault in a task");
    }
  }

  private static void fault() {
    throw new IllegalStateException("in a task");
  }
}
