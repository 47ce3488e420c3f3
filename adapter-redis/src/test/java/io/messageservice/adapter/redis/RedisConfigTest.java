package io.messageservice.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.adapter.redis.RedisConfig.Mode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redisson.misc.RedisURI;

class RedisConfigTest {

  @Test
  void hostAloneIsEnough() {
    assertThat(RedisConfig.of("redis://redis"))
        .isEqualTo(
            new RedisConfig(
                Mode.SINGLE,
                List.of("redis://redis:6379"),
                "",
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                "ms:"));
  }

  @Test
  void everyPartOfAUrlCounts() {
    assertThat(RedisConfig.of("rediss://chat:p%40ss+w@redis.example:6380/3"))
        .isEqualTo(
            new RedisConfig(
                Mode.SINGLE,
                List.of("rediss://redis.example:6380"),
                "",
                3,
                Optional.of("chat"),
                Optional.of("p@ss+w"),
                List.of(),
                "ms:"));
  }

  @Test
  void passwordMayStandAlone() {
    assertThat(RedisConfig.of("redis://:secret@host").password()).contains("secret");
    assertThat(RedisConfig.of("redis://secret@host").password()).contains("secret");
    assertThat(RedisConfig.of("redis://secret@host").user()).isEmpty();
  }

  @Test
  void sentinelsNameTheirMaster() {
    RedisConfig config = RedisConfig.of("redis-sentinel://:pw@one,two:26380,[::1]:5/main/2");

    assertThat(config.mode()).isEqualTo(Mode.SENTINEL);
    assertThat(config.addresses())
        .containsExactly("redis://one:26379", "redis://two:26380", "redis://[::1]:5");
    assertThat(config.master()).isEqualTo("main");
    assertThat(config.database()).isEqualTo(2);
  }

  @Test
  void clusterHasSeveralNodes() {
    RedisConfig config = RedisConfig.of("rediss-cluster://one,two:7000");

    assertThat(config.mode()).isEqualTo(Mode.CLUSTER);
    assertThat(config.addresses()).containsExactly("rediss://one:6379", "rediss://two:7000");
  }

  @Test
  void hostNamesMayHaveUnderscores() {
    RedisConfig config = RedisConfig.of("redis-sentinel://my_sentinel,Other_One:26380/main");

    assertThat(config.addresses())
        .containsExactly("redis://my_sentinel:26379", "redis://other_one:26380");
    assertThat(config.addresses())
        .extracting(address -> new RedisURI(address).getHost())
        .containsExactly("my_sentinel", "other_one");
  }

  @Test
  void secretsAreNotShown() {
    assertThat(RedisConfig.of("redis://chat:secret@host/1").toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "redis",
        "http://host",
        "redis://",
        "redis://:secret@",
        "redis://host:port",
        "redis://host:65536",
        "redis://ho*st",
        "rediss://:secret@my_redis",
        "redis://host/zero",
        "redis://host/1/2",
        "redis-sentinel://host",
        "redis-cluster://host/1",
        "redis://secret@ho st"
      })
  void whatCannotBeReadIsRefusedWithoutTheSecret(String url) {
    assertThatThrownBy(() -> RedisConfig.of(url))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("secret");
  }
}
