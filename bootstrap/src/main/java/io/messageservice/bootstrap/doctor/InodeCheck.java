package io.messageservice.bootstrap.doctor;

import io.messageservice.bootstrap.figure.FigureText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether files can be made on the disk; a disk may run out of these before it is full. */
record InodeCheck(Path folder) implements DoctorCheck {

  private static final String NAME = "inodes";

  private static final long LEAST = 100;
  private static final long FEW = 10_000;

  @Override
  public List<Finding> look() throws InterruptedException {
    return List.of(judge(shown()));
  }

  private Optional<String> shown() throws InterruptedException {
    try {
      Process df =
          new ProcessBuilder("df", "-Pi", folder.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String text = new String(df.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return df.waitFor() == 0 ? Optional.of(text) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * @param text what {@code df -Pi} prints; empty where there is no such tool
   */
  static Finding judge(Optional<String> text) {
    List<String> lines = text.orElse("").lines().toList();
    int column = lines.isEmpty() ? -1 : List.of(lines.get(0).split("\\s+", -1)).indexOf("IFree");
    String[] row = lines.size() < 2 ? new String[0] : lines.get(1).split("\\s+", -1);
    if (column < 0 || column >= row.length) {
      return Finding.skipped(NAME, "df does not show them here");
    }
    if (!row[column].matches("[0-9]{1,18}") || row[column - 2].equals("0")) {
      return Finding.ok(NAME, "This file system makes them as they are needed.");
    }
    long free = Long.parseLong(row[column]);
    String are = FigureText.count(free) + " are free.";
    String advice = "Delete small files there, or put DATA_DIR on a file system with more inodes.";
    if (free < LEAST) {
      return Finding.fail(NAME, are, advice);
    }
    return free < FEW ? Finding.warn(NAME, are, advice) : Finding.ok(NAME, are);
  }
}
