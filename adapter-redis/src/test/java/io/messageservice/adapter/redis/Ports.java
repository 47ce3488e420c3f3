package io.messageservice.adapter.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Ports for servers under test, each handed out once. They lie below those from which the usual
 * systems take the ports of outgoing connections, so that a server that comes back finds its port
 * free. A file for each is locked until this JVM ends: builds at the same time never share one. Any
 * thread may call.
 */
public final class Ports {

  private static final int FIRST = 10_000;
  private static final int END = 20_000;

  /** How far from its port a node of a Redis Cluster listens for the others. */
  private static final int CLUSTER_OFFSET = 10_000;

  /** One for each user, since another's files could not be opened; other modules lock there too. */
  private static final Path LOCKS =
      Path.of(
          System.getProperty("java.io.tmpdir"),
          "message-service-ports-" + System.getProperty("user.name"));

  /** Ports that this JVM has tried, with what holds them. Guarded by the class. */
  private static final Map<Integer, FileLock> HELD = new HashMap<>();

  private Ports() {}

  /** A port that nobody listens on and that no other test was given. */
  public static synchronized int next() {
    int start = RandomGenerator.getDefault().nextInt(END - FIRST);
    for (int tried = 0; tried < END - FIRST; tried++) {
      int port = FIRST + (start + tried) % (END - FIRST);
      if (!HELD.containsKey(port) && take(port)) {
        return port;
      }
    }
    throw new AssertionError("no port is left from " + FIRST + " to " + END);
  }

  private static boolean take(int port) {
    try {
      FileLock lock = lock(port);
      if (lock == null) {
        return false;
      }
      HELD.put(port, lock);
      return isFree(port) && isFree(port + CLUSTER_OFFSET);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Null where another process has it. The channel stays open as long as this JVM lives. */
  private static @Nullable FileLock lock(int port) throws IOException {
    Path file = Files.createDirectories(LOCKS).resolve(Integer.toString(port));
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
    }
    return lock;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
