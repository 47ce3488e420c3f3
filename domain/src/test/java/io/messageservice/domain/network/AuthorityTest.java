package io.messageservice.domain.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {

  @ParameterizedTest
  @CsvSource({
    "my_redis:6379, my_redis, 6379",
    "My_Redis.Example:1, my_redis.example, 1",
    "a-b.c_d, a-b.c_d,",
    "host., host.,",
    "host:, host,",
    "127.0.0.1:0, 127.0.0.1, 0",
    "[::1]:65535, [::1], 65535",
    "[FE80::1%eth0], [fe80::1%eth0],"
  })
  void hostAndPortAreTold(String text, String host, Integer port) {
    assertThat(Authority.parse(text))
        .contains(new Authority(host, port == null ? OptionalInt.empty() : OptionalInt.of(port)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":80",
        ".",
        "a..b",
        "a b",
        "*",
        "*.example",
        "a:b",
        "a:65536",
        "a:123456",
        "a/b",
        "a?b",
        "user@host",
        "[::1",
        "::1",
        "[]",
        "a%5Fb",
        "é"
      })
  void anythingElseIsNone(String text) {
    assertThat(Authority.parse(text)).isEmpty();
  }

  @Test
  void anUnderscoreIsUnknownToTls() {
    assertThat(new Authority("a_b", OptionalInt.empty()).isUnknownToTls()).isTrue();
    assertThat(new Authority("a-b", OptionalInt.empty()).isUnknownToTls()).isFalse();
  }
}
