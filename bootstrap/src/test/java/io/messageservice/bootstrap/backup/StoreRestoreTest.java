package io.messageservice.bootstrap.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.adapter.sqlite.SqliteConfig;
import io.messageservice.adapter.sqlite.store.SqliteStore;
import io.messageservice.bootstrap.start.DataFolder;
import io.messageservice.bootstrap.start.HardLinks;
import io.messageservice.bootstrap.start.StartProblem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoreRestoreTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String ASIDE = "messages.db.before-restore-20260102T030405Z";

  @TempDir private Path parent = Path.of("");
  private Path data = Path.of("");
  private Path copy = Path.of("");

  @BeforeEach
  void makeACopy() throws StartProblem, IOException {
    data = Files.createDirectory(parent.resolve("data"));
    copy = parent.resolve("copy.db");
    openAndClose(data);
    StoreBackup.make(data, copy, percent -> {});
  }

  /** As file systems without hard links make them: the JDK's own, and those of Linux. */
  static List<HardLinks> linksThatFail() {
    return List.of(
        (name, file) -> {
          throw new UnsupportedOperationException();
        },
        (name, file) -> {
          throw new FileSystemException(name.toString(), file.toString(), "EPERM");
        });
  }

  /** Returns the epoch. */
  private static String openAndClose(Path folder) {
    try (SqliteStore store = SqliteStore.open(SqliteConfig.in(folder, SqliteConfig.Sync.FULL))) {
      return store.history().epoch();
    }
  }

  private static List<String> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void copyTakesThePlaceOfTheStoreWhichIsKept() throws StartProblem, IOException {
    String epoch = openAndClose(data);

    StoreRestore restored = StoreRestore.put(copy, data, NOW);

    assertThat(restored.aside()).contains(data.resolve(ASIDE));
    assertThat(filesIn(data)).containsExactlyInAnyOrder("messages.db", ASIDE, ".lock");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(data.resolve("messages.db"))))
        .isEqualTo("rw-------");
    assertThat(openAndClose(data)).isNotEqualTo(epoch);
  }

  @Test
  void copyIsNotChangedAndCanBePutBackTwice() throws StartProblem, IOException {
    byte[] before = Files.readAllBytes(copy);

    StoreRestore.put(copy, data, NOW);
    String first = openAndClose(data);
    StoreRestore second = StoreRestore.put(copy, data, NOW);

    assertThat(Files.readAllBytes(copy)).isEqualTo(before);
    assertThat(second.aside()).contains(data.resolve(ASIDE + "-2"));
    assertThat(openAndClose(data)).isNotEqualTo(first);
  }

  @Test
  void damagedStoreIsReplacedAndKept() throws StartProblem, IOException {
    String damaged = "no database ".repeat(1_000);
    Files.writeString(data.resolve("messages.db"), damaged);

    StoreRestore.put(copy, data, NOW);

    assertThat(data.resolve(ASIDE)).hasContent(damaged);
    openAndClose(data);
  }

  @Test
  void logThatIsLeftIsNotTakenForThatOfTheCopy() throws StartProblem, IOException {
    Files.delete(data.resolve("messages.db"));
    Files.writeString(data.resolve("messages.db-wal"), "a log");

    StoreRestore.put(copy, data, NOW);

    assertThat(data.resolve("messages.db-wal")).doesNotExist();
    assertThat(data.resolve(ASIDE + "-wal")).hasContent("a log");
    openAndClose(data);
  }

  @Test
  void folderIsMadeWhereItIsMissing() throws StartProblem {
    Path fresh = parent.resolve("fresh");

    assertThat(StoreRestore.put(copy, fresh, NOW).aside()).isEmpty();

    openAndClose(fresh);
  }

  @Test
  void copyWithALogBesideItIsTakenWhole() throws StartProblem, IOException {
    Path other = Files.createDirectory(parent.resolve("other"));
    try (SqliteStore open = SqliteStore.open(SqliteConfig.in(other, SqliteConfig.Sync.FULL))) {
      assertThat(open.works()).isTrue();
      for (String suffix : List.of("", "-wal")) {
        Files.copy(other.resolve("messages.db" + suffix), parent.resolve("torn.db" + suffix));
      }
    }

    StoreRestore.put(parent.resolve("torn.db"), data, NOW);

    openAndClose(data);
    assertThat(parent.resolve("torn.db-wal")).exists();
  }

  @ParameterizedTest
  @MethodSource("linksThatFail")
  void backupWorksWithoutHardLinks(HardLinks links) throws StartProblem, IOException {
    Path out = Files.createDirectory(parent.resolve("out"));

    StoreBackup.make(data, out.resolve("copy.db"), percent -> {}, links);

    assertThat(filesIn(out)).containsExactly("copy.db");
    Files.move(out.resolve("copy.db"), out.resolve("messages.db"));
    openAndClose(out);
  }

  @ParameterizedTest
  @MethodSource("linksThatFail")
  void nothingIsOverwrittenWithoutHardLinks(HardLinks links) throws IOException {
    Path draft = Files.writeString(parent.resolve("draft"), "draft");
    Path taken = Files.writeString(parent.resolve("taken"), "taken");

    assertThatThrownBy(() -> links.publish(draft, taken))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(taken).hasContent("taken");
  }

  @ParameterizedTest
  @MethodSource("linksThatFail")
  void restoreWorksWithoutHardLinks(HardLinks links) throws StartProblem, IOException {
    byte[] before = Files.readAllBytes(data.resolve("messages.db"));

    StoreRestore.put(copy, data, NOW, links);

    assertThat(filesIn(data)).containsExactlyInAnyOrder("messages.db", ASIDE, ".lock");
    assertThat(Files.readAllBytes(data.resolve(ASIDE))).isEqualTo(before);
    openAndClose(data);
  }

  @Test
  void storeInUseIsLeftAlone() throws StartProblem {
    try (DataFolder held = DataFolder.open(data)) {
      assertThat(held.path()).isEqualTo(data);
      assertThatThrownBy(() -> StoreRestore.put(copy, data, NOW))
          .isInstanceOf(StartProblem.class)
          .hasMessageContaining("is in use by another process");
    }
  }

  @Test
  void theStoreItselfIsNoCopy() {
    assertThatThrownBy(() -> StoreRestore.put(data.resolve("messages.db"), data, NOW))
        .isInstanceOf(StartProblem.class)
        .hasMessageEndingWith("is the store itself");
  }

  @Test
  void backupInTheDataFolderIsRefused() {
    assertThatThrownBy(() -> StoreBackup.make(data, data.resolve("copy.db"), percent -> {}))
        .isInstanceOf(StartProblem.class)
        .hasMessageContaining("is in the data folder");
  }

  @Test
  void failedBackupLeavesNothing() throws IOException {
    Path out = Files.createDirectory(parent.resolve("out"));

    assertThatThrownBy(() -> StoreBackup.make(parent, out.resolve("copy.db"), percent -> {}))
        .isInstanceOf(StartProblem.class)
        .hasMessageContaining("holds no messages.db");

    assertThat(out).isEmptyDirectory();
  }
}
