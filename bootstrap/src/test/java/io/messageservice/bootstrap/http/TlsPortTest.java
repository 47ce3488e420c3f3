package io.messageservice.bootstrap.http;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.waiting.Patience;
import io.messageservice.blackbox.Certificates;
import io.messageservice.bootstrap.config.ListenerSettings;
import io.messageservice.bootstrap.start.StartProblem;
import io.messageservice.bootstrap.tls.CertificateFiles;
import io.messageservice.bootstrap.tls.UnusableTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who begins TLS and does not end it, over real sockets and with a short time. */
final class TlsPortTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(500);

  private final Sockets sockets =
      new Sockets(
          new SocketLimits(10, 20), MemoryBudget.unlimited(), Long.MAX_VALUE, HttpEvents.NONE);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Listeners listeners;

  private int port;

  @BeforeEach
  void start() throws IOException, StartProblem, UnusableTls {
    listeners = Listeners.start(new HttpTimes(LONG, SHORT, LONG));
    port =
        Listeners.portOf(
            listeners.open(
                "PORT",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                sockets,
                exchange -> exchange.endExchange(),
                Optional.of(new TlsPort(files().load(), new HandshakeTasks(listeners.worker())))));
  }

  @AfterEach
  void stop() {
    listeners.close();
  }

  private CertificateFiles files() throws IOException {
    Certificates made = Certificates.make(folder, "EC secp256r1");
    return new CertificateFiles(
        new ListenerSettings.Tls(
            Files.writeString(folder.resolve("chain.pem"), made.chain()),
            Files.writeString(folder.resolve("key.pem"), made.key())));
  }

  private Socket client() throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
    client.setSoTimeout(Patience.MILLIS);
    return client;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "16", "160301", "1603010200010001fc0303"})
  void whoBeginsAndDoesNotGoOnIsEnded(String beginning) throws IOException {
    try (Socket client = client()) {
      client.getOutputStream().write(HexFormat.of().parseHex(beginning));

      assertThat(hasEnded(client)).isTrue();
      await().until(() -> sockets.open() == 0);
    }
  }

  @Test
  void whoDribblesIsEnded() throws IOException {
    byte[] hello = HexFormat.of().parseHex("160301400001003ffc0303");
    try (Socket client = client()) {
      AtomicInteger sent = new AtomicInteger();

      await()
          .until(
              () -> {
                int next = sent.getAndIncrement();
                return !canSend(client, next < hello.length ? hello[next] : 0);
              });

      await().until(() -> sockets.open() == 0);
    }
  }

  private static boolean canSend(Socket client, byte value) throws IOException {
    try {
      client.getOutputStream().write(value);
      return true;
    } catch (SocketException ended) {
      return false;
    }
  }

  /** Whether the server ends the connection, in whatever way, within the socket's time. */
  private static boolean hasEnded(Socket client) throws IOException {
    try {
      return client.getInputStream().read() < 0;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }
}
