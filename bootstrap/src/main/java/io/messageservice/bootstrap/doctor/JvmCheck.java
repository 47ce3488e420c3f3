package io.messageservice.bootstrap.doctor;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import io.messageservice.bootstrap.figure.FigureText;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the JVM that runs this is one for the service: it is, where both are started alike. */
record JvmCheck() implements DoctorCheck {

  private static final String NAME = "jvm";

  private static final long MEBIBYTE = 1 << 20;
  private static final long LITTLE_HEAP = 128 * MEBIBYTE;
  private static final double MOST_OF_MEMORY = 0.8;
  private static final int COMPACT_HEADERS_SINCE = 25;

  private static final String AS_LAUNCHER =
      "Start it as ./message-service does, or with these flags: see The JVM in docs/operations.md.";

  /**
   * What was found.
   *
   * @param release of Java
   * @param heap the most there may be, in bytes
   * @param memory of the machine or the container, in bytes
   * @param compactHeaders whether they are used; empty where this JVM has none
   * @param endsWithoutMemory whether it ends where there is no memory, so that it is started again
   */
  record Facts(
      int release,
      long heap,
      long memory,
      int processors,
      Optional<Boolean> compactHeaders,
      boolean endsWithoutMemory) {}

  @Override
  public List<Finding> look() {
    return judge(
        new Facts(
            Runtime.version().feature(),
            Runtime.getRuntime().maxMemory(),
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize(),
            Runtime.getRuntime().availableProcessors(),
            flag("UseCompactObjectHeaders"),
            flag("ExitOnOutOfMemoryError").orElse(true)));
  }

  private static Optional<Boolean> flag(String name) {
    try {
      HotSpotDiagnosticMXBean hotSpot =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return Optional.of(Boolean.valueOf(hotSpot.getVMOption(name).getValue()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static List<Finding> judge(Facts found) {
    List<Finding> findings = new ArrayList<>();
    findings.add(ofRelease(found));
    findings.add(ofHeap(found));
    if (!found.endsWithoutMemory()) {
      findings.add(
          Finding.warn(
              NAME, "It limps on when memory is out (ExitOnOutOfMemoryError).", AS_LAUNCHER));
    }
    return findings;
  }

  private static Finding ofRelease(Facts found) {
    String release = "Java " + found.release() + ", processors " + found.processors();
    if (found.release() < COMPACT_HEADERS_SINCE) {
      return Finding.ok(NAME, release + "; with 25 or later connections take less memory.");
    }
    return found.compactHeaders().orElse(true)
        ? Finding.ok(NAME, release + ".")
        : Finding.ok(
            NAME, release + "; with -XX:+UseCompactObjectHeaders connections take less memory.");
  }

  private static Finding ofHeap(Facts found) {
    String sizes =
        "The heap may have "
            + FigureText.bytes(found.heap())
            + " of "
            + FigureText.bytes(found.memory())
            + " memory";
    if (found.heap() > found.memory() * MOST_OF_MEMORY) {
      return Finding.fail(
          NAME,
          sizes + ": the system may kill the service when it uses it.",
          "Set -Xmx to three quarters of the memory or less (JAVA_OPTS).");
    }
    return found.heap() < LITTLE_HEAP
        ? Finding.warn(
            NAME,
            sizes + ", a quarter of which is for clients.",
            "Give it more memory, or set -Xmx (JAVA_OPTS).")
        : Finding.ok(NAME, sizes + ".");
  }
}
