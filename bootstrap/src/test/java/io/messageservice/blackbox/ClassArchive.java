package io.messageservice.blackbox;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The classes of the jar in the form in which a JVM maps them, beside the jar. A first start writes
 * it, once for each jar, JDK and mode; each later start needs a third less CPU time.
 */
public final class ClassArchive {

  private ClassArchive() {}

  public static Path file() {
    return Written.FILE;
  }

  private static Path findOrWrite() {
    Path jar = ServiceProcess.jar();
    String name =
        (ClusterMode.isOn() ? "nodes-" : "alone-") + ServiceProcess.javaHome().getFileName();
    Path file = jar.resolveSibling(name + ".jsa");
    Path lockFile = jar.resolveSibling(name + ".lock"); // other JVMs run tests at the same time
    try (FileChannel channel = FileChannel.open(lockFile, CREATE, WRITE);
        FileLock lock = channel.lock()) {
      if (lock.isValid() && !isNewer(file, jar)) {
        Files.deleteIfExists(file);
        write(file);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isNewer(Path file, Path jar) throws IOException {
    return Files.exists(file)
        && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(jar)) > 0;
  }

  private static void write(Path file) {
    Map<String, String> settings = Map.of();
    ServiceProcess service =
        ServiceProcess.with(ClusterMode.isOn() ? ClusterMode.together(settings) : settings)
            .archivingClasses(file);
    try (service) {
      service.start();
      service.awaitReady();
      Client client = new Client.Door(service.own("/?token=" + Tokens.of("ann"))).open("ann");
      client.join("room");
      client.say("room", "hello");
      client.close();
      service.terminate();
      service.exitCode();
    }
  }

  private static final class Written {
    static final Path FILE = findOrWrite();
  }
}
