package io.messageservice.adapter.redis.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stands between a client and a server, and can make connections deaf: they stay open, what the
 * client says goes through, but nothing comes back. Connections made later hear. Any thread may
 * call.
 */
public final class DeafeningProxy implements AutoCloseable {

  private final int target;
  private final ServerSocket listening;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<AtomicBoolean> deaf = new CopyOnWriteArrayList<>();

  /** To the port of this machine. */
  public DeafeningProxy(int target) {
    this.target = target;
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** Where it listens, {@code redis://127.0.0.1:port}. */
  public String url() {
    return "redis://127.0.0.1:" + listening.getLocalPort();
  }

  /** The connections that there are hear nothing any more. */
  public void deafen() {
    deaf.forEach(each -> each.set(true));
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (!listening.isClosed()) {
        Socket client = listening.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.addAll(List.of(client, server));
        AtomicBoolean silenced = new AtomicBoolean();
        deaf.add(silenced);
        threads.execute(() -> pump(client, server, new AtomicBoolean()));
        threads.execute(() -> pump(server, client, silenced));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private static void pump(Socket from, Socket to, AtomicBoolean silenced) {
    byte[] bytes = new byte[8_192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        if (!silenced.get()) {
          out.write(bytes, 0, read);
        }
      }
    } catch (IOException ended) {
      // so does the other direction
    }
  }
}
