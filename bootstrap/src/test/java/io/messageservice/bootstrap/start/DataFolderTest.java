package io.messageservice.bootstrap.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

  @TempDir private Path above = Path.of("");

  @Test
  void missingFolderIsMadeForItsOwnerOnly() throws Exception {
    Path path = above.resolve("a").resolve("b");

    try (DataFolder folder = DataFolder.open(path)) {
      assertThat(folder.path()).isEqualTo(path).isDirectory();
      assertThat(rights(path)).isEqualTo("rwx------");
      assertThat(rights(path.resolve(".lock"))).isEqualTo("rw-------");
    }
  }

  @Test
  void folderIsHeldOnceAndFreeAgainAfterClose() throws Exception {
    DataFolder held = DataFolder.open(above);
    assertThatThrownBy(() -> DataFolder.open(above))
        .isInstanceOf(StartProblem.class)
        .hasMessage("DATA_DIR " + above + " is in use by another process");
    assertThat(DataFolder.problem(above))
        .contains("DATA_DIR " + above + " is in use by another process");

    held.close();
    held.close();

    DataFolder.open(above).close();
    assertThat(DataFolder.problem(above)).isEmpty();
  }

  @Test
  void folderOfAnotherProcessIsRefusedUntilThatIsGone() throws Exception {
    Process other = holderOf(above.resolve(".lock"));
    try {
      assertThatThrownBy(() -> DataFolder.open(above))
          .isInstanceOf(StartProblem.class)
          .hasMessageContaining("is in use by another process");
    } finally {
      other.destroyForcibly().waitFor();
    }

    DataFolder.open(above).close();
  }

  @Test
  void fileIsNoFolder() throws IOException {
    Path file = Files.createFile(above.resolve("file"));

    assertThatThrownBy(() -> DataFolder.open(file)).hasMessageEndingWith("is not a folder");
    assertThat(DataFolder.problem(file)).contains("DATA_DIR " + file + " is not a folder");
    assertThat(DataFolder.problem(file.resolve("below")))
        .contains("DATA_DIR " + file.resolve("below") + " cannot be made");
  }

  @Test
  void lookingForProblemsLeavesNothingBehind() {
    Path path = above.resolve("later");

    assertThat(DataFolder.problem(path)).isEmpty();
    assertThat(path).doesNotExist();
  }

  private static Process holderOf(Path lock) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                lock.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said = process.inputReader();
    assertThat(said.readLine()).isEqualTo("held");
    return process;
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  /** Another process that holds the lock until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      FileChannel channel =
          FileChannel.open(
              Path.of(arguments[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      System.out.println(channel.lock().isValid() ? "held" : "not held");
      var unused = System.in.read();
    }
  }
}
