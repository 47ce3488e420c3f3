package io.messageservice.adapter.websocket;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.websocket.peer.ByteClient;
import io.messageservice.adapter.websocket.peer.Hex;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.TextFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The life of a connection, over a real socket. */
final class ConnectionTest {

  private final Fixture fixture = Fixture.ofTestTime();

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void framesAreHeardInOrderAndAnsweredInOrder() throws IOException {
    try (ByteClient client = fixture.client("ann")) {
      client.send(Hex.text("echo a") + Hex.text("echo b") + Hex.frame(0x89, Hex.utf8("p")));
      client.send(Hex.text("echo c"));

      assertThat(client.read(12)).isEqualTo("81 01 61 81 01 62 8a 01 70 81 01 63");
      assertThat(fixture.sessions.heard)
          .containsExactly("open ann BASE", "echo a", "echo b", "echo c");
    }
  }

  @ParameterizedTest
  @CsvSource({"03e8, 1000", "03e9 627965, 1001", "0fa0, 4000"})
  void aCloseIsAnsweredWithItsCodeAndFin(String body, String answer) throws IOException {
    try (ByteClient client = fixture.client("ann")) {
      client.send(Hex.frame(0x88, Hex.bytes(body)) + Hex.text("unheard"));

      assertThat(client.readClose()).isEqualTo(answer);
    }
    await().until(() -> fixture.sessions.heard.equals(List.of("open ann BASE", "closed")));
    await().until(() -> fixture.events.heard.equals(List.of("opened", "closed CLIENT")));
  }

  @Test
  void anEmptyCloseIsAnsweredWithAnEmptyOne() throws IOException {
    try (ByteClient client = fixture.client("ann")) {
      client.send(Hex.frame(0x88, new byte[0]));

      assertThat(client.readToEnd()).isEqualTo("88 00");
    }
  }

  @Test
  void aCloseOfAPeerThatEndsItsHalfAtOnceIsAnswered() throws IOException {
    try (ByteClient client = fixture.client("ann")) {
      client.send(Hex.frame(0x88, Hex.bytes("03e8")));
      client.endOutput();

      assertThat(client.readClose()).isEqualTo("1000");
    }
    await().until(() -> fixture.connections() == 0);
  }

  @ParameterizedTest
  @CsvSource({
    "82 80 00000000, 1003 text only",
    "c1, 1002 reserved bits",
    "81 05, 1002 unmasked frame",
    "81 ff 0000000000010001, 1009 message too large",
    "81 81 00000000 ff, 1007 not UTF-8"
  })
  void aBrokenRuleEndsTheConnectionWithItsCode(String hex, String close) throws IOException {
    try (ByteClient client = fixture.client("ann")) {
      client.send(hex);

      assertThat(client.readClose()).isEqualTo(close);
    }
    await().until(() -> fixture.sessions.heard.contains("closed"));
  }

  @Test
  void whatIsSentBeforeACloseComesBeforeIt() throws IOException {
    try (ByteClient client = fixture.client("ann")) {
      client.send(
          Hex.text("echo a") + Hex.text("close TOO_MANY_COMMANDS enough") + Hex.text("echo b"));

      assertThat(client.read(3)).isEqualTo("81 01 61");
      assertThat(client.readClose()).isEqualTo("1013 enough");
      await().until(() -> fixture.sessions.heard.contains("closed"));
      assertThat(fixture.sessions.heard)
          .containsExactly("open ann BASE", "echo a", "close TOO_MANY_COMMANDS enough", "closed");
    }
  }

  @Test
  void afterItsCloseAClientMaySendOnAndReadsTheFin() throws IOException {
    try (ByteClient client = fixture.client("ann")) {
      client.send(Hex.text("close TOO_MANY_COMMANDS enough"));
      for (int i = 0; i < 100; i++) {
        client.send(Hex.text("echo " + "x".repeat(1000)));
      }

      assertThat(client.readClose()).isEqualTo("1013 enough");
    }
  }

  @Test
  void aPeerThatDoesNotAnswerACloseIsDroppedWithinTwoSeconds() throws IOException {
    try (ByteClient client = fixture.client("ann")) {
      client.send(Hex.text("close TOO_MANY_COMMANDS enough"));
      assertThat(client.readClose()).isEqualTo("1013 enough");
      assertThat(fixture.connections()).isEqualTo(1);

      fixture.time.pass(Duration.ofMillis(1400));
      client.send(Hex.text("still here"));
      assertThat(fixture.connections()).isEqualTo(1);
      fixture.time.pass(Duration.ofMillis(600));

      await().until(() -> fixture.connections() == 0);
    }
  }

  @Test
  void aPeerThatGoesWithoutAWordIsGone() throws IOException {
    fixture.client("ann").close();

    await().until(() -> fixture.sessions.heard.equals(List.of("open ann BASE", "closed")));
    await().until(() -> fixture.events.heard.equals(List.of("opened", "closed LOST")));
  }

