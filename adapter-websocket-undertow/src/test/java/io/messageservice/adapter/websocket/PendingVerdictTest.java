package io.messageservice.adapter.websocket;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.messageservice.adapter.websocket.peer.ByteClient;
import io.messageservice.adapter.websocket.peer.Hex;
import io.messageservice.adapter.websocket.peer.TestTime;
import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.application.waiting.Patience;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.Identity;
import io.messageservice.domain.user.UserId;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Verdicts that come later, from a thread that is not the connection's. */
final class PendingVerdictTest {

  private static final Verdict ANN =
      new Verdict.Known(new Identity(new UserId("ann"), new DisplayName("ann"), Optional.empty()));
  private static final int LIMIT = 100;

  private final BlockingQueue<Consumer<Verdict>> pending = new LinkedBlockingQueue<>();
  private final RecordingSessions sessions = new RecordingSessions();
  private final RecordingEvents events = new RecordingEvents();
  private final WebSocketServer server =
      new WebSocketServer(
          0,
          2,
          Fixture.config(true, true, LIMIT),
          new TestTime().clocks(), // nobody is silent for too long
          (token, verdict) -> pending.add(verdict),
          sessions,
          events);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theHandshakeIsAnsweredWhenTheVerdictComes() throws IOException, InterruptedException {
    try (ByteClient client = asking()) {
      Consumer<Verdict> verdict = next();
      assertThat(events.heard).isEmpty();

      verdict.accept(ANN);

      assertThat(client.head()).startsWith("HTTP/1.1 101");
      client.send(Hex.text("echo a"));
      assertThat(client.read(3)).isEqualTo("81 01 61");
    }
  }

  @Test
  void whatIsSentMeanwhileIsHeardAfterwards() throws IOException, InterruptedException {
    try (ByteClient client = asking()) {
      client.send(Hex.text("echo a"));
      next().accept(ANN);

      assertThat(client.head()).startsWith("HTTP/1.1 101");
      assertThat(client.read(3)).isEqualTo("81 01 61");
    }
  }

  @Test
  void othersAreServedMeanwhile() throws IOException, InterruptedException {
    try (ByteClient slow = asking()) {
      Consumer<Verdict> late = next();
      for (int i = 0; i < 4; i++) {
        try (ByteClient quick = asking()) {
          next().accept(ANN);
          assertThat(quick.head()).startsWith("HTTP/1.1 101");
        }
      }

      late.accept(ANN);

      assertThat(slow.head()).startsWith("HTTP/1.1 101");
    }
  }

  @Test
  void aVerdictThatCouldNotBeHadSaysComeBack() throws IOException, InterruptedException {
    try (ByteClient client = asking()) {
      next().accept(Verdict.Refused.until(Duration.ofMillis(7_500)));

      assertThat(client.head()).startsWith("HTTP/1.1 101");
      assertThat(client.readClose())
          .isEqualTo("1013 authentication unavailable, reconnect after 7500 ms");
    }
  }

  @Test
  void whoeverWentAwayMeanwhileLeavesNothingBehind() throws IOException, InterruptedException {
    goAway(20);
    long before = descriptors();

    goAway(60);

    await().until(() -> descriptors() < before + 20); // some are closed behind their verdict
    assertThat(events.heard.stream().filter(event -> !event.equals("opened")))
        .allMatch(event -> event.startsWith("closed "));
    try (ByteClient client = asking()) {
      next().accept(ANN);
      assertThat(client.head()).startsWith("HTTP/1.1 101");
    }
  }

  /** Half of them by FIN, half by RST. */
  private void goAway(int count) throws IOException, InterruptedException {
    List<Consumer<Verdict>> late = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ByteClient client = asking();
      late.add(next());
      if (i % 2 == 0) {
        client.close();
      } else {
        client.reset();
      }
    }
    late.forEach(verdict -> verdict.accept(ANN));
    await().until(this::allThatCameHaveGone);
  }

  private boolean allThatCameHaveGone() {
    return server.transport().connections() == 0
        && Collections.frequency(events.heard, "opened")
            == events.heard.stream().filter(event -> event.startsWith("closed")).count()
        && Collections.frequency(sessions.heard, "open ann BASE")
            == Collections.frequency(sessions.heard, "closed");
  }

  private static long descriptors() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }

  @Test
  void thoseWhoWaitForTheirVerdictGetNoMorePlacesThanThereAre()
      throws IOException, InterruptedException {
    List<ByteClient> clients = new ArrayList<>();
    List<Consumer<Verdict>> verdicts = new ArrayList<>();
    for (int i = 0; i < LIMIT + 10; i++) {
      clients.add(asking());
      verdicts.add(next());
    }

    for (Consumer<Verdict> verdict : verdicts) {
      int answered = server.transport().connections() + refusals();
      verdict.accept(ANN);
      await()
          .pollInterval(Duration.ofMillis(2))
          .until(() -> server.transport().connections() + refusals() > answered);
    }

    assertThat(server.transport().connections()).isEqualTo(LIMIT);
    assertThat(refusals()).isEqualTo(10);
    assertThat(clients.get(LIMIT).head()).startsWith("HTTP/1.1 503");
    for (ByteClient client : clients) {
      client.close();
    }
  }

  private int refusals() {
    return Collections.frequency(events.heard, "refused 503");
  }

  private ByteClient asking() throws IOException {
    ByteClient client = ByteClient.connect(server.port());
    client.sendText(ByteClient.request("/?token=any"));
    return client;
  }

  private Consumer<Verdict> next() throws InterruptedException {
    Consumer<Verdict> verdict = pending.poll(Patience.MILLIS, TimeUnit.MILLISECONDS);
    return Objects.requireNonNull(verdict, "nobody asks");
  }
}
