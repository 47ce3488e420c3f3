package io.messageservice.adapter.redis.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeOrderTest {

  @Test
  void epochsGrowWhateverTheClockSays() {
    assertThat(order("").nextEpoch(255, "drawn")).isEqualTo("0000000000ffdrawn");
    assertThat(order("0000000000ffzzz").nextEpoch(9, "drawn")).isEqualTo("000000000100drawn");
    assertThat(order("0000000000ffzzz").nextEpoch(4096, "drawn")).isEqualTo("000000001000drawn");
  }

  private static ChangeOrder order(String epoch) {
    return new ChangeOrder(epoch, 1, "", LogMark.START, List.of(), "", List.of(), List.of());
  }
}
