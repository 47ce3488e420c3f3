package io.messageservice.architecture;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and packages stay small enough to be read, in main and in tests. */
final class SourceSizesTest {

  private static final int MAX_LINES = 450;

  /** Of one package in one source folder, beside its {@code package-info.java}. */
  private static final int MAX_FILES = 25;

  @Test
  void noFileIsTooLongAndNoPackageHasTooManyFiles() throws IOException {
    List<Path> sources = sourcesBelow(Path.of(".."));

    assertThat(sources).hasSizeGreaterThan(1_000);
    assertThat(tooLong(sources)).isEmpty();
    assertThat(tooFull(sources)).isEmpty();
  }

  @Test
  void aLineTooManyIsRejected(@TempDir Path folder) throws IOException {
    Path right = write(folder.resolve("Right.java"), MAX_LINES);
    Path wrong = write(folder.resolve("Wrong.java"), MAX_LINES + 1);

    assertThat(tooLong(List.of(right, wrong))).containsExactly(wrong);
  }

  @Test
  void aFileTooManyIsRejected(@TempDir Path folder) throws IOException {
    write(folder.resolve("a/src/right/package-info.java"), 1);
    write(folder.resolve("b/src/wrong/OneMore.java"), 1);
    for (int i = 0; i < MAX_FILES; i++) {
      write(folder.resolve("a/src/right/Right" + i + ".java"), 1);
      write(folder.resolve("b/src/wrong/Wrong" + i + ".java"), 1);
    }

    assertThat(tooFull(sourcesBelow(folder))).containsExactly(folder.resolve("b/src/wrong"));
  }

  private static List<Path> sourcesBelow(Path modules) throws IOException {
    try (Stream<Path> folders = Files.list(modules)) {
      return folders
          .map(module -> module.resolve("src"))
          .filter(Files::isDirectory)
          .flatMap(SourceSizesTest::sourcesIn)
          .toList();
    }
  }

  private static Stream<Path> sourcesIn(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> tooLong(List<Path> sources) {
    return sources.stream().filter(file -> lines(file) > MAX_LINES).toList();
  }

  private static List<Path> tooFull(List<Path> sources) {
    return sources.stream()
        .filter(file -> !file.endsWith("package-info.java"))
        .collect(groupingBy(Path::getParent, counting()))
        .entrySet()
        .stream()
        .filter(folder -> folder.getValue() > MAX_FILES)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static int lines(Path file) {
    try {
      return Files.readAllLines(file).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path write(Path file, int lines) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    return Files.writeString(file, "\n".repeat(lines));
  }
}
