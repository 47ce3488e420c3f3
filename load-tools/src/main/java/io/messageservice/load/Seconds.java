package io.messageservice.load;

/** Times as they are printed. They are measured in nanoseconds. */
final class Seconds {

  private Seconds() {}

  static double between(long begin, long end) {
    return (end - begin) / 1e9;
  }

  static double since(long begin) {
    return between(begin, System.nanoTime());
  }

  /** Of a processor, that the process had so far. */
  static double ofProcessor(Process process) {
    return process.info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
  }
}
