package io.messageservice.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.websocket.peer.CollectingListener;
import io.messageservice.application.waiting.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same conduits under TLS, where a write may stay in a buffer and a read may hide bytes. */
final class TlsTest {

  private static final char[] PASSWORD = "for-this-test-only".toCharArray();

  @TempDir Path folder;

  @Test
  void messagesOfEverySizeComeBackAndTheCloseIsAnswered() throws Exception {
    SSLContext tls = selfSigned();
    CollectingListener listener = new CollectingListener();
    try (WebSocketServer server = EchoServer.start(0, tls)) {
      WebSocket socket =
          HttpClient.newBuilder()
              .sslContext(tls)
              .build()
              .newWebSocketBuilder()
              .buildAsync(URI.create("wss://localhost:" + server.port() + "/"), listener)
              .get(Patience.MILLIS, TimeUnit.MILLISECONDS);

      for (int length = 1; length <= 1 << 20; length *= 4) {
        socket.sendText("x".repeat(length), true).get(Patience.MILLIS, TimeUnit.MILLISECONDS);
      }
      for (int length = 1; length <= 1 << 20; length *= 4) {
        assertThat(listener.next()).isEqualTo("x".repeat(length));
      }
      socket.sendClose(4000, "bye").get(Patience.MILLIS, TimeUnit.MILLISECONDS);
      assertThat(listener.next()).isEqualTo(4000);
    }
  }

  private SSLContext selfSigned() throws Exception {
    KeyStore own = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(generated())) {
      own.load(in, PASSWORD);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trusting(own).getTrustManagers(), null);
    return context;
  }

  private static TrustManagerFactory trusting(KeyStore own)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("own", own.getCertificate("own"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    return trust;
  }

  /** The JDK makes certificates only by its tool. */
  private Path generated() throws Exception {
    Path store = folder.resolve("own.p12");
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                tool.toString(),
                "-genkeypair",
                "-alias",
                "own",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor(Patience.MILLIS, TimeUnit.MILLISECONDS)).isTrue();
    return store;
  }
}
