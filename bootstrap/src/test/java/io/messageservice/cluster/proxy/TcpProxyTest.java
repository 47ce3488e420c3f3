package io.messageservice.cluster.proxy;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.application.waiting.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TcpProxyTest {

  private ServerSocket target;
  private TcpProxy proxy;

  @BeforeEach
  void listen() throws IOException {
    target = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    proxy = new TcpProxy(target.getLocalPort());
  }

  @AfterEach
  void end() throws IOException {
    proxy.close();
    target.close();
  }

  private Socket connect() throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    client.setSoTimeout(Patience.MILLIS);
    return client;
  }

  private Socket accept() throws IOException {
    Socket server = target.accept();
    server.setSoTimeout(Patience.MILLIS);
    return server;
  }

  private static void pass(int value, Socket from, Socket to) throws IOException {
    from.getOutputStream().write(value);
    assertThat(to.getInputStream().read()).isEqualTo(value);
  }

  private static void assertReset(Socket socket) {
    assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  @Test
  void passesBothWaysAndEachEnd() throws IOException {
    try (Socket client = connect();
        Socket server = accept()) {
      pass(1, client, server);
      pass(2, server, client);

      client.shutdownOutput();

      assertThat(server.getInputStream().read()).isEqualTo(-1);
      pass(3, server, client);
      server.shutdownOutput();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void cutResetsBothSidesAndTakesNewOnes() throws IOException {
    try (Socket client = connect();
        Socket server = accept()) {
      pass(1, client, server);

      proxy.cut();

      assertReset(client);
      assertReset(server);
    }
    try (Socket client = connect();
        Socket server = accept()) {
      pass(2, client, server);
    }
  }

  @Test
  void refusesNewOnesUntilItPasses() throws IOException {
    try (Socket client = connect();
        Socket server = accept()) {
      proxy.refuse();
      try (Socket refused = connect()) {
        assertReset(refused);
      }
      pass(1, client, server);

      proxy.pass();

      try (Socket taken = connect();
          Socket heard = accept()) {
        pass(2, taken, heard);
      }
    }
  }

  @Test
  void holdsBackWhileStalledAndLosesNothing() throws IOException {
    try (Socket client = connect();
        Socket server = accept()) {
      proxy.stall();
      client.getOutputStream().write(1);
      await().until(() -> proxy.held() == 1);
      assertThat(server.getInputStream().available()).isZero();

      proxy.pass();

      assertThat(server.getInputStream().read()).isEqualTo(1);
      pass(2, server, client);
    }
  }

  @Test
  void resetsWhereNobodyIsAtTheTarget() throws IOException {
    target.close();

    try (Socket client = connect()) {
      assertReset(client);
    }
  }
}
