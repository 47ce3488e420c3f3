package io.messageservice.blackbox.connecting;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.application.waiting.Patience;
import io.messageservice.blackbox.Certificates;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.TlsService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The public port in TLS: {@code wss} and {@code https}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TlsIT {

  private SSLContext trust;
  private TlsService service;

  @BeforeAll
  void start(@TempDir Path folder) {
    Certificates first = Certificates.make(folder, "EC secp256r1");
    trust = Certificates.trusting(first);
    service = new TlsService(folder, first).start();
    await().until(() -> service.process().output().contains("started"));
  }

  @AfterAll
  void stop() {
    service.close();
  }

  @Test
  void messagesOfEverySizeCrossIt() {
    Client alice = service.connect(trust, "alice");
    Client bob = service.connect(trust, "bob");
    alice.join("lobby");
    bob.join("lobby");

    for (int length : new int[] {1, 125, 126, 1_000, 10_000}) {
      JsonNode said = alice.say("lobby", "\u00e4".repeat(length));
      bob.expectMessage(said);
    }

    alice.close();
    bob.close();
  }

  @Test
  void healthIsServedOnTheSamePort() throws IOException {
    assertThat(service.get(trust, "/health/ready").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void bothProtocolsAreSpoken(String protocol) throws IOException {
    try (SSLSocket socket = service.socket(trust, protocol)) {
      assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
    }
  }

  @Test
  void cipherThatDoesNotAuthenticateIsRefused() {
    String cipher = "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256";

    assertThatThrownBy(() -> service.socket(trust, "TLSv1.2", cipher).close())
        .isInstanceOfAny(SSLException.class, SocketException.class);
  }

  @Test
  void clientsMayNotRenegotiate() throws IOException {
    try (SSLSocket socket = service.socket(trust, "TLSv1.2")) {
      socket.startHandshake();

      assertThat(hasEnded(socket)).isTrue();
    }
  }

  /** Whether the server ends the connection, in whatever way, within the socket's time. */
  private static boolean hasEnded(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (SSLException | SocketException ended) {
      return true;
    }
  }

  @Test
  void plainTextIsTurnedAwayWithoutANoise() throws IOException {
    String before = service.process().output();

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.process().port())) {
      socket.setSoTimeout(Patience.MILLIS);
      socket
          .getOutputStream()
          .write(
              "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(readToEnd(socket)).doesNotContain("HTTP");
    }

    assertThat(service.get(trust, "/health/live").statusCode()).isEqualTo(200);
    assertThat(service.process().output()).isEqualTo(before);
  }

  /** All that comes until the service ends the connection, in whatever way. */
  private static String readToEnd(Socket socket) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(all);
    } catch (SocketException reset) {
      // an end as well
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }
}