  @Test
  void aFaultClosesItsConnectionAndNoOther() throws IOException {
    try (ByteClient ann = fixture.client("ann");
        ByteClient bob = fixture.client("bob");
        ByteClient cat = fixture.client("cat")) {
      ann.send(Hex.text("fault"));

      assertThat(ann.readClose()).isEqualTo("1011 internal error");
      assertThat(fixture.events.heard).contains("fault a bug");
      bob.send(Hex.text("echo b"));
      assertThat(bob.read(3)).isEqualTo("81 01 62");
      cat.send(Hex.text("echo c"));
      assertThat(cat.read(3)).isEqualTo("81 01 63");
    }
  }

  @Test
  void aFaultInOpeningClosesTheConnection() throws IOException {
    try (ByteClient client = fixture.client("unlucky")) {
      assertThat(client.readClose()).isEqualTo("1011 internal error");
    }
  }

  @Test
  void aFaultInATaskOfTheEventLoopLeavesItsLoopAlive() throws IOException {
    try (ByteClient client = fixture.client("ann")) {
      await().until(() -> !fixture.sessions.loops.isEmpty());
      fixture.sessions.loops.get(0).execute(() -> fault());

      client.send(Hex.text("echo a"));
      assertThat(client.read(3)).isEqualTo("81 01 61");
      assertThat(fixture.events.heard).contains("fault in a task");
    }
  }

  private static void fault() {
    throw new IllegalStateException("in a task");
  }

  @Test
  void anEventLoopRunsItsTasksOnTheThreadOfItsConnections() throws IOException {
    List<Integer> indexes = new ArrayList<>();
    fixture.server.transport().loops().forEach(loop -> indexes.add(loop.index()));
    assertThat(indexes).containsExactly(0, 1);
    try (ByteClient client = fixture.client("ann")) {
      await().until(() -> !fixture.sessions.wires.isEmpty());

      fixture
          .sessions
          .loops
          .get(0)
          .execute(() -> fixture.sessions.wires.get(0).send(TextFrame.kept(Hex.utf8("t"))));

      assertThat(client.read(3)).isEqualTo("81 01 74");
    }
  }

  @Test
  void aPeerThatReadsAllGetsMoreThanTheHardLimitInOneTurn() throws IOException {
    try (ByteClient client = fixture.client("ann")) {
      client.send(Hex.text("flood 300"));
      for (int i = 0; i < 300; i++) {
        assertThat(client.read(4)).isEqualTo("81 7e 03 e8");
        client.read(1000);
      }
      client.send(Hex.text("echo a"));
      assertThat(client.read(3)).isEqualTo("81 01 61");
    }
  }

  @Test
  void aPeerThatReadsNothingIsClosedAndTheOthersServed() throws IOException {
    try (ByteClient stalled = ByteClient.connect(fixture.server.port(), 4096);
        ByteClient other = fixture.client("bob")) {
      stalled.handshake("/?token=ann");
      for (int i = 0; i < 100 && !fixture.events.heard.contains("too slow"); i++) {
        stalled.send(Hex.text("flood 100"));
        other.send(Hex.text("echo b"));
        assertThat(other.read(3)).isEqualTo("81 01 62");
      }
      await().until(() -> fixture.events.heard.contains("too slow"));
      await().until(() -> fixture.sessions.heard.contains("closed"));

      fixture.time.pass(Duration.ofSeconds(2));

      await().until(() -> fixture.events.heard.contains("closed TOO_SLOW"));
      assertThat(fixture.connections()).isEqualTo(1);
    }
  }

  @Test
  void aPeerThatWasTooSlowAndReadsAgainFindsTheReason() throws IOException {
    try (ByteClient stalled = ByteClient.connect(fixture.server.port(), 4096)) {
      stalled.handshake("/?token=ann");
      for (int i = 0; i < 100 && !fixture.events.heard.contains("too slow"); i++) {
        stalled.send(Hex.text("flood 100"));
        await().until(() -> fixture.sessions.heard.size() > 1);
      }
      await().until(() -> fixture.events.heard.contains("too slow"));

      assertThat(stalled.readToEnd()).endsWith(Hex.of(ServerFrame.close(1013, "too slow")));
    }
  }

  @Test
  void pingsAreSentAndAnyBytesKeepAConnection() throws IOException {
    try (ByteClient client = fixture.client("ann")) {
      await().until(() -> fixture.connections() == 1);
      for (int i = 0; i < 5; i++) {
        fixture.time.pass(Duration.ofSeconds(31));

        assertThat(client.read(2)).isEqualTo("89 00");
        client.send("8a 80 00000000" + Hex.text("echo a"));
        assertThat(client.read(3)).isEqualTo("81 01 61");
      }
    }
  }

