package io.messageservice.adapter.websocket;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.websocket.peer.ByteClient;
import io.messageservice.adapter.websocket.peer.Hex;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.waiting.Patience;
import io.messageservice.protocol.TextFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who does not read, and who sends more than is carried out, over real sockets. */
final class SlowReaderTest {

  private static final String TOO_SLOW = "too slow";
  private static final String EVICTED = "evicted";

  /** Fills the inbox of an event loop. */
  private static final int FULL_INBOX = 16_384;

  private static final int FLOOD_BYTES = 100_000;
  private static final TextFrame THOUSAND = TextFrame.kept(new byte[1000]);

  private final Fixture fixture = Fixture.ofTestTime();
  private final List<ByteClient> clients = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    for (ByteClient client : clients) {
      client.close();
    }
    fixture.close();
  }

  /** A client with small buffers, which the server knows. */
  private ByteClient client(String name) throws IOException {
    ByteClient client = ByteClient.connect(fixture.server.port(), 4096);
    clients.add(client);
    client.handshake("/?token=" + name);
    await().until(() -> fixture.sessions.wires.size() == clients.size());
    return client;
  }

  /** Sends the last client so much that something waits, and not so much that it is closed. */
  private void stall(ByteClient client) throws IOException {
    while (!isSomebodyTooSlow() && backlogBytes(client) == 0) {
      askForMore(client);
    }
  }

  /** Has ten kilobytes sent to the client; returns once they are, or once somebody is closed. */
  private void askForMore(ByteClient client) throws IOException {
    int before = fixture.sessions.heard.size();
    client.send(Hex.text("flood 10"));
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> fixture.sessions.heard.size() > before || isSomebodyTooSlow());
  }

  /** As the connection's event loop sees it, after what it did before. */
  private long backlogBytes(ByteClient client) {
    int index = clients.indexOf(client);
    CompletableFuture<Long> bytes = new CompletableFuture<>();
    loop(index).execute(() -> bytes.complete(connection(index).memory().heldBytes()));
    return bytes.orTimeout(Patience.MILLIS, TimeUnit.MILLISECONDS).join();
  }

  private boolean isSomebodyTooSlow() {
    return fixture.events.heard.contains(TOO_SLOW) || fixture.events.heard.contains(EVICTED);
  }

  private WebSocketConnection connection(int index) {
    return (WebSocketConnection) fixture.sessions.wires.get(index);
  }

  private EventLoop loop(int index) {
    return fixture.sessions.loops.get(index);
  }

  @Test
  void whatWaitsTooLongEndsTheConnection() throws IOException {
    ByteClient client = client("ann");
    stall(client);

    fixture.time.pass(Fixture.MAX_WAIT.minusSeconds(1));
    assertThat(backlogBytes(client)).isPositive();
    assertThat(fixture.events.heard).containsExactly("opened");
    fixture.time.pass(Fixture.MAX_WAIT);

    await().until(this::isSomebodyTooSlow);
    assertThat(client.readToEnd()).endsWith(Hex.of(ServerFrame.close(1013, TOO_SLOW)));
  }

  @Test
  void aPeerThatReadsEverythingAfterAWhileIsKept() throws IOException {
    ByteClient client = client("ann");
    stall(client);
    fixture.time.pass(Fixture.MAX_WAIT.minusSeconds(1));
    while (backlogBytes(client) > 0) {
      client.read(1004);
    }

    fixture.time.pass(Fixture.MAX_WAIT);

    client.send(Hex.text("echo a"));
    String last = client.read(3);
    while (!last.endsWith("81 01 61")) {
      last = last.substring(3) + " " + client.read(1);
    }
    assertThat(fixture.events.heard).containsExactly("opened");
  }

  @Test
  void aSlowReaderHasNoRoomLongBeforeItIsClosed() throws IOException {
    ByteClient client = client("ann");
    while (hasRoom() && !isSomebodyTooSlow()) {
      askForMore(client);
    }

    long midway = (Fixture.SOFT + Fixture.HARD) / 2;
    assertThat(backlogBytes(client)).isBetween(midway - 11_000, midway + 11_000);
    client.send(Hex.text("echo answer"));
    while (!hasRoom()) {
      client.read(1004);
    }
    assertThat(fixture.events.heard).containsExactly("opened");
  }

  /** What is sent in one turn counts only as far as the peer did not take it. */
  @Test
  void aFastReaderHasRoomForALargeFrameBehindOthersOfTheTurn() throws IOException {
    ByteClient client = ByteClient.upgraded(fixture.server.port(), "/?token=ann");
    clients.add(client);
    await().until(() -> !fixture.sessions.wires.isEmpty());
    List<Boolean> rooms = new CopyOnWriteArrayList<>();
    loop(0)
        .execute(
            () -> {
              for (int i = 0; i < 60; i++) {
                connection(0).send(THOUSAND);
              }
              rooms.add(connection(0).hasRoomFor(TextFrame.kept(new byte[120_000])));
            });

    client.read(60 * 1004);
    await().until(() -> !rooms.isEmpty()); // what waits is written while it is being asked
    assertThat(rooms).containsExactly(true);
  }

  private boolean hasRoom() {
    List<Boolean> rooms = new CopyOnWriteArrayList<>();
    loop(0).execute(() -> rooms.add(connection(0).hasRoomFor(THOUSAND)));
    await().until(() -> !rooms.isEmpty());
    return rooms.get(0);
  }

  @Test
  void whereTooMuchIsHeldInAllTheSlowestIsClosed() throws IOException {
    ByteClient slowest = client("slowest");
    List<ByteClient> slow = new ArrayList<>();
    while (slow.size() < 8) {
      slow.add(client("slow" + clients.size()));
    }
    stall(slowest);
    flood(slowest, 2 * FLOOD_BYTES);
    for (ByteClient next : slow) {
      stall(next);
      flood(next, FLOOD_BYTES);
    }

    await().until(this::isSomebodyTooSlow);
    assertThat(slowest.readToEnd()).endsWith(Hex.of(ServerFrame.close(1013, "too much waits")));
    assertThat(fixture.events.heard.stream().filter(EVICTED::equals)).hasSize(1);
    for (ByteClient next : slow) {
      next.close();
    }
    await().until(() -> fixture.memory().heldBytes() == 0);
  }

  /** Sends until so much waits. */
  private void flood(ByteClient client, int bytes) throws IOException {
    while (!isSomebodyTooSlow() && backlogBytes(client) < bytes) {
      askForMore(client);
    }
  }

  @Test
  void whileAnInboxIsFullNobodySCommandsAreRead() throws IOException {
    ByteClient sender = client("sender");
    while (loop(clients.size() - 1).index() == loop(0).index()) {
      client("other" + clients.size());
    }
    EventLoop busy = loop(clients.size() - 1);
    CountDownLatch done = new CountDownLatch(1);
    busy.execute(() -> assertThat(awaits(done)).isTrue());
    busy.execute(() -> {}, FULL_INBOX);

    sender.send(Hex.text("echo a"));

    await().until(() -> fixture.events.heard.contains("held back"));
    assertThat(fixture.sessions.heard).doesNotContain("echo a");
    loop(0).execute(() -> fixture.sessions.wires.get(0).send(TextFrame.kept(Hex.utf8("told"))));
    assertThat(sender.read(6)).as("who sends is still told").isEqualTo("81 04 74 6f 6c 64");
    done.countDown();
    assertThat(sender.read(3)).isEqualTo("81 01 61");
  }

  @Test
  void whoIsHeldBackIsNotTakenForSilent() throws IOException {
    ByteClient sender = client("sender");
    while (loop(clients.size() - 1).index() == loop(0).index()) {
      client("other" + clients.size());
    }
    CountDownLatch done = new CountDownLatch(1);
    loop(clients.size() - 1).execute(() -> assertThat(awaits(done)).isTrue());
    loop(clients.size() - 1).execute(() -> {}, FULL_INBOX);
    sender.send(Hex.text("echo a"));
    await().until(() -> fixture.events.heard.contains("held back"));

    fixture.time.pass(Duration.ofSeconds(61));
    assertThat(sender.read(2)).as("a ping").isEqualTo("89 00");
    done.countDown();

    assertThat(sender.read(3)).isEqualTo("81 01 61");
  }

  private static boolean awaits(CountDownLatch latch) {
    try {
      return latch.await(Patience.MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
