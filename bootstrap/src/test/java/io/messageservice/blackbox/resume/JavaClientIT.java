package io.messageservice.blackbox.resume;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import io.messageservice.client.ClientListener;
import io.messageservice.client.ConversationMessage;
import io.messageservice.client.JoinRequest;
import io.messageservice.client.MessageClient;
import io.messageservice.client.ResumePosition;
import io.messageservice.client.socket.JdkSockets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Java client goes on where the service was killed: nothing lost, doubled or reordered. */
final class JavaClientIT {

  private static final int MESSAGES = 300;
  private static final int KILLS = 3;

  private static final CheckedSockets SOCKETS = new CheckedSockets(new JdkSockets());

  @SuppressWarnings("NullAway.Init")
  private static ServiceProcess service;

  @BeforeAll
  static void startService() {
    service = ServiceProcess.with(Map.of("RATE_LIMIT", "off"));
    service.restart();
  }

  @AfterAll
  static void stopService() {
    service.close();
  }

  @AfterEach
  void framesAreAsTheDocumentSays() {
    assertThat(SOCKETS.problems()).isEmpty();
  }

  private static MessageClient client(String user) {
    return MessageClient.builder(service.address("/"), () -> Tokens.of(user))
        .opener(SOCKETS)
        .heartbeat(Duration.ofSeconds(2))
        .longestDelay(Duration.ofSeconds(1))
        .connect(ClientListener.NONE);
  }

  private static List<ConversationMessage> view(MessageClient client, String conversation) {
    List<ConversationMessage> seen = new CopyOnWriteArrayList<>();
    var unused = client.join(JoinRequest.to(conversation), seen::add).joined().join();
    return seen;
  }

  @Test
  void clientsGoOnThroughKillsOfTheService() {
    try (MessageClient alice = client("alice");
        MessageClient bob = client("bob")) {
      List<ConversationMessage> aliceSees = view(alice, "killed");
      List<ConversationMessage> bobSees = view(bob, "killed");
      List<CompletableFuture<ConversationMessage>> answers = new ArrayList<>();

      for (int kill = 0; kill < KILLS; kill++) {
        answers.addAll(say(kill % 2 == 0 ? alice : bob));
        int enough = kill * MESSAGES + 10;
        await().until(() -> bobSees.size() >= enough);
        service.kill();
        service.restart();
        answers.forEach(CompletableFuture::join);
      }

      await().until(() -> isWhole(aliceSees) && isWhole(bobSees));
      assertSeenOnceAndInOrder(aliceSees);
      assertSeenOnceAndInOrder(bobSees);
      assertThat(answers.stream().map(answer -> answer.join().id()))
          .isEqualTo(bobSees.stream().map(ConversationMessage::id).toList());
    }
  }

  private static List<CompletableFuture<ConversationMessage>> say(MessageClient client) {
    return IntStream.range(0, MESSAGES)
        .mapToObj(n -> client.sendMessage("killed", "message " + n))
        .toList();
  }

  private static boolean isWhole(List<ConversationMessage> seen) {
    return seen.size() >= KILLS * MESSAGES;
  }

  private static void assertSeenOnceAndInOrder(List<ConversationMessage> seen) {
    assertThat(seen.stream().map(ConversationMessage::seq))
        .isEqualTo(LongStream.rangeClosed(1, KILLS * MESSAGES).boxed().toList());
    assertThat(seen.stream().map(ConversationMessage::content))
        .isEqualTo(
            IntStream.range(0, KILLS * MESSAGES).mapToObj(n -> "message " + n % MESSAGES).toList());
  }

  @Test
  void laterClientResumesAtAKeptPosition() {
    try (MessageClient first = client("carol")) {
      var joined = first.join(JoinRequest.to("kept"), message -> {});
      var unused = first.sendMessage("kept", "one").join();
      await().until(() -> joined.findPosition().map(ResumePosition::seq).equals(sequence(1)));
      ResumePosition kept = joined.findPosition().orElseThrow();

      try (MessageClient second = client("carol")) {
        unused = second.sendMessage("kept", "two").join();
        List<ConversationMessage> seen = new CopyOnWriteArrayList<>();
        var again = second.join(JoinRequest.to("kept").resumingAfter(kept), seen::add);

        assertThat(again.joined().join().path("recovered").asBoolean()).isTrue();
        await().until(() -> seen.size() == 1);
        assertThat(seen.get(0).content()).isEqualTo("two");
      }
    }
  }

  private static Optional<Long> sequence(long seq) {
    return Optional.of(seq);
  }

  @Test
  void historyComesBeforeWhatIsNew() {
    try (MessageClient dora = client("dora")) {
      for (int n = 1; n <= 5; n++) {
        var unused = dora.sendMessage("history", "old " + n).join();
      }
      List<ConversationMessage> seen = new CopyOnWriteArrayList<>();
      var unused = dora.join(JoinRequest.to("history").withHistory(2), seen::add).joined().join();
      var last = dora.sendMessage("history", "new").join();

      assertThat(last.seq()).isEqualTo(6);
      await().until(() -> seen.size() >= 3);
      assertThat(seen.stream().map(ConversationMessage::content))
          .containsExactly("old 4", "old 5", "new");
    }
  }

  @Test
  void refusedTokenEndsTheClient() {
    try (MessageClient nobody =
        MessageClient.builder(service.address("/"), () -> "not.a.token")
            .connect(ClientListener.NONE)) {
      assertThat(nobody.ended().join().code()).isEqualTo(1008);
    }
  }
}
