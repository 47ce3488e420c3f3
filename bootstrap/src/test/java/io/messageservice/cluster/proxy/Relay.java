package io.messageservice.cluster.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One connection that is relayed. {@link #forth} and {@link #back} each have a thread until their
 * direction ends; any thread may {@link #reset}.
 */
final class Relay {

  private static final int BUFFER_BYTES = 16_384;

  private final Socket client;
  private final Socket server;
  private final Valve valve;

  /** Directions that have not ended. */
  private final AtomicInteger open = new AtomicInteger(2);

  Relay(Socket client, Socket server, Valve valve) {
    this.client = client;
    this.server = server;
    this.valve = valve;
  }

  /** Relays what the client says, until it has ended. */
  void forth() {
    relay(client, server);
  }

  /** Relays what the server says, until it has ended. */
  void back() {
    relay(server, client);
  }

  private void relay(Socket from, Socket to) {
    try {
      to.setTcpNoDelay(true);
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        valve.await();
        out.write(buffer, 0, count);
      }
      valve.await();
      to.shutdownOutput();
      if (open.decrementAndGet() == 0) {
        from.close();
        to.close();
      }
    } catch (IOException broken) {
      // What broke on one side breaks on the other.
      reset();
    }
  }

  /** Ends both sides by RST, with what is on its way lost. */
  void reset() {
    reset(client);
    reset(server);
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException alreadyClosed) {
      // Then there is nothing to end.
    }
  }
}
