package io.messageservice.bootstrap.doctor;

import io.messageservice.bootstrap.figure.FigureText;
import io.messageservice.bootstrap.http.Descriptors;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Whether the process may open as many descriptors as it is to have connections. */
record DescriptorCheck(OptionalInt wanted) implements DoctorCheck {

  private static final String NAME = "descriptors";

  /** Fewer connections than this surprise an operator who has set nothing. */
  private static final int FEW = 4_000;

  private static final String HOW = "LimitNOFILE= of systemd, --ulimit nofile= of containers";

  @Override
  public List<Finding> look() {
    return List.of(judge(Descriptors.limit(), wanted));
  }

  /**
   * @param limit what {@code ulimit -n} allows
   * @param wanted {@code MAX_CONNECTIONS}; empty for {@code auto}
   */
  static Finding judge(OptionalLong limit, OptionalInt wanted) {
    if (limit.isEmpty()) {
      return Finding.skipped(NAME, "this system does not say how many descriptors there may be");
    }
    int served = Descriptors.connectionsOf(limit.getAsLong());
    String allowed =
        "ulimit -n " + limit.getAsLong() + " allows " + FigureText.count(served) + " connections";
    if (wanted.isPresent() && wanted.getAsInt() > served) {
      return Finding.fail(
          NAME,
          allowed + ", and MAX_CONNECTIONS is " + wanted.getAsInt() + ".",
          "Raise the hard limit to " + (wanted.getAsInt() + 256L) + " (" + HOW + "), or lower it.");
    }
    return wanted.isEmpty() && served < FEW
        ? Finding.warn(
            NAME, allowed + ".", "Raise the hard limit where there may be more (" + HOW + ").")
        : Finding.ok(NAME, allowed + ".");
  }
}
