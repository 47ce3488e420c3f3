package io.messageservice.adapter.redis.bus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardingTest {

  @ParameterizedTest
  @ValueSource(strings = {"7.0.0", "7.2.4", "8.0.1", "10.0.0"})
  void theseVersionsHaveShardedChannels(String version) {
    assertThat(Sharding.isRecent(version)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.2.14", "5.0.0", "", "7", "unknown"})
  void theseDoNotOrDoNotSay(String version) {
    assertThat(Sharding.isRecent(version)).isFalse();
  }
}
