package io.messageservice.bootstrap.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevSecretTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void itIsMadeOnceAndKept() throws StartProblem, IOException {
    String made = DevSecret.findOrCreate(folder);

    assertThat(DevSecret.findOrCreate(folder)).isEqualTo(made);
    assertThatOnlyTheSecretIsThere();
  }

  @Test
  void itIsMadeOnceAndKeptWithoutHardLinks() throws StartProblem, IOException {
    HardLinks none =
        (name, file) -> {
          throw new FileSystemException(name.toString(), file.toString(), "EPERM");
        };

    String made = DevSecret.findOrCreate(folder, none);

    assertThat(DevSecret.findOrCreate(folder, none)).isEqualTo(made);
    assertThatOnlyTheSecretIsThere();
  }

  private void assertThatOnlyTheSecretIsThere() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("dev-secret"));
    }
  }
}
