package io.messageservice.blackbox.connecting;

import io.messageservice.adapter.redis.Ports;
import io.messageservice.blackbox.Certificates;
import io.messageservice.bootstrap.config.ListenerSettings;
import io.messageservice.bootstrap.tls.CertificateFiles;
import io.messageservice.bootstrap.tls.UnusableTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * Speaks TLS for a server of this machine that does not, as {@code stunnel} does. It has a thread
 * that accepts and two for each connection.
 */
final class TlsFront implements AutoCloseable {

  private final int target;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "tls-front");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Listens at once.
   *
   * @param folder for the files of the certificate
   */
  TlsFront(int target, Path folder, Certificates shown) throws IOException, UnusableTls {
    this.target = target;
    Path chain = Files.writeString(folder.resolve("front.pem"), shown.chain());
    Path key = Files.writeString(folder.resolve("front-key.pem"), shown.key());
    SSLContext context =
        new CertificateFiles(new ListenerSettings.Tls(chain, key)).load().context();
    listener =
        context
            .getServerSocketFactory()
            .createServerSocket(Ports.next(), 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /** Where it listens, on 127.0.0.1. */
  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        threads.execute(() -> relay(client));
      } catch (IOException closing) {
        // The loop looks whether that was the end.
      }
    }
  }

  private void relay(Socket client) {
    sockets.add(client);
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      server.setTcpNoDelay(true);
      threads.execute(() -> copy(server, client));
      client.getInputStream().transferTo(server.getOutputStream());
    } catch (IOException ended) {
      // One side has left, so the other is closed.
    } finally {
      sockets.remove(client);
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException ended) {
      // as above
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket each : sockets) {
      each.close();
    }
    threads.shutdownNow();
  }
}
