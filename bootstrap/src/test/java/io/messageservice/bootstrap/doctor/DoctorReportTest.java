package io.messageservice.bootstrap.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorReportTest {

  private static final Finding GOOD = Finding.ok("disk", "Much is free.");
  private static final Finding UNKNOWN = Finding.skipped("redis", "REDIS_URL is not set");
  private static final Finding DUBIOUS =
      Finding.warn("listen queue", "It is 128.", "Set it to 4096.");
  private static final Finding BAD = Finding.fail("fsync", "It is slow.", "Take an SSD.");

  @Test
  void exitCodeIsThatOfTheWorst() {
    assertThat(report().exitCode()).isZero();
    assertThat(report(GOOD, UNKNOWN).exitCode()).isZero();
    assertThat(report(GOOD, DUBIOUS, UNKNOWN).exitCode()).isEqualTo(1);
    assertThat(report(BAD, DUBIOUS).exitCode()).isEqualTo(2);
  }

  @Test
  void linesAreAlignedAndSayWhatToChange() {
    assertThat(report(GOOD, DUBIOUS, UNKNOWN).lines())
        .containsExactly(
            "ok      disk          Much is free.",
            "warn    listen queue  It is 128.",
            "                      > Set it to 4096.",
            "skipped redis         REDIS_URL is not set");
  }

  @Test
  void machinesReadJson() {
    assertThat(report(GOOD, BAD).json())
        .isEqualTo(
            """
            {"worst":"fail","findings":[\
            {"check":"disk","level":"ok","text":"Much is free.","advice":""},\
            {"check":"fsync","level":"fail","text":"It is slow.","advice":"Take an SSD."}]}\
            """);
  }

  private static DoctorReport report(Finding... findings) {
    return new DoctorReport(List.of(findings));
  }
}
