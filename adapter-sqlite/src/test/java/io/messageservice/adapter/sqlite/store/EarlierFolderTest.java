package io.messageservice.adapter.sqlite.store;

import static io.messageservice.application.port.out.BlockCommands.block;
import static io.messageservice.application.port.out.BlockCommands.note;
import static io.messageservice.application.port.out.BlockCommands.unblock;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.sqlite.SqliteConfig;
import io.messageservice.application.port.out.ChangeLog.Head;
import io.messageservice.application.port.out.ChangeLog.Heads;
import io.messageservice.application.port.out.ChangeLog.Mark;
import io.messageservice.application.port.out.GroupCommands;
import io.messageservice.application.port.out.History.ListingRequest;
import io.messageservice.application.port.out.History.Missed;
import io.messageservice.application.port.out.History.ReadState;
import io.messageservice.application.port.out.History.Reader;
import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.Changes;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesAppended;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesRead;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Details;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.conversation.Roles;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Deletion;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageAttributes;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.Revision;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.user.UserId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Works on a data folder that an earlier version wrote and closed. */
class EarlierFolderTest extends OpenedStore {

  private static final ConversationId LAST = new ConversationId("last");
  private static final ConversationId SILENT = new ConversationId("silent");
  private static final String EPOCH = "ea46753c7705004c42671a6e63664200";

  /** What the earlier version gave halfway, and at the end. */
  private static final Mark MIDDLE = new Mark("71");

  private static final Mark END = new Mark("73");

  @TempDir Path folder;
  @TempDir Path withFiles;

  @BeforeEach
  void open() throws IOException {
    unpack("earlier.db.gz", folder);
    store = SqliteStore.open(SqliteConfig.in(folder, SqliteConfig.Sync.FULL));
  }

