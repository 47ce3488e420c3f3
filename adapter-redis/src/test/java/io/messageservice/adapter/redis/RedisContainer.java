package io.messageservice.adapter.redis;

import com.github.dockerjava.api.DockerClient;
import io.messageservice.application.waiting.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.containers.wait.strategy.WaitStrategy;
import org.testcontainers.utility.MountableFile;

/**
 * A server in a container, which keeps its data while it is stopped and is removed with this JVM.
 * It listens on this machine's own 127.0.0.1, as a process would, so that servers reach each other
 * by the addresses that they tell clients.
 */
final class RedisContainer implements RedisHost {

  /** Where the images keep their data, and may write. */
  private static final String FOLDER = "/data/";

  private static final int READABLE_AND_WRITABLE = 0666;

  /** It is asked itself, at its address, whatever else the engine is known by. */
  private static final WaitStrategy NOTHING =
      new AbstractWaitStrategy() {
        @Override
        protected void waitUntilReady() {}
      };

  private final String image;
  private final int port;
  private final List<String> arguments;
  private @Nullable GenericContainer<?> container;

  RedisContainer(String image, int port, List<String> arguments) {
    this.image = image;
    this.port = port;
    this.arguments = List.copyOf(arguments);
  }

  @Override
  public void start() {
    if (container == null) {
      container = create();
      container.start();
    } else {
      docker().startContainerCmd(id()).exec();
    }
    Patience.await().ignoreExceptions().until(this::isReady);
  }

  private boolean isReady() {
    try {
      return RedisShell.ask(port, "PING").equals("PONG");
    } catch (IllegalStateException refused) {
      return String.valueOf(refused.getMessage()).contains("NOAUTH"); // its data is there by then
    }
  }

  private GenericContainer<?> create() {
    GenericContainer<?> created =
        new GenericContainer<>(image).withNetworkMode("host").waitingFor(NOTHING);
    List<String> command = new ArrayList<>(List.of("redis-server"));
    for (String argument : arguments) {
      Path settings = Path.of(argument);
      if (Files.isRegularFile(settings)) {
        String inside = FOLDER + settings.getFileName();
        created.withCopyFileToContainer(
            MountableFile.forHostPath(settings, READABLE_AND_WRITABLE), inside);
        command.add(inside);
      } else {
        command.add(argument);
      }
    }
    command.addAll(List.of("--port", Integer.toString(port)));
    return created.withCommand(command.toArray(String[]::new));
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
