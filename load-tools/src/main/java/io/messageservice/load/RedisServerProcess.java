package io.messageservice.load;

import static io.messageservice.load.Waiting.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The redis-server that is installed, as a process on a port of its own, which keeps what it wrote
 * when it comes back. Never in a container, which would be measured with it. One thread starts and
 * kills; any may connect.
 */
final class RedisServerProcess {

  private final int port = FreePort.next();
  private final Path folder;
  private final String sync;
  private volatile @Nullable Process process;

  /**
   * Not started yet.
   *
   * @param sync as its {@code appendfsync}
   */
  RedisServerProcess(Path folder, String sync) {
    this.folder = folder;
    this.sync = sync;
  }

  int port() {
    return port;
  }

  /** Returns as soon as it answers. */
  void start() throws IOException {
    List<String> command =
        List.of(
            "redis-server",
            "--bind",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--save",
            "",
            "--appendonly",
            "yes",
            "--appendfsync",
            sync,
            "--dir",
            folder.toString());
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("redis").toFile()))
            .start();
    await("Redis", this::answers);
  }

  private boolean answers() {
    Figures.require(process().isAlive(), "Redis does not start, see " + folder);
    try (RespConnection asked = connect()) {
      return asked.ask(List.of("PING")).equals("PONG");
    } catch (IOException | IllegalStateException notYet) {
      return false;
    }
  }

  RespConnection connect() throws IOException {
    return new RespConnection(port);
  }

  /** SIGKILL; returns when it has ended. */
  void kill() throws InterruptedException {
    process().destroyForcibly().waitFor();
  }

  /** Of a processor, that it had since it was started last. */
  double cpuSeconds() {
    return Figures.processorSeconds(process());
  }

  /** As a kill, also where it was never started. */
  void end() {
    Process last = process;
    if (last != null) {
      last.destroyForcibly().onExit().join();
    }
  }

  private Process process() {
    return Objects.requireNonNull(process, "not started");
  }
}
