package io.messageservice.bootstrap.figure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0|0 ms", "420000|0.42 ms", "12340000|12.3 ms", "1204000000|1,204 ms"})
  void timesHaveTheDigitsThatMeanSomething(long nanos, String text) {
    assertThat(FigureText.millis(nanos)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0 B",
        "512|512 B",
        "1536|1.50 KiB",
        "3221225472|3 GiB",
        "1200000000000000|1,091 TiB"
      })
  void sizesAreInPowersOfTwo(long bytes, String text) {
    assertThat(FigureText.bytes(bytes)).isEqualTo(text);
  }
}
