package io.messageservice.bootstrap.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.server.RedisInspection;
import io.messageservice.bootstrap.doctor.Finding.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is measured, and how it is judged. An empty column is what cannot be measured. */
class JudgementsTest {

  private static final long MEBIBYTE = 1 << 20;

  @ParameterizedTest
  @CsvSource({
    ", 100, SKIPPED",
    "1048576, , OK",
    "4256, , OK",
    "4255, , WARN",
    "1024, 768, OK",
    "1024, 769, FAIL",
    "1048576, 50000, OK"
  })
  void descriptors(@Nullable Long limit, @Nullable Integer wanted, Level level) {
    OptionalLong given = limit == null ? OptionalLong.empty() : OptionalLong.of(limit);

    judged(DescriptorCheck.judge(given, optional(wanted)), level);
  }

  @ParameterizedTest
  @CsvSource({", SKIPPED", "many, SKIPPED", "128, WARN", "1023, WARN", "1024, OK", "65535, OK"})
  void listenQueue(@Nullable String text, Level level) {
    judged(ListenQueueCheck.judge(Optional.ofNullable(text)), level);
  }

  @ParameterizedTest
  @CsvSource({
    ", , SKIPPED",
    "'32768\t60999', , OK",
    "'32768 60999', 28232, OK",
    "'32768 60999', 28233, WARN",
    "'50000 59998', , WARN",
    "'50000 59999', , OK",
    "'x', , SKIPPED"
  })
  void localPorts(@Nullable String text, @Nullable Integer wanted, Level level) {
    judged(LocalPortsCheck.judge(Optional.ofNullable(text), optional(wanted)), level);
  }

  @ParameterizedTest
  @CsvSource({
    ", , SKIPPED",
    "'1 2', , SKIPPED",
    "'92031 122711 184062', , OK",
    "'1 2 7998', , WARN",
    "'1 2 8000', , OK",
    "'1\t2\t184062', 92032, WARN"
  })
  void tcpMemory(@Nullable String text, @Nullable Integer wanted, Level level) {
    judged(TcpMemoryCheck.judge(Optional.ofNullable(text), optional(wanted)), level);
  }