  /** Puts the file of that name there. */
  static void unpack(String name, Path into) throws IOException {
    try (InputStream in =
            Objects.requireNonNull(EarlierFolderTest.class.getResourceAsStream(name));
        GZIPInputStream unpacked = new GZIPInputStream(in)) {
      Files.copy(unpacked, into.resolve("messages.db"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Test
  void everythingIsFound() {
    assertThat(history().epoch()).isEqualTo(EPOCH);
    assertThat(history().heads(List.of(ROOM, OTHER, LAST, SILENT)))
        .isEqualTo(
            Map.of(
                ROOM,
                Position.ofMessages(70),
                OTHER,
                Position.ofMessages(2),
                LAST,
                Position.ofMessages(1),
                SILENT,
                Position.START));
    assertThat(history().after(ROOM, 0, 100, 1_000_000).messages()).hasSize(70);
    assertThat(history().after(OTHER, 0, 10, 10_000).messages())
        .extracting(message -> message.id().value())
        .containsExactly(
            "e6abf288-875a-8669-92e9-6c0981b339e7", "d6a33784-518c-81fb-837e-26a9b44e2ce5");
    assertThat(sent(OTHER, ALICE, new ClientMessageId("name"))).isPresent();
    assertThat(history().standing(ROOM, BOB, 10).readUpTo()).isEqualTo(3);
  }

  @Test
  void lookFindsWhatChanged() {
    Heads heads = store.changes().between(MIDDLE, store.changes().end());

    assertThat(heads.mark()).isEqualTo(END);
    assertThat(heads.changed()).containsExactlyInAnyOrder(head(OTHER, 1, 2), head(LAST, 0, 1));
  }

  /** Who took part and who had read was not logged then. */
  @Test
  void singleChangesBeginWhereTheyAreLogged() {
    Place end = store.changes().noted(END.value()).orElseThrow();
    commit(say(LAST, BOB, "next"));
    commitAll(List.of(mark(LAST, BOB, 1)));

    Changes changes = store.changes().after(Place.OLDEST, 10);

    assertThat(changes.start()).isEqualTo(end).isEqualTo(new Place(EPOCH, 73));
    assertThat(changes.changes()).extracting(Change::conversation).containsOnly(Optional.of(LAST));
    assertThat(changes.changes())
        .flatExtracting(Change::events)
        .contains(new MessagesAppended(1, 2), new MessagesRead(BOB, 1));
  }

  @Test
  void messagesHaveTheNumbersOfTheirPositionsUntilTheyChange() {
    assertThat(all(ROOM)).allMatch(message -> message.rev() == message.seq());
    assertThat(history().missed(ROOM, Position.ofMessages(68), 10, 10_000).sent()).hasSize(2);

    commitAll(List.of(edit(all(ROOM).get(2), "edited"), say(ROOM, BOB, "text 71")));
    commitAll(List.of(delete(all(ROOM).get(69))));

    Missed missed = history().missed(ROOM, Position.ofMessages(70), 10, 10_000);
    assertThat(missed.conversation().orElseThrow().position()).isEqualTo(new Position(71, 73));
    assertThat(missed.changed()).containsExactly(all(ROOM).get(2), all(ROOM).get(69));
    assertThat(missed.sent()).extracting(Message::rev).containsExactly(72L);
    assertThat(store.changes().between(END, store.changes().end()).changed())
        .containsExactly(new Head(ROOM, Position.ofMessages(70), new Position(71, 73)));
  }

  @Test
  void attachmentsAreFound() throws IOException, SQLException {
    store.close();
    unpack("earlier.db.gz", withFiles);
    try (Connection earlier =
            DriverManager.getConnection("jdbc:sqlite:" + withFiles.resolve("messages.db"));
        Statement statement = earlier.createStatement()) {
      statement.execute("UPDATE message SET attachments = 2 WHERE row IN (71, 72)");
      statement.execute(
          "INSERT INTO attachment SELECT row, position, 'id-' || position, 'url-' || row, 'name',"
              + " 'text/plain', 7, '{}' FROM message, (SELECT 0 AS position UNION ALL SELECT 1)"
              + " WHERE row IN (71, 72)");
    }

    store = SqliteStore.open(SqliteConfig.in(withFiles, SqliteConfig.Sync.FULL));

    assertThat(all(OTHER))
        .flatExtracting(message -> message.content().attachments())
        .extracting(file -> file.id().orElseThrow() + " " + file.fileUrl())
        .containsExactly("id-0 url-71", "id-1 url-71", "id-0 url-72", "id-1 url-72");
  }

  @Test
  void whatWasSentThenIsRecognisedAfterItIsDeleted() {
    ClientMessageId name = new ClientMessageId("name");
    Message named = sent(OTHER, ALICE, name).orElseThrow();

    commitAll(List.of(delete(named)));

    assertThat(firstSent(OTHER, ALICE, name).orElseThrow().isFirstContent().orElseThrow())
        .accepts(contentText(named.content()))
        .rejects(contentText(MessageContent.NONE));
  }

  @Test
  void folderWithCreatedConversationsOpens() throws IOException {
    reopen("earlier-v3.db.gz");

    assertThat(history().conversation(OTHER).orElseThrow().creator()).contains(ALICE);
    assertThat(all(OTHER).get(0).content().attachments()).hasSize(2);
    assertThat(sent(OTHER, ALICE, new ClientMessageId("name"))).isPresent();
    assertThat(all(ROOM)).hasSize(66).allMatch(message -> message.rev() == message.seq());
    assertThat(history().standing(ROOM, BOB, 10)).isEqualTo(stood());
    goOn(new Position(66, 66));
  }

  @Test
  void folderWithChangedMessagesOpens() throws IOException {
    reopen("earlier-v4.db.gz");

    assertThat(texts(ROOM).subList(0, 4)).containsExactly("text 1", "edited", "", "text 4");
    assertThat(history().changed(ROOM, 66, 0, 10, 10_000).messages())
        .isEqualTo(all(ROOM).subList(1, 3));
    assertThat(all(ROOM).get(1).revision())
        .isEqualTo(new Revision(67, Optional.of(LATER), Optional.empty()));
    assertThat(all(ROOM).get(2).revision())
        .isEqualTo(new Revision(68, Optional.empty(), Optional.of(new Deletion(LATER, true))));
    assertThat(all(OTHER).get(0).content().text()).isEqualTo("again");
    assertThat(all(OTHER).get(0).content().attachments()).hasSize(1);
    assertThat(firstSent(OTHER, ALICE, new ClientMessageId("name")).orElseThrow().isFirstContent())
        .isPresent();
    assertThat(history().standing(ROOM, BOB, 10)).isEqualTo(stood());
    goOn(new Position(66, 68));
  }

  @Test
  void creatorsOwnTheGroupsOfAFolderFromBeforeRoles() throws IOException {
    reopen("earlier-v5.db.gz");
    ConversationId left = new ConversationId("left");

    assertThat(rolesIn(OTHER)).isEqualTo(Roles.ownedBy(ALICE));
    assertThat(history().conversation(left).orElseThrow().creator()).contains(ALICE);
    for (String id : List.of("left", "ownerless", "direct", "room")) {
      assertThat(rolesIn(new ConversationId(id))).isEqualTo(Roles.NONE);
    }
    Conversation group = history().conversation(OTHER).orElseThrow();
    assertThat(group.details())
        .isEqualTo(
            new Details(
                Optional.of(Instant.ofEpochMilli(1_796_019_859_491L)),
                ConversationData.NONE,
                Roles.ownedBy(ALICE),
                0,
                0,
                0,
                0));

    commitAll(List.of(GroupCommands.rename(OTHER, "new"), say(OTHER, ALICE, "3")));
    commitAll(List.of(GroupCommands.setRole(left, BOB, Role.OWNER)));

    assertThat(all(OTHER)).extracting(Message::rev).containsExactly(2L, 3L, 5L);
    assertThat(texts(OTHER)).containsExactly("again", "of a kind", "3");
    assertThat(history().conversation(OTHER).orElseThrow().details().dataRev()).isEqualTo(4);
    assertThat(history().conversation(left).orElseThrow().position()).isEqualTo(new Position(1, 2));
    assertThat(rolesIn(left)).isEqualTo(Roles.ownedBy(BOB));
  }

  @Test
  void folderWithReactionsOpens() throws IOException {
    reopen("earlier-v5.db.gz");

    assertThat(all(ROOM).get(3).reactions()).containsExactly(counted("+1", CAROL));
    assertThat(history().changed(ROOM, 66, 0, 10, 10_000).messages())
        .isEqualTo(all(ROOM).subList(1, 4));
    assertThat(all(OTHER).get(1).attributes()).isEqualTo(typed("kind"));
    assertThat(history().standing(ROOM, BOB, 10)).isEqualTo(stood());
    goOn(new Position(66, 69));
  }

  @Test
  void folderWithGroupsOpens() throws IOException {
    reopen("earlier-v6.db.gz");

    Details group = history().conversation(OTHER).orElseThrow().details();
    assertThat(group.data().title()).contains("new");
    assertThat(group.bans()).isEqualTo(1);
    assertThat(rolesIn(OTHER)).isEqualTo(new Roles(Map.of(ALICE, Role.OWNER, BOB, Role.MODERATOR)));
    assertThat(history().standing(ROOM, BOB, 10)).isEqualTo(stood());
    assertThat(history().readers(ROOM, List.of(ALICE, BOB, CAROL)))
        .isEqualTo(Map.of(BOB, new Reader(BOB, 3, 3), CAROL, new Reader(CAROL, 9, 9)));
    assertThat(listed(ALICE)).containsExactly("other", "room", "direct");
    goOn(new Position(66, 69));
  }

  @Test
  void marksAndPreferencesAreWrittenInAFolderFromBeforeThem() throws IOException {
    reopen("earlier-v6.db.gz");
    Preferences preferences = new Preferences(Preferences.FOR_EVER, 66);

    commitAll(
        List.of(
            records -> Decision.personal("reached", new DeliveredMark(ROOM, ALICE, 9)),
            records -> Decision.personal("reached", new DeliveredMark(ROOM, BOB, 66)),
            records -> Decision.personal("set", new OwnPreferences(ROOM, BOB, preferences))));

    assertThat(history().standing(ROOM, BOB, 10))
        .isEqualTo(
            new ReadState(
                3, 31, preferences, List.of(new Reader(BOB, 3, 66), new Reader(ALICE, 0, 9))));
    assertThat(listed(BOB)).containsExactly("other", "direct");
    commitAll(List.of(say(ROOM, ALICE, "67")));
    assertThat(listed(BOB)).containsExactly("other", "room", "direct");
  }

  @Test
  void blocksAreWrittenInAFolderFromBeforeThem() throws IOException {
    reopen("earlier-v6.db.gz");
    ConversationId id = new ConversationId("direct");
    Conversation direct = history().conversation(id).orElseThrow();
    assertThat(direct.isBlocked()).isFalse();
    assertThat(history().contactsOf(ALICE)).containsExactly(BOB);

    commitAll(List.of(block(BOB, ALICE), note(id)));
    assertThat(history().conversation(id).orElseThrow().isBlocked()).isTrue();
    assertThat(history().contactsOf(ALICE)).isEmpty();

    commitAll(List.of(unblock(BOB, ALICE), note(id)));
    assertThat(history().conversation(id).orElseThrow().details()).isEqualTo(direct.details());
    assertThat(history().contactsOf(ALICE)).containsExactly(BOB);
  }

  private List<String> listed(UserId user) {
    return history()
        .conversationsOf(
            user, new ListingRequest(Optional.empty(), 10, PLENTY, false, Optional.empty()))
        .conversations()
        .stream()
        .map(listed -> listed.conversation().id().value())
        .toList();
  }

  private Roles rolesIn(ConversationId id) {
    Conversation stored = history().conversation(id).orElseThrow();
    assertThat(recorded(id)).contains(stored);
    return stored.details().roles();
  }

  private void reopen(String name) throws IOException {
    store.close();
    unpack(name, withFiles);
    store = SqliteStore.open(SqliteConfig.in(withFiles, SqliteConfig.Sync.FULL));
  }

  private static ReadState stood() {
    return new ReadState(3, 31, Preferences.NONE, List.of(new Reader(BOB, 3, 3)));
  }

  /** Whatever was written then takes part in what there is by now. */
  private void goOn(Position before) {
    Message second = all(ROOM).get(1);
    assertThat(second.attributes()).isEqualTo(MessageAttributes.NONE);

    commitAll(
        List.of(
            react(second, BOB, "+1"),
            say(ROOM, ALICE, "of the system", typed("system")),
            edit(all(ROOM).get(0), "first")));

    Message reacted = all(ROOM).get(1);
    assertThat(reacted).isEqualTo(history().message(second.id()).orElseThrow());
    assertThat(reacted.reactions()).containsExactly(counted("+1", BOB));
    assertThat(reacted.content()).isEqualTo(second.content());
    assertThat(reacted.revision().editedAt()).isEqualTo(second.revision().editedAt());
    assertThat(all(ROOM).get(66).attributes()).isEqualTo(typed("system"));
    assertThat(history().standing(ROOM, BOB, 10)).isEqualTo(stood());
    assertThat(history().heads(List.of(ROOM)))
        .isEqualTo(Map.of(ROOM, new Position(before.seq() + 1, before.rev() + 3)));
  }

  @Test
  void conversationsGoOn() {
    assertThat(commit(say(ROOM, BOB, "text 71")).seq()).isEqualTo(71);

    assertThat(history().before(ROOM, 72, 2, 10_000).messages())
        .extracting(message -> message.content().text())
        .containsExactly("text 70", "text 71");
  }
}
