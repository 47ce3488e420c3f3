package io.messageservice.bootstrap.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads a file that another process appends lines to. One thread. */
final class LogTail {

  private final Path file;
  private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
  private long position;

  LogTail(Path file) {
    this.file = file;
  }

  /** The lines that were finished since the last call. */
  List<String> read() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(position);
      byte[] more = new byte[(int) (in.length() - position)];
      in.readFully(more);
      position += more.length;
      unfinished.writeBytes(more);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String text = unfinished.toString(UTF_8);
    int end = text.lastIndexOf('\n') + 1;
    unfinished.reset();
    unfinished.writeBytes(text.substring(end).getBytes(UTF_8));
    return text.substring(0, end).lines().toList();
  }
}
