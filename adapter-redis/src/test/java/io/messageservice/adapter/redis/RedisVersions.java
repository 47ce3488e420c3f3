package io.messageservice.adapter.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.utility.DockerImageName;
import redis.embedded.core.ExecutableProvider;

/**
 * The versions of Redis that can be had here, the oldest first: in containers where a Docker engine
 * runs, otherwise the one that comes with the build and the one that is installed. What was found
 * and what was not is printed once.
 */
public final class RedisVersions implements ArgumentsProvider {

  private static final List<String> IN_CONTAINERS = List.of("6.2", "7.2");
  private static final Pattern VERSION = Pattern.compile("v=([0-9.]+)");

  @Override
  public Stream<Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    return all().stream().map(Arguments::of);
  }

  /** All of them; at least one. */
  public static List<RedisVersion> all() {
    return Found.ALL;
  }

  /** The newest of them. */
  public static RedisVersion newest() {
    return all().get(all().size() - 1);
  }

  private static List<RedisVersion> find() {
    List<RedisVersion> found = inContainers();
    if (found.isEmpty()) {
      found = installed();
    }
    if (found.isEmpty()) {
      throw new AssertionError("no Redis can be had: install one, or a Docker engine");
    }
    say("tested with " + found);
    return found;
  }

  private static List<RedisVersion> inContainers() {
    List<RedisVersion> found = new ArrayList<>();
    try {
      if (!DockerClientFactory.instance().isDockerAvailable()) {
        say("no Docker engine runs here");
        return found;
      }
    } catch (RuntimeException e) {
      say("a Docker engine runs here, but nothing in it: " + e.getMessage());
      return found;
    }
    for (String version : IN_CONTAINERS) {
      String image = "redis:" + version;
      try {
        new RemoteDockerImage(DockerImageName.parse(image)).get();
        requireReachable(image);
        found.add(
            new RedisVersion(
                version + " in a container",
                (port, folder, arguments) -> new RedisContainer(image, port, arguments)));
      } catch (RuntimeException e) {
        say("the image " + image + " cannot be had, or not be reached: " + e.getMessage());
      }
    }
    return found;
  }

  /** An engine may run elsewhere, or have a network of its own. */
  private static void requireReachable(String image) {
    RedisContainer tried = new RedisContainer(image, Ports.next(), List.of());
    try {
      tried.start();
    } finally {
      tried.close();
    }
  }

  private static List<RedisVersion> installed() {
    List<RedisVersion> found = new ArrayList<>();
    try {
      Path embedded = ExecutableProvider.newJarResourceProvider().get().toPath();
      found.add(local(embedded, "embedded"));
    } catch (IOException | RuntimeException e) {
      say("the embedded server does not run here: " + e.getMessage());
    }
    Stream.of(System.getenv("PATH").split(":", -1))
        .map(folder -> Path.of(folder, "redis-server"))
        .filter(Files::isExecutable)
        .findFirst()
        .ifPresentOrElse(
            file -> found.add(local(file, "installed")),
            () -> say("there is no redis-server on the PATH"));
    return found;
  }

  private static RedisVersion local(Path executable, String origin) {
    return new RedisVersion(
        version(executable) + " " + origin,
        (port, folder, arguments) -> new RedisProcess(executable, port, folder, arguments));
  }

  private static String version(Path executable) {
    try {
      Process asked = new ProcessBuilder(executable.toString(), "--version").start();
      String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      asked.waitFor(10, TimeUnit.SECONDS);
      Matcher version = VERSION.matcher(said);
      if (!version.find()) {
        throw new IllegalStateException(executable + " says " + said);
      }
      return version.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void say(String what) {
    System.out.println("redis: " + what);
  }

  /** Looked for once, when first asked. */
  private static final class Found {
    static final List<RedisVersion> ALL = List.copyOf(find());
  }
}
