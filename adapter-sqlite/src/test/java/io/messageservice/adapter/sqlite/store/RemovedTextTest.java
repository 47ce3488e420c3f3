package io.messageservice.adapter.sqlite.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.sqlite.SqliteConfig;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.domain.message.Attachment;
import io.messageservice.domain.message.Draft;
import io.messageservice.domain.message.Mentions;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageAttributes;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageType;
import io.messageservice.domain.user.UserId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks for the bytes of what was edited or deleted in all files of the store. */
class RemovedTextTest extends OpenedStore {

  /** In each text that is removed. */
  private static final String SECRET = "Geheimnis-4711";

  /** More looks than there are from one truncation of the log to the next. */
  private static final int LOOKS = 40;

  @TempDir Path folder;
  @TempDir Path copied;

  @BeforeEach
  void open() {
    store = SqliteStore.open(SqliteConfig.in(folder, SqliteConfig.Sync.NORMAL));
  }

  @Test
  void whatIsDeletedOrEditedIsInNoFileSoonAfter() throws IOException {
    Message edited = commit(say(ROOM, ALICE, secret(300, 2), Optional.empty(), NOON));
    Message deleted = commit(say(secret(40_000, 1)));
    talk(ROOM, 3, 200);
    assertThat(filesWithTheSecret()).isNotEmpty();

    commitAll(List.of(edit(edited, whole(MessageContent.of("harmless"))), delete(deleted)));
    look();

    assertThat(filesWithTheSecret()).isEmpty();
    assertThat(texts(ROOM).subList(0, 3)).containsExactly("harmless", "", "text 3");
  }

  @Test
  void eachLaterRemovalEmptiesTheLogAgain() throws IOException {
    for (int i = 0; i < 3; i++) {
      Message message = commit(say(ROOM, ALICE, SECRET + i));
      look();
      commitAll(List.of(delete(message)));
      look();

      assertThat(filesWithTheSecret()).as("removal %s", i).isEmpty();
      assertThat(Files.size(folder.resolve("messages.db-wal"))).isZero();
    }
  }

  @Test
  void whereNothingIsRemovedTheLogIsLeftAlone() throws IOException {
    talk(ROOM, 1, 10);
    long size = Files.size(folder.resolve("messages.db-wal"));

    look();

    assertThat(Files.size(folder.resolve("messages.db-wal"))).isEqualTo(size).isPositive();
  }

  @Test
  void readerThatTakesLongIsNotWaitedForButTheLogIsEmptiedAfterIt() throws Exception {
    Message message = commit(say(ROOM, ALICE, SECRET));
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + database());
        Statement reading = other.createStatement()) {
      reading.execute("BEGIN");
      count(reading);
      commitAll(List.of(delete(message)));
      look();
      assertThat(filesWithTheSecret()).isNotEmpty();
      assertThat(commit(say(ROOM, ALICE, "next")).seq()).isEqualTo(2);
      reading.execute("COMMIT");
    }

    look();

    assertThat(filesWithTheSecret()).isEmpty();
  }

  @Test
  void whereALookDoesNotComeToItsTurnTheNextCommitEmptiesTheLog() throws Exception {
    Message message = commit(say(ROOM, ALICE, SECRET));
    commitAll(List.of(delete(message)));
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + database());
        Statement writing = other.createStatement()) {
      writing.execute("BEGIN IMMEDIATE");
      store.look();
      writing.execute("ROLLBACK");
    }
    assertThat(filesWithTheSecret()).isNotEmpty();

    assertThat(commit(say(ROOM, ALICE, "next")).seq()).isEqualTo(2);

    assertThat(filesWithTheSecret()).isEmpty();
    assertThat(texts(ROOM)).containsExactly("", "next");
  }

  @Test
  void whatWasRemovedBeforeTheProcessDiedIsRemovedByTheNext() throws IOException {
    Message message = commit(say(ROOM, ALICE, SECRET));
    commitAll(List.of(delete(message)));
    for (String name : List.of("messages.db", "messages.db-wal")) {
      Files.copy(folder.resolve(name), copied.resolve(name));
    }
    store.close();
    assertThat(filesWithTheSecret(copied)).isNotEmpty();

    store = SqliteStore.open(SqliteConfig.in(copied, SqliteConfig.Sync.NORMAL));
    look();

    assertThat(filesWithTheSecret(copied)).isEmpty();
  }

  /** SQLite leaves copies in pages between which it moves rows, also where it deletes securely. */
  @RepeatedTest(4)
  void nothingStaysWhereRowsMoved(RepetitionInfo repetition) throws IOException {
    Random random = new Random(repetition.getCurrentRepetition());
    List<Decider<String>> batch = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      batch.add(say(secret(random.nextInt(900), random.nextInt(3))));
    }
    commitAll(batch);
    List<Message> all = all(ROOM);
    for (int i = 0; i < 600; i++) {
      Message message = all.get(random.nextInt(400));
      int length = random.nextInt(10) == 0 ? random.nextInt(30_000) : random.nextInt(2_000);
      commitAll(List.of(edit(message, whole(secret(length, random.nextInt(4))))));
    }
    look();
    assertThat(filesWithTheSecret()).isNotEmpty();

    List<Decider<String>> deletions = new ArrayList<>();
    all.forEach(message -> deletions.add(delete(message)));
    commitAll(deletions);
    look();

    assertThat(filesWithTheSecret()).isEmpty();
  }

  /** Mentions users whose ids are secrets. */
  private static Decider<String> say(MessageContent content) {
    List<UserId> users = List.of(new UserId(SECRET), new UserId(SECRET.repeat(2)));
    MessageAttributes attributes =
        new MessageAttributes(
            Optional.of(new MessageType("x")), Optional.empty(), new Mentions(false, users));
    return say(ROOM, BOB, voice -> new Draft(voice, content, attributes, Optional.empty()), NOON);
  }

  private static MessageContent secret(int length, int files) {
    List<Attachment> attachments = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      attachments.add(
          new Attachment(
              Optional.of(SECRET + i),
              "kept/" + i, // for a while, so that the files can be deleted
              SECRET,
              "text/plain",
              1,
              Optional.of("\"" + SECRET.repeat(10) + "\"")));
    }
    return new MessageContent(
        SECRET + "x".repeat(length) + SECRET,
        attachments,
        Optional.of("{\"" + SECRET.repeat(1 + length % 200) + "\":1}"));
  }

  private void look() {
    for (int i = 0; i < LOOKS; i++) {
      store.look();
    }
  }

  private List<String> filesWithTheSecret() throws IOException {
    return filesWithTheSecret(folder);
  }

  private static List<String> filesWithTheSecret(Path in) throws IOException {
    return filesWith(SECRET, in);
  }

  /** The files that contain the text. */
  static List<String> filesWith(String text, Path in) throws IOException {
    List<String> found = new ArrayList<>();
    try (var files = Files.list(in)) {
      for (Path file : files.toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (bytes.contains(text)) {
          found.add(file.getFileName() + " at " + bytes.indexOf(text));
        }
      }
    }
    return found;
  }

  private Path database() {
    return folder.resolve(SqliteConfig.FILE);
  }

  private static void count(Statement reading) throws SQLException {
    try (ResultSet rows = reading.executeQuery("SELECT count(*) FROM message")) {
      assertThat(rows.next()).isTrue();
    }
  }
}
