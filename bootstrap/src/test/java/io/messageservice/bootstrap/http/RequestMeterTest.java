package io.messageservice.bootstrap.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the bytes that were measured of Undertow for each socket with such a beginning. */
final class RequestMeterTest {

  private final RequestMeter meter = new RequestMeter();

  private void add(String text) {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    meter.add(bytes, 0, bytes.remaining());
  }

  @ParameterizedTest
  @CsvSource({
    "'GET / HTTP/1.1%X: ', x, 7900, 17500",
    "'GET / HTTP/1.1%', 'X%', 60, 13800",
    "'GET /', x, 7900, 33000",
    "'GET /', '%41', 2600, 30000",
    "'GET /?', x, 7900, 28400",
    "'GET /?', 'p=vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv&', 60, 25000",
  })
  void theEstimateIsNotBelowWhatWasMeasured(String begin, String piece, int times, long measured) {
    add(begin.replace("%", "\r\n") + piece.replace("X%", "Xxx: v\r\n").repeat(times));

    assertThat(meter.costBytes()).isBetween(measured, 3 * measured);
  }

  @Test
  void aHandshakeCostsFewKibibytes() {
    add(
        "GET /?token="
            + "t".repeat(300)
            + " HTTP/1.1\r\n"
            + "Some-Header: some value\r\n".repeat(10));

    assertThat(meter.costBytes()).isBetween(2_000L, 6_000L);
  }

  @Test
  void whatComesBehindTheHeadCostsNothing() {
    add("POST / HTTP/1.1\r\nHost: h\r\n\r\n");
    long cost = meter.costBytes();
    int bytes = meter.bytes();

    add("x\r\n".repeat(1_000));

    assertThat(meter.costBytes()).isEqualTo(cost);
    assertThat(meter.bytes()).isEqualTo(bytes + 3_000);
  }

  @Test
  void emptyLinesDoNotEndTheRequestLine() {
    add("\r\nGET /" + "x".repeat(1_000));
    long cost = meter.costBytes();

    meter.reset();
    assertThat(meter.costBytes()).isZero();
    assertThat(meter.bytes()).isZero();
    add("GET /" + "x".repeat(1_000));

    assertThat(meter.costBytes()).isCloseTo(cost, org.assertj.core.data.Offset.offset(20L));
  }
}
