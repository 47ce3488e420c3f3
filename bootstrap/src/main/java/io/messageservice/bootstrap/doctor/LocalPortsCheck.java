package io.messageservice.bootstrap.doctor;

import io.messageservice.bootstrap.figure.FigureText;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many connections a proxy on this machine can have to one port of the service. */
record LocalPortsCheck(SystemFiles files, OptionalInt wanted) implements DoctorCheck {

  private static final String NAME = "local ports";

  private static final Pattern RANGE = Pattern.compile("([0-9]{1,5})\\s+([0-9]{1,5})");

  private static final int FEW = 10_000;

  @Override
  public List<Finding> look() {
    return List.of(judge(files.read("/proc/sys/net/ipv4/ip_local_port_range"), wanted));
  }

  /**
   * @param text the first and the last port; empty where it cannot be read
   * @param wanted {@code MAX_CONNECTIONS}; empty for {@code auto}
   */
  static Finding judge(Optional<String> text, OptionalInt wanted) {
    Matcher range = RANGE.matcher(text.orElse(""));
    if (!range.matches()) {
      return Finding.skipped(NAME, SystemFiles.ONLY_LINUX);
    }
    int ports = Integer.parseInt(range.group(2)) - Integer.parseInt(range.group(1)) + 1;
    String carried =
        "ip_local_port_range has "
            + FigureText.count(ports)
            + " ports: a proxy on this machine has so many connections to the service at most";
    return ports < Math.max(FEW, wanted.orElse(0))
        ? Finding.warn(
            NAME,
            carried + ".",
            "Set net.ipv4.ip_local_port_range to 1024 65535 where there is one, or let it use"
                + " several addresses.")
        : Finding.ok(NAME, carried + ".");
  }
}
