package io.messageservice.blackbox.limit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.messageservice.blackbox.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process holds once its garbage is collected. Asks Linux and the {@code jcmd} of the JDK;
 * the process must have been started with {@link #JVM_FLAGS}.
 *
 * @param heapBytes of all live objects
 * @param directBytes of buffers outside of the heap
 * @param instances of each class
 */
record Vitals(
    long heapBytes, long directBytes, long descriptors, long threads, Map<String, Long> instances) {

  /** Has the process count what it holds outside of the heap. */
  static final Map<String, String> JVM_FLAGS =
      Map.of("JDK_JAVA_OPTIONS", "-XX:NativeMemoryTracking=summary");

  private static final Pattern CLASS = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(\\S+).*");
  private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");
  private static final Pattern DIRECT =
      Pattern.compile("Other \\(reserved=\\d+KB, committed=(\\d+)KB");

  Vitals {
    instances = Map.copyOf(instances);
  }

  static Vitals of(ServiceProcess service) {
    long pid = service.pid();
    jcmd(pid, "GC.run");
    String histogram = jcmd(pid, "GC.class_histogram");
    return new Vitals(
        number(TOTAL, histogram),
        1024 * number(DIRECT, jcmd(pid, "VM.native_memory")),
        descriptors(pid),
        entries(pid, "task"),
        instances(histogram));
  }

  /** Open files, sockets and all. */
  static long descriptors(long pid) {
    return entries(pid, "fd");
  }

  /** How many more there are than before of the classes whose names begin so. */
  Map<String, Long> grownSince(Vitals before, String... prefixes) {
    Map<String, Long> grown = new HashMap<>();
    instances.forEach(
        (name, count) -> {
          long more = count - before.instances.getOrDefault(name, 0L);
          if (more > 0 && Stream.of(prefixes).anyMatch(name::startsWith)) {
            grown.put(name, more);
          }
        });
    return grown;
  }

  private static Map<String, Long> instances(String histogram) {
    Map<String, Long> instances = new HashMap<>();
    histogram
        .lines()
        .map(CLASS::matcher)
        .filter(Matcher::matches)
        .forEach(line -> instances.merge(line.group(2), Long.parseLong(line.group(1)), Long::sum));
    return instances;
  }

  private static long number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in " + text);
    }
    return Long.parseLong(matcher.group(1));
  }

  private static String jcmd(long pid, String command) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Process process =
          new ProcessBuilder(jcmd, Long.toString(pid), command).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long entries(long pid, String kind) {
    try (Stream<Path> entries = Files.list(Path.of("/proc", Long.toString(pid), kind))) {
      return entries.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
