package io.messageservice.bootstrap.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HistogramTest {

  private final Histogram histogram = new Histogram(10, 20, 50);

  private long[] counts() {
    return LongStream.rangeClosed(0, 3).map(bucket -> histogram.count((int) bucket)).toArray();
  }

  @Test
  void aBoundBelongsToItsBucket() {
    LongStream.of(0, 10, 11, 20, 21, 50, 51, Long.MAX_VALUE / 2).forEach(histogram::record);

    assertThat(counts()).containsExactly(2, 2, 2, 2);
  }

  @Test
  void sumIsThatOfAllValues() {
    LongStream.of(3, 70, 20).forEach(histogram::record);

    assertThat(histogram.sum()).isEqualTo(93);
  }

  @Test
  void nothingRecordedIsNothing() {
    assertThat(counts()).containsOnly(0);
    assertThat(histogram.sum()).isZero();
  }
}
