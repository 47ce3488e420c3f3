package io.messageservice.bootstrap.doctor;

import io.messageservice.bootstrap.figure.FigureText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the control group of the process allows. */
record ContainerCheck(SystemFiles files) implements DoctorCheck {

  private static final String NAME = "container";

  private static final Pattern QUOTA = Pattern.compile("([0-9]{1,12}) ([0-9]{1,12})");

  private static final long LEAST_MEMORY = 256L << 20;

  @Override
  public List<Finding> look() {
    return judge(
        files
            .read("/sys/fs/cgroup/memory.max")
            .or(() -> files.read(version1("memory.limit_in_bytes"))),
        files.read("/sys/fs/cgroup/cpu.max"));
  }

  private static String version1(String name) {
    return "/sys/fs/cgroup/memory/" + name;
  }

  /**
   * @param memory in bytes, or {@code max}; empty where it cannot be read
   * @param processor of how many microseconds how many, or {@code max} of these; empty where it
   *     cannot be read
   */
  static List<Finding> judge(Optional<String> memory, Optional<String> processor) {
    List<Finding> findings = new ArrayList<>();
    memory
        .filter(text -> text.matches("[0-9]{1,15}"))
        .ifPresent(text -> findings.add(ofMemory(Long.parseLong(text))));
    Matcher quota = QUOTA.matcher(processor.orElse(""));
    if (quota.matches()) {
      findings.add(
          ofProcessors(Double.parseDouble(quota.group(1)) / Double.parseDouble(quota.group(2))));
    }
    return findings.isEmpty()
        ? List.of(Finding.skipped(NAME, "no limit of memory or processors is set here"))
        : findings;
  }

  private static Finding ofMemory(long bytes) {
    String limit = "It may use " + FigureText.bytes(bytes) + " of memory";
    return bytes < LEAST_MEMORY
        ? Finding.warn(NAME, limit + ".", "Allow 256 MiB or more.")
        : Finding.ok(NAME, limit + ".");
  }

  private static Finding ofProcessors(double processors) {
    String limit = "It may use " + FigureText.number(processors) + " processors";
    return processors < 1
        ? Finding.warn(
            NAME,
            limit + ": it stands still for the rest of each period, and everybody waits.",
            "Allow one or more, or ask for a share (requests) instead of a limit.")
        : Finding.ok(NAME, limit + ".");
  }
}
