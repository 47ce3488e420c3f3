package io.messageservice.blackbox.limit;

import static io.messageservice.application.waiting.Patience.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.waiting.Patience;
import io.messageservice.blackbox.Certificates;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.TlsService;
import io.messageservice.blackbox.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sockets without a token that begin something and do not go on. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs the whole of 127.0.0.0/8")
final class UnfinishedRequestsIT {

  private static final String HEAP = "64m";

  /** Each kind below fills that heap with fewer. */
  private static final int MANY = 4_000;

  private static final int DESCRIPTORS = 700;
  private static final int MORE_THAN_DESCRIPTORS = 900;

  private static final String BEGIN = "GET / HTTP/1.1\r\nHost: h\r\n";

  /** The first bytes of a record that announces 16 KiB, of which no more come. */
  private static final byte[] TLS_BEGIN = HexFormat.of().parseHex("1603014000010000fc0303");

  private final List<Socket> idle = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private ServiceProcess service;

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : idle) {
      socket.close();
    }
    service.close();
  }

  private void start(ServiceProcess process) {
    service = process;
    service.start();
    service.awaitReady();
  }

  private void begin(int port, String from, String text) {
    begin(port, from, text.getBytes(ISO_8859_1));
  }

  private void begin(int port, String from, byte[] bytes) {
    try {
      Socket socket = new Socket();
      idle.add(socket);
      socket.bind(new InetSocketAddress(from, 0));
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.getOutputStream().write(bytes);
    } catch (IOException ended) {
      // the service has the right to
    }
  }

  private int knock(String from) {
    return await()
        .ignoreException(UncheckedIOException.class) // one too many has little time to ask
        .until(() -> tryToEnter(from), status -> true);
  }

  private int tryToEnter(String from) {
    try (RawClient client = new RawClient(service, from)) {
      return client.handshake("/?token=" + Tokens.of("late")).status();
    }
  }

  private static void assertPing(RawClient client) {
    client.sendText("{\"event\":\"ping\"}");
    assertThat(client.readJson()).isEqualTo(Json.parse("{\"event\":\"pong\",\"data\":{}}"));
  }

  static List<String> beginnings() {
    return List.of(
        BEGIN + "X-Some-Header: some-value\r\n".repeat(60) + "X: " + "x".repeat(12_000),
        BEGIN + "X: " + "x".repeat(7_900) + "\r\nY: ",
        "GET /" + "x".repeat(7_900) + " HTTP/1.1\r\n");
  }

  @ParameterizedTest
  @MethodSource("beginnings")
  void halfRequestsDoNotFillTheHeap(String beginning) {
    start(
        ServiceProcess.with(
                Map.of(
                    "RATE_LIMIT", "off",
                    "PRESENCE_AUDIENCE", "contacts",
                    "HEARTBEAT_INTERVAL", "1h"))
            .withHeap(HEAP));
    try (RawClient early = RawClient.upgraded(service, "early")) {
      for (int i = 0; i < MANY; i++) {
        begin(service.port(), "127.0.1." + (1 + i % 250), beginning);
      }

      assertPing(early);
      assertThat(knock("127.0.0.1")).isEqualTo(101);
      assertThat(service.readiness()).isEqualTo(200);
    }
    assertThat(service.output()).doesNotContain("OutOfMemory").doesNotContain("ERROR");
  }

  @Test
  void tlsHandshakesThatAreNotEndedDoNotFillTheHeap(@TempDir Path folder) throws IOException {
    Certificates certificates = Certificates.make(folder, "EC secp256r1");
    SSLContext trust = Certificates.trusting(certificates);
    try (TlsService tls = new TlsService(folder, certificates)) {
      service = tls.process().withHeap(HEAP);
      service.restart();
      for (int i = 0; i < MANY; i++) {
        begin(service.port(), "127.0.1." + (1 + i % 250), TLS_BEGIN);
      }

      assertThat(tls.get(trust, "/health/ready").statusCode()).isEqualTo(200);
      assertThat(service.readiness()).isEqualTo(200);
    }
  }

  @Test
  void idleSocketsOfOneAddressDoNotKeepOthersOut() {
    start(
        ServiceProcess.with(Map.of("MAX_CONNECTIONS_PER_ADDRESS", "5"))
            .withDescriptors(DESCRIPTORS));
    for (int i = 0; i < MORE_THAN_DESCRIPTORS; i++) {
      begin(service.port(), "127.0.0.2", "");
    }

    assertThat(knock("127.0.0.3")).isEqualTo(101);
    assertThat(knock("127.0.0.2")).isEqualTo(503);

    closeIdle(50);
    await().until(() -> knock("127.0.0.2") == 101);
  }

  /** Those that count are among the first. */
  private void closeIdle(int count) {
    for (Socket socket : idle.subList(0, count)) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void idleSocketsOfManyAddressesDoNotKeepOthersOut() {
    start(ServiceProcess.with(Map.of()).withDescriptors(DESCRIPTORS));
    for (int i = 0; i < MORE_THAN_DESCRIPTORS; i++) {
      begin(service.port(), "127.0.1." + (1 + i % 250), "");
    }

    assertThat(knock("127.0.0.3")).isEqualTo(101);
    assertThat(service.readiness()).isEqualTo(200);
  }

  @Test
  void theManagementPortAnswersWhateverIsIdleThere() throws IOException {
    start(ServiceProcess.with(Map.of()));
    for (int i = 0; i < 200; i++) {
      begin(service.managementPort(), "127.0.0.1", "");
    }

    begin(service.managementPort(), "127.0.0.1", "GET /health/live HTTP/1.1\r\nHost: h\r\n\r\n");

    Socket late = idle.get(idle.size() - 1); // not one that a client kept from before
    late.setSoTimeout(Patience.MILLIS);
    byte[] status = late.getInputStream().readNBytes(12);
    assertThat(new String(status, ISO_8859_1)).isEqualTo("HTTP/1.1 200");
  }
}
