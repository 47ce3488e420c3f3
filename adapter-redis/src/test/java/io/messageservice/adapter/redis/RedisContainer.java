package io.messageservice.adapter.redis;

import com.github.dockerjava.api.DockerClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;

/**
 * A server in a container, which keeps its data while it is stopped and is removed with this JVM.
 */
final class RedisContainer implements RedisHost {

  private static final int INNER_PORT = 6379;

  private final String image;
  private final int port;
  private final List<String> command = new ArrayList<>(List.of("redis-server"));
  private @Nullable GenericContainer<?> container;

  RedisContainer(String image, int port, List<String> arguments) {
    this.image = image;
    this.port = port;
    command.addAll(arguments);
  }

  @Override
  public void start() {
    if (container == null) {
      container = new GenericContainer<>(image).withCommand(command.toArray(String[]::new));
      container.setPortBindings(List.of("127.0.0.1:" + port + ":" + INNER_PORT));
      container.withExposedPorts(INNER_PORT).start();
    } else {
      docker().startContainerCmd(id()).exec();
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> RedisShell.ask(port, "PING").equals("PONG"));
  }

  @Override
  public void stop() {
    docker().stopContainerCmd(id()).exec();
  }

  @Override
  public void kill() {
    docker().killContainerCmd(id()).exec();
  }

  @Override
  public void pause() {
    docker().pauseContainerCmd(id()).exec();
  }

  @Override
  public void resume() {
    docker().unpauseContainerCmd(id()).exec();
  }

  @Override
  public void close() {
    if (container != null) {
      container.stop();
      container = null;
    }
  }

  private DockerClient docker() {
    return running().getDockerClient();
  }

  private String id() {
    return running().getContainerId();
  }

  private GenericContainer<?> running() {
    if (container == null) {
      throw new IllegalStateException("it was never started");
    }
    return container;
  }
}
