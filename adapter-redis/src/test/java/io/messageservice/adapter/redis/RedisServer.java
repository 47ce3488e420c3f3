package io.messageservice.adapter.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A real Redis for tests, on a port and with data of its own that it keeps when it comes back. It
 * writes nothing to the disk unless its arguments say so. It never outlives this JVM. One thread
 * may call.
 */
public final class RedisServer implements AutoCloseable {

  /** One of each version for tests that do not disturb each other. */
  private static final Map<RedisVersion, RedisServer> SHARED = new ConcurrentHashMap<>();

  private final int port;
  private final Path folder;
  private final RedisHost host;

  private RedisServer(RedisVersion version, List<String> arguments) {
    port = Ports.next();
    try {
      folder = Files.createTempDirectory(parent(), "redis");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    boolean configured = !arguments.isEmpty() && !arguments.get(0).startsWith("--");
    List<String> all = new ArrayList<>(configured ? List.of() : List.of("--save", ""));
    all.addAll(arguments);
    host = version.hosting().host(port, folder, all);
  }

  /** Where the build's own files are, if there is such a place. */
  private static Path parent() {
    Path target = Path.of("target").toAbsolutePath();
    return Files.isDirectory(target) ? target : Path.of(System.getProperty("java.io.tmpdir"));
  }

  /** A new one of the newest version that can be had, which runs. */
  public static RedisServer start(String... arguments) {
    return start(RedisVersions.newest(), arguments);
  }

  /**
   * A new one, which runs.
   *
   * @param arguments of its command line, such as {@code "--appendonly", "yes"}; the first may be a
   *     file of settings that stands for all of ours but the port and the folder
   */
  public static RedisServer start(RedisVersion version, String... arguments) {
    RedisServer server = new RedisServer(version, List.of(arguments));
    server.host.start();
    return server;
  }

  /**
   * One that runs until this JVM ends, for tests that use a key prefix of their own or begin with
   * {@code FLUSHALL}, and that neither stop nor configure it.
   */
  public static RedisServer shared(RedisVersion version) {
    return SHARED.computeIfAbsent(version, RedisServer::start);
  }

  /** Its address, {@code redis://127.0.0.1:port}. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  /**
   * What it answers to a command, over a new connection: lines where it says several things.
   *
   * @throws IllegalStateException where it answers with an error
   */
  public String ask(String... command) {
    return RedisShell.ask(port, command);
  }

  /** The same as a user of it. */
  public String askAs(String user, String password, String... command) {
    return RedisShell.askAll(port, List.of(new String[] {"AUTH", user, password}, command));
  }

  /**
   * Carries out commands in the form in which they go over the wire, as an append-only file has
   * them.
   *
   * @throws IllegalStateException where it answers one with an error
   */
  public void load(byte[] commands) {
    RedisShell.load(port, commands);
  }

  /** Ends it in order. */
  public void stop() {
    host.stop();
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() {
    host.kill();
  }

  /** Starts it again on its port, with what it wrote to its disk, after it was ended. */
  public void restart() {
    host.start();
  }

  /** Stops it as SIGSTOP does: it does nothing, and its connections stay open. */
  public void pause() {
    host.pause();
  }

  /** Lets it run on as SIGCONT does. */
  public void resume() {
    host.resume();
  }

  /** Ends it and removes its data. */
  @Override
  public void close() {
    host.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
