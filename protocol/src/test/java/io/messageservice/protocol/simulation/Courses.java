package io.messageservice.protocol.simulation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** What becomes of some seeds, in short, in this process or in others. */
final class Courses {

  private Courses() {}

  /** A line for each seed with requests; another one where the run takes another course. */
  static List<String> of(long... seeds) {
    return LongStream.of(seeds).mapToObj(seed -> seed + " " + hash(seed)).toList();
  }

  private static int hash(long seed) {
    return Simulation.withGroups(new Random(seed).nextLong(), true).run().lines().hashCode();
  }

  /**
   * The same from another process.
   *
   * @param option of its JVM
   */
  static Process elsewhere(String option, long... seeds) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.addAll(List.of("-XX:+UnlockExperimentalVMOptions", option));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Courses.class.getName()));
    LongStream.of(seeds).mapToObj(Long::toString).forEach(command::add);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** The lines that the process prints, to its end. */
  static List<String> printedBy(Process process) throws IOException {
    try (var out = process.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** Prints what becomes of these seeds. */
  public static void main(String[] seeds) {
    of(Arrays.stream(seeds).mapToLong(Long::parseLong).toArray()).forEach(System.out::println);
  }
}
