package io.messageservice.bootstrap.demo;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

  @TempDir private Path folder;

  @Test
  void eachLineIsReadOnceAndOnlyWhole() throws IOException {
    Path file = folder.resolve("log");
    LogTail tail = new LogTail(file);

    assertThat(tail.read()).isEmpty();
    Files.writeString(file, "one\ntw", CREATE, APPEND);
    assertThat(tail.read()).containsExactly("one");
    assertThat(tail.read()).isEmpty();
    Files.writeString(file, "o\nthree\n", APPEND);
    assertThat(tail.read()).containsExactly("two", "three");
  }
}
