package io.messageservice.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;

class RespConnectionTest {

  @Test
  void commandsAreArraysOfTexts() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RespConnection redis = new RespConnection(server.getLocalPort());
        Socket peer = server.accept()) {
      redis.send(List.of("HLEN", "k"));

      String sent = new String(peer.getInputStream().readNBytes(21), US_ASCII);

      assertThat(sent).isEqualTo("*2\r\n$4\r\nHLEN\r\n$1\r\nk\r\n");
    }
  }

  @Test
  void answersAreTextsNumbersListsOrErrors() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RespConnection redis = new RespConnection(server.getLocalPort());
        Socket peer = server.accept()) {
      peer.getOutputStream()
          .write("+OK\r\n:7\r\n$-1\r\n*2\r\n+a\r\n:1\r\n-ERR no\r\n".getBytes(US_ASCII));

      assertThat(redis.answer()).isEqualTo("OK");
      assertThat(redis.answer()).isEqualTo(7L);
      assertThat(redis.answer()).isEqualTo("");
      assertThat(redis.answer()).isEqualTo(List.of("a", 1L));
      assertThatThrownBy(redis::answer).hasMessage("ERR no");
    }
  }
}