  @Test
  void aPeerThatIsSilentForTwoIntervalsIsDroppedWhateverItIsSent() throws IOException {
    try (ByteClient client = fixture.client("ann")) {
      await().until(() -> fixture.connections() == 1);
      fixture.time.pass(Duration.ofSeconds(31));
      assertThat(client.read(2)).isEqualTo("89 00");
      fixture
          .sessions
          .loops
          .get(0)
          .execute(() -> fixture.sessions.wires.get(0).send(TextFrame.kept(Hex.utf8("t"))));
      assertThat(client.read(3)).isEqualTo("81 01 74");

      fixture.time.pass(Duration.ofSeconds(30));

      await()
          .until(() -> fixture.events.heard.equals(List.of("opened", "vanished", "closed LOST")));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "81, a header",
    "81 85 00000000 61, a frame",
    "01 81 00000000 61, fragments",
    "01 81 00000000 61 89 80 00000000, fragments with a ping in between",
    "89 85 00000000 61, a ping"
  })
  void whatIsBegunAndNotEndedEndsTheConnection(String hex, String what) throws IOException {
    try (ByteClient client = fixture.client("ann")) {
      client.send(Hex.text("echo a") + hex);
      assertThat(client.read(3)).isEqualTo("81 01 61");
      if (what.endsWith("between")) {
        assertThat(client.read(2)).isEqualTo("8a 00");
      }

      fixture.time.pass(Fixture.MESSAGE_TIME.plusSeconds(1));

      assertThat(client.readClose()).as(what).isEqualTo("1008 message not finished");
      assertThat(fixture.events.heard).contains("unfinished");
    }
  }

  @Test
  void aMessageMayTakeItsTimeAndTheNextHasItsOwn() throws IOException {
    try (ByteClient client = fixture.client("ann")) {
      for (int i = 0; i < 3; i++) {
        client.send("89 80 00000000" + "01 85 00000000 6563686f20");
        assertThat(client.read(2)).isEqualTo("8a 00");
        fixture.time.pass(Fixture.MESSAGE_TIME.minusSeconds(1));
        client.send("80 81 00000000 61");
        assertThat(client.read(3)).isEqualTo("81 01 61");
      }
      assertThat(fixture.events.heard).containsExactly("opened");
    }
  }

  @Test
  void aConnectionEndsHalfAMinuteAfterItsToken() throws IOException {
    try (ByteClient client = fixture.client("short-ann")) {
      await().until(() -> fixture.connections() == 1);
      fixture.time.pass(Duration.ofSeconds(50));
      assertThat(client.read(2)).isEqualTo("89 00");
      client.send(Hex.text("echo a"));
      assertThat(client.read(3)).isEqualTo("81 01 61");
      fixture.time.pass(Duration.ofSeconds(39));
      assertThat(client.read(2)).isEqualTo("89 00");
      client.send(Hex.text("echo a"));
      assertThat(client.read(3)).isEqualTo("81 01 61");

      fixture.time.pass(Duration.ofSeconds(2));

      assertThat(client.readClose()).isEqualTo("1008 token expired");
    }
  }

  @Test
  void aConnectionMayOutliveItsToken() throws IOException {
    try (Fixture keeping = Fixture.with(Fixture.config(true, false, 10));
        ByteClient client = keeping.client("short-ann")) {
      for (int i = 0; i < 5; i++) {
        await().until(() -> keeping.connections() == 1);
        keeping.time.pass(Duration.ofSeconds(31));
        assertThat(client.read(2)).isEqualTo("89 00");
        client.send(Hex.text("echo a"));
        assertThat(client.read(3)).isEqualTo("81 01 61");
      }
    }
  }

  @Test
  void whoIsCutOffIsToldToComeBackAndMay() throws IOException {
    ByteClient before = fixture.client("ann");
    await().until(() -> fixture.connections() == 1);

    fixture.server.transport().reconnectNow(Duration.ofSeconds(5));

    assertThat(before.readClose()).matches(Pattern.compile("1012 reconnect after \\d+ ms"));
    before.close();
    await().until(() -> fixture.connections() == 0);
    ByteClient after = fixture.client("ann");
    await().until(() -> fixture.connections() == 1);
    after.close();
  }

  @Test
  void drainingTellsEachClientItsOwnDelayAndTakesNoMore() throws IOException {
    List<ByteClient> clients = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      clients.add(fixture.client("user" + i));
    }
    ByteClient early = fixture.raw();
    early.sendText(ByteClient.request("/?token=late").substring(0, 10));
    await().until(() -> fixture.connections() == 10);

    fixture.server.transport().drain(Duration.ofSeconds(5));

    List<Integer> delays = new ArrayList<>();
    for (ByteClient client : clients) {
      String close = client.readClose();
      assertThat(close).matches(Pattern.compile("1012 reconnect after \\d+ ms"));
      delays.add(Integer.parseInt(close.replaceAll("\\D+", " ").strip().substring(5)));
      client.close();
    }
    assertThat(delays).allMatch(delay -> delay >= 0 && delay < 5000).doesNotHaveDuplicates();
    await().until(() -> fixture.connections() == 0);
    early.sendText(ByteClient.request("/?token=late").substring(10));
    assertThat(early.head()).startsWith("HTTP/1.1 503");
    early.close();
  }

  @Test
  void closingAllTellsAllTheSame() throws IOException {
    try (ByteClient ann = fixture.client("ann");
        ByteClient bob = fixture.client("bob")) {
      await().until(() -> fixture.connections() == 2);

      fixture.server.transport().closeAll(CloseReason.STOPPING);

      assertThat(ann.readClose()).isEqualTo("1001 going away");
      assertThat(bob.readClose()).isEqualTo("1001 going away");
    }
  }
}
