package io.messageservice.bootstrap.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no shell that watches Redis")
class DemoClusterTest {

  @TempDir private Path folder;

  @Test
  void redisIsTheFirstOfThePathThatCanBeRun() throws IOException {
    Path first = Files.createDirectory(folder.resolve("first"));
    Path second = Files.createDirectory(folder.resolve("second"));
    Files.createFile(first.resolve("redis-server"));
    Path program = Files.createFile(second.resolve("redis-server"));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    String path = first + File.pathSeparator + File.pathSeparator + second;

    assertThat(DemoCluster.findRedis(path)).contains(program);
    assertThat(DemoCluster.findRedis(first.toString())).isEmpty();
    assertThat(DemoCluster.findRedis("")).isEmpty();
  }

  @Test
  void withoutRedisThereIsOneNodeWithItsOwnDatabase() throws IOException {
    DemoCluster cluster = new DemoCluster(Optional.empty());

    assertThat(cluster.redis()).isEmpty();
    assertThat(cluster.nodes()).extracting(DemoPart::name).containsExactly("Node 1");
    assertThat(cluster.parts()).hasSize(3);
    cluster.end(false);
    assertThat(cluster.folder()).doesNotExist();
  }

  @Test
  void withRedisThereAreThreeNodesThatWaitForIt() throws IOException {
    DemoCluster cluster = new DemoCluster(Optional.of(Path.of("/bin/false")));

    assertThat(cluster.parts())
        .extracting(DemoPart::name)
        .containsExactly("Redis", "Node 1", "Node 2", "Node 3", "The receiver", "The sender");
    assertThat(cluster.folder().resolve("redis.conf"))
        .content()
        .contains("bind 127.0.0.1\n", "appendonly yes\n", "appendfsync always\n", "requirepass ");
    cluster.end(false);
    assertThat(cluster.folder()).doesNotExist();
  }
}
