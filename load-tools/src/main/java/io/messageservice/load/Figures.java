package io.messageservice.load;

import java.util.Locale;

/**
 * What is measured: seconds of times in nanoseconds, and lines that read alike in every country.
 */
final class Figures {

  private Figures() {}

  static double secondsBetween(long begin, long end) {
    return (end - begin) / 1e9;
  }

  static double secondsSince(long begin) {
    return secondsBetween(begin, System.nanoTime());
  }

  /** Of a processor, that the process had so far. */
  static double processorSeconds(Process process) {
    return process.info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
  }

  /** What must hold, so that the figures mean something. */
  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  static void line(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format + "%n", arguments);
  }
}
