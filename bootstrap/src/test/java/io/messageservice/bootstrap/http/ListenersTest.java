package io.messageservice.bootstrap.http;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.bootstrap.start.StartProblem;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xnio.StreamConnection;

/** HTTP that dribbles or is too much, over real sockets. */
final class ListenersTest extends OpenListeners {

  private static final HttpTimes SHORT =
      new HttpTimes(Duration.ofMillis(200), Duration.ofMillis(600), Duration.ofMillis(400));

  @Test
  void aPortThatWasTakenMeanwhileIsSaidToBeInUse() {
    assertThatThrownBy(() -> open(port)).hasMessage("PORT " + port + " is in use");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "G",
        "GET / HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-",
        "POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 1000\r\n\r\nonly this",
        "POST / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nonly ",
        "GET / HTTP/1.1\r\nHost: here\r\n\r\n"
      })
  void whoBeginsAndDoesNotGoOnIsEnded(String beginning) throws IOException, StartProblem {
    restart(SHORT);
    Socket client = client();

    send(client, beginning);

    readToEnd(client);
    await().until(() -> sockets.open() == 0);
  }

  @Test
  void whoDribblesIsEnded() throws IOException, StartProblem {
    restart(SHORT);
    Socket client = client();
    String beginning = "GET / HTTP/1.1\r\nX: ";
    AtomicInteger sent = new AtomicInteger();

    await()
        .until(
            () -> {
              int next = Math.min(sent.getAndIncrement(), beginning.length() - 1);
              return !canSend(client, beginning.substring(next, next + 1));
            });

    assertThat(asked).hasValue(0);
    await().until(() -> sockets.open() == 0);
  }

  private static boolean canSend(Socket client, String text) throws IOException {
    try {
      send(client, text);
      return true;
    } catch (SocketException ended) {
      return false;
    }
  }

  @Test
  void whoDoesNotTakeTheAnswerIsEnded() throws IOException, StartProblem {
    restart(new HttpTimes(LONG, LONG, Duration.ofMillis(400)));
    send(client(), "GET /large HTTP/1.1\r\nHost: here\r\n\r\n");

    await().until(() -> asked.get() == 1);
    await().until(() -> sockets.open() == 0);
  }

  @Test
  void whatIsUpgradedHasNoneOfTheseTimes() throws IOException, StartProblem {
    restart(SHORT);
    await().until(this::isUpgraded); // on a slow machine the times may be over before
    await().until(() -> !upgraded.isEmpty());
    StreamConnection last = upgraded.get(upgraded.size() - 1);

    for (String late : new String[] {"", "GET / HTTP/1.1\r\nHost: here\r\n\r\n", "G"}) {
      Socket client = client();
      send(client, late);
      readToEnd(client);
    }

    await().until(() -> sockets.open() == 1);
    assertThat(last.isOpen()).isTrue();
  }

  @Test
  void aStreamCountsAsUpgradedAndHasNoneOfTheseTimes() throws IOException, StartProblem {
    restart(SHORT);
    await().until(() -> isStream()); // on a slow machine the times may be over before

    for (String late : new String[] {"", GET, "G"}) {
      Socket client = client();
      send(client, late);
      readToEnd(client);
    }

    await().until(() -> sockets.open() == 1);
    assertThat(sockets.exchanges()).isZero();
    assertThat(sockets.unfinishedBytes()).isZero();
  }

  private boolean isStream() throws IOException {
    try {
      Socket client = client();
      send(client, "GET /stream HTTP/1.1\r\nHost: here\r\n\r\n");
      return readStatus(client).equals("HTTP/1.1 200");
    } catch (SocketException ended) {
      return false;
    }
  }

  private boolean isUpgraded() throws IOException {
    try {
      Socket client = client();
      send(client, UPGRADE);
      return readStatus(client).equals("HTTP/1.1 101");
    } catch (SocketException ended) {
      return false;
    }
  }

  @Test
  void whereAllAreUpgradedTheAnswerIs503() throws Exception {
    for (int i = 0; i < SERVED; i++) {
      upgrade();
    }

    Socket refused = client();
    send(refused, GET);

    assertThat(readToEnd(refused))
        .startsWith("HTTP/1.1 503")
        .contains("Connection: close")
        .endsWith("\"code\":\"overloaded\"}");
    assertThat(refusals).containsExactly(503);
    refused.close();
    await().until(() -> sockets.open() == SERVED);
    assertThat(upgraded).allMatch(StreamConnection::isOpen);

    upgraded.get(0).close();
    await().until(() -> sockets.open() == SERVED - 1);
    Socket served = client();
    send(served, GET);
    assertThat(readStatus(served)).isEqualTo("HTTP/1.1 200");
  }

  @Test
  void pastTheServedOnesTheOldestThatIsNotUpgradedEnds() throws Exception {
    upgrade();
    Socket oldest = client();
    await().until(() -> sockets.open() == 2);
    Socket other = client();
    send(other, "GET / HTTP/1.1\r\nHost: h");
    Socket answered = client();
    send(answered, GET);
    assertThat(readStatus(answered)).isEqualTo("HTTP/1.1 200");

    for (int i = 0; i < ENOUGH_FOR_ALL_THREADS; i++) {
      Socket late = client();
      send(late, GET);
      assertThat(readStatus(late)).isEqualTo("HTTP/1.1 200");
    }

    assertThat(readToEnd(oldest)).isEmpty();
    assertThat(readToEnd(other)).isEmpty();
    readToEnd(answered);
    assertThat(upgraded.get(0).isOpen()).isTrue();
    await().until(() -> sockets.open() == SERVED);
  }

  @Test
  void whileTheOldestIsBeingEndedNobodyIsRefused() throws Exception {
    Socket client = client();
    for (int i = 0; i < SERVED; i++) {
      sockets.stayed(); // counted, as what another thread accepts is before it ends the oldest
    }

    send(client, GET);

    assertThat(readStatus(client)).isEqualTo("HTTP/1.1 200");
  }

  @Test
  void asManyEndAsAreTooMany() throws Exception {
    for (int i = 0; i < SERVED; i++) {
      Socket unused = client();
    }
    await().until(() -> sockets.open() == SERVED);
    sockets.stayed(); // as where the oldest that another thread ends was being ended already

    Socket unused = client();

    await().until(() -> sockets.open() == SERVED);
  }

  @Test
  void pastTheMemoryForUnfinishedRequestsTheOldestEnds() throws Exception {
    Sockets many = sockets(new SocketLimits(1_000, 1_000));
    port = open(0, many);
    Socket oldest = client();
    send(oldest, LARGE_BEGINNING);
    await().until(() -> many.open() == 1);

    for (int i = 0; i < MANY; i++) {
      send(client(), LARGE_BEGINNING);
    }

    assertThat(readToEnd(oldest)).isEmpty();
    Socket late = client();
    send(late, LARGE_BEGINNING + "\r\n\r\n");
    assertThat(readStatus(late)).isEqualTo("HTTP/1.1 200");
    assertThat(many.unfinishedBytes()).isPositive().isLessThanOrEqualTo(MEMORY_BYTES);
    closeClients();
    await().until(() -> many.unfinishedBytes() == 0 && budget.heldBytes() == 0);
  }

  @Test
  void whatCameOfABodyIsHeldUntilItIsAnswered() throws Exception {
    Sockets roomy = withRoom();
    Socket client = client();
    send(client, "POST /body HTTP/1.1\r\nHost: here\r\nContent-Length: 50000\r\n\r\n");
    send(client, "x".repeat(40_000));
    await().until(() -> roomy.unfinishedBytes() > 100_000);
    assertThat(roomy.exchanges()).isEqualTo(1);

    send(client, "x".repeat(10_000));

    assertThat(readStatus(client)).isEqualTo("HTTP/1.1 200");
    await().until(() -> roomy.unfinishedBytes() < 10_000 && roomy.exchanges() == 0);
  }

  @Test
  void anAnswerIsHeldUntilItIsTaken() throws Exception {
    Sockets roomy = withRoom();
    Socket client = client();
    send(client, "GET /large HTTP/1.1\r\nHost: here\r\n\r\n");

    await().until(() -> roomy.unfinishedBytes() > 16 << 20);
    client.close();
    await().until(() -> roomy.unfinishedBytes() == 0 && roomy.exchanges() == 0);
  }

  @Test
  void aBodyIsNotHeldOnceItIsAnswered() throws Exception {
    Sockets roomy = withRoom();
    Socket client = client();

    send(client, "POST /both HTTP/1.1\r\nHost: here\r\nContent-Length: 1000000\r\n\r\n");
    send(client, "x".repeat(1_000_000));

    await().until(() -> roomy.unfinishedBytes() > 16 << 20);
    assertThat(roomy.unfinishedBytes()).isLessThan(17 << 20);
  }

  @Test
  void whatIsUpgradedHoldsNothing() throws Exception {
    upgrade();

    await().until(() -> sockets.unfinishedBytes() == 0 && budget.heldBytes() == 0);
    assertThat(sockets.open()).isEqualTo(1);
  }
}
