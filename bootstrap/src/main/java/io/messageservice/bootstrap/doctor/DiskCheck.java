package io.messageservice.bootstrap.doctor;

import io.messageservice.bootstrap.figure.FigureText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Whether there is room for more messages. */
record DiskCheck(Path folder) implements DoctorCheck {

  private static final String NAME = "disk";

  private static final long MEBIBYTE = 1 << 20;
  private static final long LEAST = 100 * MEBIBYTE;
  private static final long LITTLE = 1_024 * MEBIBYTE;

  private static final String ADVICE =
      "Make room: nothing is stored on a disk that is full, and a backup beside the store takes as"
          + " much as the store.";

  @Override
  public List<Finding> look() {
    try {
      FileStore store = Files.getFileStore(folder);
      return List.of(judge(store.getUsableSpace(), store.getTotalSpace(), stored()));
    } catch (IOException | UncheckedIOException e) {
      return List.of(Finding.skipped(NAME, "this system does not say how much is free"));
    }
  }

  private long stored() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith("messages.db"))
          .mapToLong(DiskCheck::size)
          .sum();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All in bytes. */
  static Finding judge(long free, long total, long stored) {
    String room =
        FigureText.bytes(free)
            + " of "
            + FigureText.bytes(total)
            + " are free, and the store has "
            + FigureText.bytes(stored)
            + ".";
    if (free < LEAST) {
      return Finding.fail(NAME, room, ADVICE);
    }
    return free < LITTLE || free < stored
        ? Finding.warn(NAME, room, ADVICE)
        : Finding.ok(NAME, room);
  }
}
