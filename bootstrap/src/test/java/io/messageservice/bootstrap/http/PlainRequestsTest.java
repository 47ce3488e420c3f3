package io.messageservice.bootstrap.http;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads, ends of bodies and chunks that are not as they should be, over real sockets. */
final class PlainRequestsTest extends OpenListeners {

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n\r\n"})
  void aHeadPastEightKibibytesIsAnswered431(String end) throws IOException {
    int rest = OpenSocket.MAX_HEAD_BYTES - GET.length() - "X: \r\n".length();
    Socket good = client();
    send(good, GET.strip() + "\r\nX: " + "x".repeat(rest) + "\r\n\r\n");
    assertThat(readStatus(good)).isEqualTo("HTTP/1.1 200");

    Socket bad = client();
    send(bad, GET.strip() + "\r\nX: " + "x".repeat(end.isEmpty() ? 100_000 : rest + 1) + end);

    assertThat(readToEnd(bad))
        .startsWith("HTTP/1.1 431 ")
        .contains("Connection: close")
        .endsWith("\"code\":\"too_large\"}");
    assertThat(asked).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunkedx",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: \"chunked\"",
        "Transfer-Encoding:",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Content-Length: 5\r\nTransfer-Encoding: xchunked",
        "Content-Length: 5\r\nContent-Length: 5",
        "Content-Length: 5, 5",
        "Content-Length: +5",
        "Content-Length: -5",
        "Content-Length: 18446744073709551621"
      })
  void aBodyWhoseEndIsNotPlainIsAnswered400(String headers) throws IOException {
    Socket client = client();

    send(client, "POST / HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n\r\n5\r\nhello\r\n0\r\n\r\n");

    assertThat(readToEnd(client)).startsWith("HTTP/1.1 400 ").doesNotContain("hello");
    assertThat(asked).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Transfer-Encoding: chunked", "Transfer-Encoding: Chunked"})
  void aChunkedBodyIsRead(String header) throws IOException {
    Socket client = client();

    send(client, "POST / HTTP/1.1\r\nHost: h\r\n" + header + "\r\n\r\n5\r\nhello\r\n0\r\n\r\n");

    assertThat(readStatus(client)).isEqualTo("HTTP/1.1 200");
  }

  private static final String CHUNKED =
      "POST /body HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";

  @Test
  void aChunkMayBeLarge() throws Exception {
    Sockets unused = withRoom();
    Socket client = client();
    String last = GET.strip() + "\r\nConnection: close\r\n\r\n";

    send(client, CHUNKED + "200001;a=b\r\n" + "x".repeat((2 << 20) + 1) + "\r\n0\r\n\r\n" + last);

    assertThat(readToEnd(client).split("HTTP/1.1 200", -1)).hasSize(3);
  }

  @Test
  void aChunkThatIsNotPlainIsAnswered400() throws Exception {
    String rest = "0x5\r\nhello\r\n0\r\n\r\n" + GET;
    Sockets roomy = withRoom();
    Socket atOnce = client();
    Socket later = client();

    send(atOnce, CHUNKED + rest);
    send(later, CHUNKED + "1\r\nx\r\n");
    await().until(() -> asked.get() == 1);
    send(later, rest);

    for (Socket client : List.of(atOnce, later)) {
      assertThat(readToEnd(client))
          .startsWith("HTTP/1.1 400 ")
          .contains("Connection: close")
          .endsWith("\"code\":\"invalid_format\"}");
    }
    assertThat(asked).hasValue(1);
    await().until(() -> roomy.exchanges() == 0);
  }

  @Test
  void requestsThatComeTogetherAreAnsweredOneByOne() throws IOException {
    Socket client = client();

    send(client, GET.repeat(100) + GET.strip() + "\r\nConnection: close\r\n\r\n");

    assertThat(readToEnd(client).split("HTTP/1.1 200", -1)).hasSize(102);
  }

  @ParameterizedTest
  @ValueSource(strings = {"my_chat.example", "_chat", "my_chat:8001"})
  void aHostMayHaveAnUnderscore(String host) throws IOException {
    Socket client = client();

    send(client, "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");

    assertThat(readStatus(client)).isEqualTo("HTTP/1.1 200");
  }
}
