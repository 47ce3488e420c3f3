package io.messageservice.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@OnEachRedis
class RedisServerTest {

  private final RedisVersion version;

  RedisServerTest(RedisVersion version) {
    this.version = version;
  }

  @Test
  void comesBackWithWhatItWrote() {
    try (RedisServer server = RedisServer.start(version, "--appendonly", "yes")) {
      server.ask("SET", "key", "välue");
      server.stop();
      assertThatThrownBy(() -> server.ask("PING"))
          .isInstanceOf(UncheckedIOException.class)
          .hasCauseInstanceOf(ConnectException.class);

      server.restart();

      assertThat(server.ask("GET", "key")).isEqualTo("välue");
    }
  }

  @Test
  void forgetsWhenKilledWhatItDidNotWrite() {
    try (RedisServer server = RedisServer.start(version)) {
      server.ask("SET", "key", "value");

      server.kill();
      server.restart();

      assertThat(server.ask("GET", "key")).isEmpty();
    }
  }

  @Test
  void saysNothingWhilePausedAndGoesOnAfterwards() throws IOException {
    try (RedisServer server = RedisServer.start(version);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(200);
      server.pause();
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);

      server.resume();

      assertThat(new String(socket.getInputStream().readNBytes(5), StandardCharsets.UTF_8))
          .isEqualTo("+PONG");
    }
  }

  @Test
  void errorIsThrown() {
    RedisServer server = RedisServer.shared(version);

    assertThatThrownBy(() -> server.ask("NONSENSE"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("unknown command");
  }
}
