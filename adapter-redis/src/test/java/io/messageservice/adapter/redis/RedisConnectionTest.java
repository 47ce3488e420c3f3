package io.messageservice.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.application.waiting.Patience;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.redisson.api.RScript;
import org.redisson.client.RedisException;
import org.redisson.client.codec.ByteArrayCodec;

@OnEachRedis
class RedisConnectionTest {

  private final RedisVersion version;

  RedisConnectionTest(RedisVersion version) {
    this.version = version;
  }

  @Test
  void bytesGoThereAndBackAsTheyAre() {
    byte[] bytes = {0, -1, 13, 10, 127};
    try (RedisConnection connection = open(RedisServer.shared(version))) {
      List<Object> answer =
          connection
              .client()
              .getScript(ByteArrayCodec.INSTANCE)
              .eval(
                  RScript.Mode.READ_ONLY,
                  "return {ARGV[1], 7, {KEYS[1], {}}}",
                  RScript.ReturnType.LIST,
                  List.of("key"),
                  (Object) bytes);

      assertThat(answer.get(0)).isEqualTo(bytes);
      assertThat(answer.get(1)).isEqualTo(7L);
      assertThat((List<?>) answer.get(2)).hasSize(2).first().isEqualTo(utf8("key"));
    }
  }

  @Test
  void connectionsAreMadeAnewAfterARestartAndThatIsSeen() {
    try (RedisServer server = RedisServer.start(version);
        RedisConnection connection = open(server)) {
      long before = connection.connectionsMade();
      ping(connection);
      assertThat(connection.connectionsMade()).isEqualTo(before);
      server.kill();
      assertThatThrownBy(() -> ping(connection)).isInstanceOf(RedisException.class);

      server.restart();

      Patience.await().ignoreExceptions().untilAsserted(() -> ping(connection));
      assertThat(connection.connectionsMade()).isGreaterThan(before);
    }
  }

  @Test
  void whoIsNotLetInHearsItInOneLine() {
    try (RedisServer server = RedisServer.start(version, "--requirepass", "secret")) {
      RedisConfig config = RedisConfig.of(server.url());

      assertThatThrownBy(() -> RedisConnection.open(config))
          .isInstanceOf(UnusableRedis.class)
          .hasMessageContaining("NOAUTH")
          .message()
          .doesNotContain("\n");
      String known = server.url().replace("//", "//:secret@");
      RedisConnection.open(RedisConfig.of(known)).close();
    }
  }

  @Test
  void whatIsNotThereIsSaidInOneLine() {
    String url = "redis://127.0.0.1:" + Ports.next();

    assertThatThrownBy(() -> RedisConnection.open(RedisConfig.of(url)))
        .isInstanceOf(UnusableRedis.class)
        .hasMessageContaining("127.0.0.1");
  }

  private static RedisConnection open(RedisServer server) {
    return RedisConnection.open(RedisConfig.of(server.url()));
  }

  private static void ping(RedisConnection connection) {
    connection
        .client()
        .getScript(ByteArrayCodec.INSTANCE)
        .eval(RScript.Mode.READ_ONLY, "return 1", RScript.ReturnType.LONG);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
