package io.messageservice.bootstrap.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies as text, at once and byte by byte. */
final class ChunkCheckTest {

  private static boolean acceptsAtOnce(String body) {
    return new ChunkCheck().accepts(bytes(body), 0, body.length());
  }

  private static boolean acceptsByteByByte(String body) {
    ChunkCheck check = new ChunkCheck();
    for (int i = 0; i < body.length(); i++) {
      if (!check.accepts(bytes(body), i, 1)) {
        return false;
      }
    }
    return true;
  }

  private static ByteBuffer bytes(String body) {
    return ByteBuffer.wrap(body.getBytes(ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0\r\n\r\n",
        "5\r\nhello\r\n0\r\n\r\nGET / HTTP/1.1\r\n",
        "00a;b=\"c\"\r\n0\r\nzz\r\n\r\n-\r\n1\r\nx\r\n0\r\nTrailer: x\r\n\r\n",
        "A\r\nx"
      })
  void plainBodiesAreAccepted(String body) {
    assertThat(acceptsAtOnce(body)).isTrue();
    assertThat(acceptsByteByByte(body)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zz\r\n",
        "0x5\r\nhello\r\n",
        "\r\n",
        ";a\r\n",
        "+5\r\nhello\r\n",
        "-5\r\nhello\r\n",
        "5 \r\nhello\r\n",
        "5\nhello\r\n",
        "5\rhello\r\n",
        "5;a\nhello\r\n",
        "5;a\rb\r\nhello\r\n",
        "5\r\nhello!\r\n",
        "5\r\nhello\n",
        "5\r\nhello\r\n\r\n",
        "0000000000000005\r\nhello\r\n",
      })
  void othersAreNot(String body) {
    assertThat(acceptsAtOnce(body)).isFalse();
    assertThat(acceptsByteByByte(body)).isFalse();
  }
}
