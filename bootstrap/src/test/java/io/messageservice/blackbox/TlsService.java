package io.messageservice.blackbox;

import io.messageservice.application.waiting.Patience;
import io.messageservice.blackbox.Client.Door;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A service that speaks TLS itself, with files that can be replaced under it. */
public final class TlsService implements AutoCloseable {

  private final Path chain;
  private final Path key;
  private final ServiceProcess process;

  public TlsService(Path folder, Certificates certificates) {
    this.chain = folder.resolve("chain.pem");
    this.key = folder.resolve("key.pem");
    replace(certificates);
    this.process =
        ServiceProcess.with(Map.of("TLS_CERT", chain.toString(), "TLS_KEY", key.toString()));
  }

  public TlsService start() {
    process.restart();
    return this;
  }

  public ServiceProcess process() {
    return process;
  }

  public void replace(Certificates certificates) {
    replaceKey(certificates.key());
    write(chain, certificates.chain());
  }

  public void replaceChain(String text) {
    write(chain, text);
  }

  public void replaceKey(String text) {
    write(key, text);
  }

  /** As tools that renew certificates do: the file changes whole. */
  private static void write(Path file, String text) {
    try {
      Path draft = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Client connect(SSLContext trust, String userId) {
    URI address = URI.create("wss://127.0.0.1:" + process.port() + "/?token=" + Tokens.of(userId));
    Client client = new Door(client(trust), address).open(userId);
    client.hearsNothing();
    return client;
  }

  public HttpResponse<String> get(SSLContext trust, String path) throws IOException {
    URI address = URI.create("https://127.0.0.1:" + process.port() + path);
    try {
      return client(trust)
          .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static HttpClient client(SSLContext trust) {
    return HttpClient.newBuilder().sslContext(trust).build();
  }

  /** A socket after its handshake in this protocol, with this cipher or any where it is empty. */
  public SSLSocket socket(SSLContext trust, String protocol, String... ciphers) throws IOException {
    SSLSocket socket =
        (SSLSocket) trust.getSocketFactory().createSocket("127.0.0.1", process.port());
    socket.setSoTimeout(Patience.MILLIS);
    socket.setEnabledProtocols(new String[] {protocol});
    if (ciphers.length > 0) {
      socket.setEnabledCipherSuites(ciphers);
    }
    socket.startHandshake();
    return socket;
  }

  /** What a new client is shown. */
  public Certificate shown(SSLContext trust) {
    try (SSLSocket socket = socket(trust, "TLSv1.3")) {
      return socket.getSession().getPeerCertificates()[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
