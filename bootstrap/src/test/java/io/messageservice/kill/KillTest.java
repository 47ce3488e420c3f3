package io.messageservice.kill;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Kills the service again and again; started by {@code scripts/kill-test}. */
public final class KillTest {

  private KillTest() {}

  /** Exit code 0 where nothing was lost, doubled or out of order, else 1. */
  public static void main(String[] arguments) throws Exception {
    Summary summary = run(Plan.of(arguments), System.out);
    System.out.println(summary);
    System.exit(summary.isGood() ? 0 : 1);
  }

  static Summary run(Plan plan, PrintStream out) throws Exception {
    Path folder = Files.createTempDirectory("message-service-kill");
    try (Siege siege = new Siege(plan, folder, out)) {
      return siege.run();
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
