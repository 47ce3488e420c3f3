package io.messageservice.bootstrap.doctor;

import static java.nio.file.StandardOpenOption.WRITE;

import io.messageservice.bootstrap.figure.FigureText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** How long the disk of the data folder takes to keep something. */
record FsyncCheck(Path folder) implements DoctorCheck {

  private static final String NAME = "fsync";

  private static final int WRITES = 100;
  private static final int PAGE_BYTES = 4_096;

  /** It ends sooner on a disk that takes long. */
  private static final long MOST_NANOS = 3_000_000_000L;

  private static final long UNBELIEVABLE = 5_000;
  private static final long SLOW = 5_000_000;
  private static final long VERY_SLOW = 50_000_000;
  private static final long STALL = 500_000_000;

  @Override
  public List<Finding> look() {
    try {
      return List.of(judge(measure()));
    } catch (IOException e) {
      return List.of(
          Finding.skipped(NAME, "nothing can be written below " + folder + ", see settings"));
    }
  }

  private long[] measure() throws IOException {
    Path file = Files.createTempFile(folder, ".doctor-", ".tmp");
    try (FileChannel channel = FileChannel.open(file, WRITE)) {
      long[] nanos = new long[WRITES];
      long begun = System.nanoTime();
      int done = 0;
      while (done < WRITES && System.nanoTime() - begun < MOST_NANOS) {
        long before = System.nanoTime();
        int unused = channel.write(ByteBuffer.allocate(PAGE_BYTES));
        channel.force(false);
        nanos[done++] = System.nanoTime() - before;
      }
      return Arrays.copyOf(nanos, done);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /**
   * @param nanos of each write, until it was on the disk; at least one
   */
  static Finding judge(long... nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    long median = sorted[sorted.length / 2];
    long worst = sorted[sorted.length - 1];
    String measured =
        "median "
            + FigureText.millis(median)
            + ", worst "
            + FigureText.millis(worst)
            + " of "
            + sorted.length
            + " writes: a sender waits at least so long for the answer, and "
            + FigureText.number(Math.max(1, Math.floor(1e9 / Math.max(1, median))))
            + " batches a second are stored at most.";
    if (median < UNBELIEVABLE) {
      return Finding.warn(
          NAME,
          "median "
              + FigureText.number(median / 1e3)
              + " µs: nothing that survives a power cut is so fast.",
          "Look whether DATA_DIR is in memory, or behind a cache that forgets without power.");
    }
    if (median >= VERY_SLOW) {
      return Finding.fail(NAME, measured, "Put DATA_DIR on a local SSD.");
    }
    if (median >= SLOW || worst >= STALL) {
      return Finding.warn(
          NAME, measured, "Put DATA_DIR on a local SSD that nothing else keeps busy.");
    }
    return Finding.ok(NAME, measured);
  }
}
