package io.messageservice.adapter.redis.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The users that {@code docs/services.md} advises, on a server of their own. */
@OnEachRedis
class ServiceUsersTest {

  private static final Path PAGE = Path.of("..", "docs", "services.md");
  private static final String PASSWORD = "for-tests-only";
  private static final String GROUP = "billing";

  private final RedisServer server;

  ServiceUsersTest(RedisVersion version) {
    server = RedisServer.start(version);
  }

  @BeforeEach
  void makeUsers() throws IOException {
    List<String> lines =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("ACL SETUSER")).toList();
    assertThat(lines).hasSize(3);
    lines.forEach(line -> server.ask(line.replace(">SECRET", ">" + PASSWORD).split(" ")));
    server.ask("XADD", "ms:events", "*", "id", "e-1", "type", "userOnline", "data", "{}");
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void aReaderOfEventsMayDoWhatReadingTakes() {
    reader("XGROUP", "CREATE", "ms:events", GROUP, "0");
    assertThat(reader("XREADGROUP", "GROUP", GROUP, "me", "STREAMS", "ms:events", ">"))
        .contains("e-1");
    assertThat(reader("XREADGROUP", "GROUP", GROUP, "me", "STREAMS", "ms:events", "0"))
        .contains("e-1");
    assertThat(reader("XAUTOCLAIM", "ms:events", GROUP, "other", "0", "0")).contains("e-1");
    String entry = server.ask("XRANGE", "ms:events", "-", "+").lines().findFirst().orElseThrow();

    assertThat(reader("XACK", "ms:events", GROUP, entry)).isEqualTo("1");
    assertThat(reader("PING")).isEqualTo("PONG");
  }

  @Test
  void aReaderOfEventsMayDoNothingElse() {
    for (String command :
        List.of(
            "XADD ms:events * id x",
            "XADD ms:events MAXLEN 0 * id x",
            "XTRIM ms:events MAXLEN 0",
            "XDEL ms:events 1-1",
            "DEL ms:events",
            "UNLINK ms:events",
            "SET ms:events x",
            "RENAME ms:events ms:gone",
            "EXPIRE ms:events 1",
            "XGROUP DESTROY ms:events other",
            "XGROUP SETID ms:events other $",
            "XREADGROUP GROUP g me STREAMS ms:commands >",
            "GET ms:{p0}run",
            "EVAL return(1) 0",
            "PUBLISH new-message x",
            "KEYS *",
            "CLIENT KILL TYPE normal",
            "CONFIG GET dir",
            "FLUSHALL")) {
      refused("billing-events", command);
    }
    assertThat(server.ask("XLEN", "ms:events")).isEqualTo("1");
  }

  @Test
  void aServiceReachesItsOwnKeysAlone() {
    assertThat(server.askAs("billing", PASSWORD, "SET", "billing:seen:e-1", "1", "EX", "60"))
        .isEqualTo("OK");
    assertThat(server.askAs("billing", PASSWORD, "EXISTS", "billing:seen:e-1")).isEqualTo("1");

    refused("billing", "SET ms:events x");
    refused("billing", "DEL ms:events");
    refused("billing", "XRANGE ms:events - +");
    refused("billing", "FLUSHDB");
  }

  @Test
  void aSenderOfCommandsMayAddThemAndNothingElse() {
    String entry =
        server.askAs("shop", PASSWORD, "XADD", "ms:commands", "*", "id", "c-1", "type", "send");

    for (String command :
        List.of(
            "XTRIM ms:commands MAXLEN 0",
            "XDEL ms:commands " + entry,
            "DEL ms:commands",
            "SET ms:commands x",
            "XRANGE ms:commands - +",
            "XGROUP CREATE ms:commands other 0",
            "XADD ms:events * id x",
            "XADD ms:commands:poison * id x",
            "PUBLISH new-message x",
            "CLIENT PAUSE 1",
            "FLUSHALL")) {
      refused("shop", command);
    }
    assertThat(server.ask("XLEN", "ms:commands")).isEqualTo("1");
  }

  private String reader(String... command) {
    return server.askAs("billing-events", PASSWORD, command);
  }

  private void refused(String user, String command) {
    assertThatThrownBy(() -> server.askAs(user, PASSWORD, command.split(" ")))
        .as(command)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("NOPERM");
  }
}
