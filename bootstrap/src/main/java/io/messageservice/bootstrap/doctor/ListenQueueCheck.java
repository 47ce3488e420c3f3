package io.messageservice.bootstrap.doctor;

import java.util.List;
import java.util.Optional;

/** Whether the kernel keeps clients who all come at once. */
record ListenQueueCheck(SystemFiles files) implements DoctorCheck {

  private static final String NAME = "listen queue";

  private static final int FEW = 1_024;

  @Override
  public List<Finding> look() {
    return List.of(judge(files.read("/proc/sys/net/core/somaxconn")));
  }

  /**
   * @param text what {@code net.core.somaxconn} is; empty where it cannot be read
   */
  static Finding judge(Optional<String> text) {
    if (text.filter(number -> number.matches("[0-9]{1,9}")).isEmpty()) {
      return Finding.skipped(NAME, SystemFiles.ONLY_LINUX);
    }
    String queue = "net.core.somaxconn is " + text.get();
    return Integer.parseInt(text.get()) < FEW
        ? Finding.warn(
            NAME,
            queue + ": when all clients come back at once, those past it wait for seconds.",
            "Set net.core.somaxconn to 4096 or more.")
        : Finding.ok(NAME, queue + ".");
  }
}
