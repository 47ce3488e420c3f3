package io.messageservice.adapter.sqlite.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.adapter.sqlite.SqliteConfig;
import io.messageservice.adapter.sqlite.SqliteConfig.Sync;
import io.messageservice.adapter.sqlite.SqliteEvents;
import io.messageservice.application.port.out.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store whose files are removed, moved or replaced while it is open. */
class RemovedFilesTest extends OpenedStore {

  private final List<String> told = new ArrayList<>();
  private final SqliteEvents events = new Recorder();

  @TempDir Path parent;
  private Path folder;

  @BeforeEach
  void open() throws IOException {
    folder = Files.createDirectory(parent.resolve("data"));
    store = open(folder);
    talk(ROOM, 1, 3);
  }

  @Test
  void nothingIsAcknowledgedOnceTheFilesAreRemoved() throws IOException {
    for (String name : List.of("messages.db", "messages.db-wal", "messages.db-shm")) {
      Files.delete(folder.resolve(name));
    }

    assertRefused();

    assertThat(told).containsExactly("failed: messages.db was removed or moved");
    assertThat(texts()).as("written to nowhere").hasSize(3);
  }

  @Test
  void lookFindsItWithoutACommit() throws IOException {
    Files.delete(folder.resolve("messages.db"));

    store.look();
    store.look();

    assertThat(store.works()).isFalse();
    assertThat(store.inPlace()).isFalse();
    assertThat(told).hasSize(1);
  }

  @Test
  void anotherFileOfThatNameIsNotTheStore() throws IOException {
    Files.copy(folder.resolve("messages.db"), parent.resolve("other.db"));
    Files.move(folder.resolve("messages.db"), parent.resolve("moved.db"));
    Files.move(parent.resolve("other.db"), folder.resolve("messages.db"));

    assertRefused();

    assertThat(told).containsExactly("failed: messages.db was replaced by another file");
  }

  @Test
  void folderThatIsMovedTakesTheStoreWithIt() throws IOException {
    Files.move(folder, parent.resolve("elsewhere"));
    Files.createDirectory(folder);

    assertRefused();
    store.close();

    assertThat(folder).as("nothing is made again").isEmptyDirectory();
  }

  @Test
  void theSameFilesAreTakenAgainWithAllThatWasSaid() throws IOException {
    Files.move(folder, parent.resolve("elsewhere"));
    assertRefused();

    Files.move(parent.resolve("elsewhere"), folder);
    store.look();

    assertThat(commit(say(ROOM, ALICE, "text 4")).seq()).isEqualTo(4);
    assertThat(texts()).containsExactly("text 1", "text 2", "text 3", "text 4");
    assertThat(told).containsExactly("failed: messages.db was removed or moved", "recovered");
  }

  @Test
  void withoutItsLogTheDatabaseStillGetsAllThatWasAcknowledged() throws IOException {
    Files.delete(folder.resolve("messages.db-wal"));
    Files.delete(folder.resolve("messages.db-shm"));

    assertRefused();
    store.look();
    store.close();

    store = open(folder);
    assertThat(texts()).containsExactly("text 1", "text 2", "text 3");
    assertThat(commit(say(ROOM, ALICE, "text 4")).seq()).isEqualTo(4);
  }

  @Test
  void closingTouchesNothingThatTookTheirNames() throws IOException {
    Files.move(folder, parent.resolve("elsewhere"));
    Files.createDirectory(folder);
    Files.writeString(folder.resolve("messages.db"), "another store");
    Files.writeString(folder.resolve("messages.db-wal"), "and its log");

    store.close();

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
    assertThat(folder.resolve("messages.db-wal")).hasContent("and its log");
  }

  @Test
  void lockThatIsRemovedLetsOthersInAndThisOneOut() throws IOException {
    store.close();
    Files.createFile(folder.resolve(".lock"));
    store = open(folder);

    Files.delete(folder.resolve(".lock"));
    store.look();

    assertRefused();
  }

  private void assertRefused() {
    assertThatThrownBy(() -> talk(ROOM, 4, 4)).isInstanceOf(StoreUnavailable.class);
  }

  private SqliteStore open(Path where) {
    return SqliteStore.open(
        SqliteConfig.in(where, Sync.FULL), Clock.systemUTC(), new SecureRandom(), events);
  }

  private List<String> texts() {
    return history().after(ROOM, 0, 1_000, Integer.MAX_VALUE).messages().stream()
        .map(message -> message.content().text())
        .toList();
  }

  private final class Recorder implements SqliteEvents {

    @Override
    public void failed(Exception cause) {
      told.add("failed: " + cause.getMessage());
    }

    @Override
    public void recovered() {
      told.add("recovered");
    }
  }
}
