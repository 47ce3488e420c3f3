package io.messageservice.bootstrap.doctor;

import io.messageservice.bootstrap.figure.FigureText;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the kernel has room for what waits in the sockets. */
record TcpMemoryCheck(SystemFiles files, OptionalInt wanted) implements DoctorCheck {

  private static final String NAME = "tcp memory";

  private static final Pattern PAGES = Pattern.compile("[0-9]+\\s+[0-9]+\\s+([0-9]{1,12})");

  private static final long PAGE_BYTES = 4_096;

  /** The least for each direction. */
  private static final long SOCKET_BYTES = 8_192;

  private static final int FEW = 4_000;

  @Override
  public List<Finding> look() {
    return List.of(judge(files.read("/proc/sys/net/ipv4/tcp_mem"), wanted));
  }

  /**
   * @param text three counts of pages, the last of them the most there may be; empty where it
   *     cannot be read
   * @param wanted {@code MAX_CONNECTIONS}; empty for {@code auto}
   */
  static Finding judge(Optional<String> text, OptionalInt wanted) {
    Matcher pages = PAGES.matcher(text.orElse(""));
    if (!pages.matches()) {
      return Finding.skipped(NAME, SystemFiles.ONLY_LINUX);
    }
    long bytes = Long.parseLong(pages.group(1)) * PAGE_BYTES;
    long sockets = bytes / SOCKET_BYTES;
    String room =
        "tcp_mem allows "
            + FigureText.bytes(bytes)
            + ", enough for some "
            + FigureText.count(sockets)
            + " sockets that are slow";
    return sockets < Math.max(FEW, wanted.orElse(0))
        ? Finding.warn(
            NAME,
            room + ": past it the kernel drops what arrives.",
            "Raise the third number of net.ipv4.tcp_mem, which counts pages.")
        : Finding.ok(NAME, room + ".");
  }
}