  @ParameterizedTest
  @CsvSource({
    "false, 0, OK",
    "false, -50, OK",
    "false, 51, WARN",
    "false, -51, WARN",
    "true, 0, FAIL"
  })
  void clock(boolean back, long jumpedMillis, Level level) {
    judged(ClockCheck.judge(back, Duration.ofMillis(jumpedMillis)), level);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 9, WARN",
    "10, 100, OK",
    "400, 2000, OK",
    "4999, 4999, OK",
    "5000, 5000, WARN",
    "400, 500000, WARN",
    "50000, 60000, FAIL"
  })
  void fsync(long medianMicros, long worstMicros, Level level) {
    long[] nanos = new long[9];
    Arrays.fill(nanos, medianMicros * 1_000);
    nanos[3] = worstMicros * 1_000;

    judged(FsyncCheck.judge(nanos), level);
  }

  @Test
  void fsyncIsInWords() {
    assertThat(FsyncCheck.judge(400_000, 400_000, 2_000_000).text())
        .isEqualTo(
            "median 0.40 ms, worst 2 ms of 3 writes: a sender waits at least so long for the"
                + " answer, and 2,500 batches a second are stored at most.");
  }

  @ParameterizedTest
  @CsvSource({
    "ext4, OK",
    "xfs, OK",
    "tmpfs, FAIL",
    "nfs4, FAIL",
    "fuse.sshfs, FAIL",
    "overlay, WARN",
    "NTFS, OK"
  })
  void fileSystem(String type, Level level) {
    judged(FileSystemCheck.judge(type), level);
  }

  @ParameterizedTest
  @CsvSource({"99, 0, FAIL", "100, 0, WARN", "1023, 0, WARN", "1024, 1024, OK", "1024, 1025, WARN"})
  void disk(long freeMebibytes, long storedMebibytes, Level level) {
    judged(DiskCheck.judge(freeMebibytes * MEBIBYTE, 1L << 40, storedMebibytes * MEBIBYTE), level);
  }

  @ParameterizedTest
  @CsvSource({
    ", SKIPPED",
    "'/dev/vda1 1000 1 999 1% /', WARN",
    "'/dev/vda1 1000000 1 999999 1% /', OK",
    "'/dev/vda1 1000000 999901 99 99% /', FAIL",
    "'/dev/vda1 0 0 0 - /', OK",
    "'/dev/vda1 - - - - /', OK",
    "'/dev/vda1', SKIPPED"
  })
  void inodes(@Nullable String row, Level level) {
    String heading = "Filesystem Inodes IUsed IFree IUse% Mounted on\n";

    judged(InodeCheck.judge(Optional.ofNullable(row).map(heading::concat)), level);
  }

  @Test
  void inodesOfAnotherForm() {
    String text = "Filesystem 512-blocks Used Available Capacity\n/dev/disk1 1 2 3 4%\n";

    judged(InodeCheck.judge(Optional.of(text)), Level.SKIPPED);
  }

  @ParameterizedTest
  @CsvSource({
    "7.2.4, , 1, 1, OK",
    "6.2.0, , 1, 1, OK",
    "6.0.9, , 1, 1, FAIL",
    "5.0, , 1, 1, FAIL",
    "'', , 1, 1, WARN",
    "7.2.4, appendonly no: all is lost, 1, 1, WARN",
    "7.2.4, maxmemory-policy allkeys-lru: evicted, 1, 1, WARN",
    "7.2.4, , 6, 1, WARN",
    "7.2.4, , 1, 1001, WARN",
    "7.2.4, , 1, -1001, WARN",
    "7.2.4, , 1, 30001, FAIL"
  })
  void redis(
      String version,
      @Nullable String warning,
      long roundTripMillis,
      long aheadMillis,
      Level level) {
    RedisInspection found =
        new RedisInspection(
            List.of(version),
            warning == null ? List.of() : List.of(warning),
            Duration.ofMillis(aheadMillis),
            Duration.ofMillis(roundTripMillis));

    judged(RedisCheck.judge(found), level);
  }

  @Test
  void adviceOfEachWarningOfRedisIsItsOwn() {
    RedisInspection found =
        new RedisInspection(
            List.of(),
            List.of(
                "appendonly no: x",
                "appendfsync no: x",
                "maxmemory-policy y: x",
                "it does not say"),
            Duration.ZERO,
            Duration.ZERO);

    assertThat(RedisCheck.judge(found).stream().limit(4).map(Finding::advice))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "17, 512, 2048, , true, OK", "25, 512, 2048, true, true, OK", "25, 512, 2048, false, true, OK",
    "17, 127, 2048, , true, WARN", "17, 1700, 2048, , true, FAIL", "17, 512, 2048, , false, WARN"
  })
  void jvm(
      int release,
      long heapMebibytes,
      long memoryMebibytes,
      @Nullable Boolean compactHeaders,
      boolean ends,
      Level level) {
    judged(
        JvmCheck.judge(
            new JvmCheck.Facts(
                release,
                heapMebibytes * MEBIBYTE,
                memoryMebibytes * MEBIBYTE,
                2,
                Optional.ofNullable(compactHeaders),
                ends)),
        level);
  }

  @Test
  void compactHeadersAreNamedWhereTheyAreOff() {
    JvmCheck.Facts found = new JvmCheck.Facts(25, 1 << 30, 1L << 33, 2, Optional.of(false), true);

    assertThat(JvmCheck.judge(found).get(0).text()).contains("-XX:+UseCompactObjectHeaders");
  }

  @ParameterizedTest
  @CsvSource({
    ", , SKIPPED",
    "max, max 100000, SKIPPED",
    "268435456, , OK",
    "268435455, , WARN",
    ", 100000 100000, OK",
    ", 50000 100000, WARN",
    "1073741824, 200000 100000, OK"
  })
  void container(@Nullable String memory, @Nullable String processor, Level level) {
    judged(
        ContainerCheck.judge(Optional.ofNullable(memory), Optional.ofNullable(processor)), level);
  }

  @ParameterizedTest
  @CsvSource({
    ", false, OK",
    "PORT 8001 is in use, false, FAIL",
    "PORT 8001 is in use, true, OK",
    "DATA_DIR data is in use by another process, true, OK",
    "JWT_SECRET must be set, true, FAIL"
  })
  void settings(@Nullable String problem, boolean runs, Level level) {
    judged(SettingsCheck.judge(problem == null ? List.of() : List.of(problem), runs), level);
  }

  private static OptionalInt optional(@Nullable Integer number) {
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  private static void judged(Finding found, Level level) {
    judged(List.of(found), level);
  }

  /** Who is to change something is told what. */
  private static void judged(List<Finding> findings, Level level) {
    assertThat(
            new DoctorReport(findings)
                .findings().stream().map(Finding::level).max(Level::compareTo))
        .contains(level);
    assertThat(findings)
        .allMatch(found -> found.advice().isEmpty() == (found.level().compareTo(Level.WARN) < 0))
        .allMatch(found -> !found.text().isEmpty());
  }
}
