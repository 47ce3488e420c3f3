package io.messageservice.adapter.sqlite.store;

import static io.messageservice.application.port.out.BlockCommands.note;
import static io.messageservice.application.port.out.BlockCommands.unblock;
import static io.messageservice.application.port.out.GroupCommands.add;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.adapter.sqlite.SqliteConfig.Sync;
import io.messageservice.adapter.sqlite.UnusableStore;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.Listing;
import io.messageservice.application.port.out.History.ListingPoint;
import io.messageservice.application.port.out.History.ListingRequest;
import io.messageservice.application.port.out.History.NoLonger;
import io.messageservice.application.port.out.History.ReadState;
import io.messageservice.application.port.out.History.Reader;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.conversation.Roles;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.Unread;
import io.messageservice.domain.personal.UnreadTotal;
import io.messageservice.domain.user.UserId;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What lists show of a data folder from before they knew what changed. */
class EarlierListsTest extends ReopenedStore {

  private static final ConversationId DIRECT = new ConversationId("direct");
  private static final ConversationId SILENT = new ConversationId("silent");
  private static final UserId DORA = new UserId("dora");
  private static final UserId ZOE = new UserId("zoe");

  /** Of somebody who muted the group, with what they had read before. */
  private static final Preferences MUTED = new Preferences(Preferences.FOR_EVER, Preferences.SHOWN);

  @Test
  void folderWithMarksPreferencesAndBlocksOpens() throws IOException, SQLException {
    open("earlier-v7.db.gz");

    assertThat(answer("PRAGMA user_version")).isEqualTo("10");
    assertThat(texts(ROOM).subList(0, 4)).containsExactly("text 1", "edited", "", "text 4");
    assertThat(all(ROOM).get(3).reactions()).containsExactly(counted("+1", CAROL));
    assertThat(texts(OTHER))
        .containsExactly("named", "2 of bob", "3 of all", "4 edited", "", "6", "7 of bob", "8");
    assertThat(sent(OTHER, ALICE, new ClientMessageId("name"))).isPresent();
    Conversation group = history().conversation(OTHER).orElseThrow();
    assertThat(group.details().data().title()).contains("new");
    assertThat(group.details().bans()).isEqualTo(1);
    assertThat(group.details().roles())
        .isEqualTo(new Roles(Map.of(ALICE, Role.OWNER, BOB, Role.MODERATOR)));
    assertThat(history().standing(OTHER, BOB, 10))
        .isEqualTo(
            new ReadState(2, 3, MUTED, List.of(new Reader(BOB, 2, 7), new Reader(ALICE, 0, 4))));
    assertThat(history().blockedWith(BOB)).containsExactlyInAnyOrder(ALICE, DORA);
    assertThat(history().conversation(DIRECT).orElseThrow().isBlocked()).isTrue();
  }

  @Test
  void listsOfAFolderFromBeforeTheyKnewWhatChanged() throws IOException {
    open("earlier-v7.db.gz");

    assertThat(ids(listing(ALICE, Optional.empty()))).containsExactly("silent", "direct", "other");
    assertThat(ids(listing(BOB, Optional.empty()))).containsExactly("direct", "other", "room");
    Listed group = listing(BOB, Optional.empty()).conversations().get(1);
    assertThat(group.preferences()).isEqualTo(MUTED);
    assertThat(group.readUpTo()).isEqualTo(2);
    assertThat(group.unread()).isEqualTo(new Unread(3, 2));
    assertThat(history().unreadTotal(BOB, NOON)).isEqualTo(new UnreadTotal(32, 2, 2));
    assertThat(history().unreadTotal(ALICE, NOON)).isEqualTo(new UnreadTotal(2, 2, 1));
    assertThat(history().unread(CAROL, List.of(ROOM, OTHER, SILENT))).containsOnlyKeys(SILENT);
  }

  @Test
  void mentionsOfAFolderFromBeforeTheyWereCountedHaveRows() throws IOException, SQLException {
    open("earlier-v7.db.gz");

    assertThat(answer("SELECT user, seq, sender FROM mention ORDER BY seq, user"))
        .isEqualTo("bob 2 alice  3 alice bob 4 alice carol 4 alice alice 7 bob bob 7 bob");

    commitAll(List.of(add(OTHER, CAROL), delete(all(OTHER).get(3)), delete(all(OTHER).get(2))));
    commitAll(List.of(mark(OTHER, BOB, 0)));
    assertThat(unread(OTHER, BOB)).isEqualTo(new Unread(3, 1));
    assertThat(unread(OTHER, CAROL)).isEqualTo(new Unread(4, 0));
  }

  @Test
  void whatChangesInAFolderFromBeforeIsListed() throws IOException {
    open("earlier-v7.db.gz");
    ListingPoint point = history().listingPoint();
    for (UserId user : List.of(ALICE, BOB, CAROL, DORA)) {
      assertThat(listing(user, Optional.of(point)).entries()).isEmpty();
    }

    commitAll(List.of(edit(all(ROOM).get(0), "first"), mark(OTHER, BOB, 3)));
    commitAll(List.of(unblock(BOB, ALICE), note(DIRECT), leave(SILENT, CAROL)));
    assertThat(ids(listing(BOB, Optional.of(point)))).containsExactly("other", "room");
    assertThat(ids(listing(ALICE, Optional.of(point)))).containsExactly("room");
    assertThat(listing(CAROL, Optional.of(point)).entries())
        .singleElement()
        .isInstanceOf(NoLonger.class);

    commitAll(List.of(join(SILENT, BOB, LATER.plusMillis(1))));
    assertThat(ids(listing(ALICE, Optional.of(point)))).containsExactly("silent", "room");
    commitAll(List.of(leave(OTHER, BOB), forget(SILENT)));
    assertThat(ids(listing(BOB, Optional.of(point)))).contains("other", "room", "silent");
  }

  /** Each migration is one transaction, with the number that it leaves. */
  @Test
  void failedMigrationChangesNothing() throws IOException, SQLException {
    store.close();
    EarlierFolderTest.unpack("earlier-v7.db.gz", folder);
    execute("CREATE TABLE mention (in_the_way)");

    assertThatThrownBy(() -> open(folder, Sync.FULL)).isInstanceOf(UnusableStore.class);

    assertThat(answer("PRAGMA user_version")).isEqualTo("7");
    assertThat(answer("SELECT count(*), max(version) FROM schema_history")).isEqualTo("7 7");
    assertThat(answer("SELECT name FROM sqlite_schema WHERE name LIKE 'removal%'")).isEmpty();
    execute("DROP TABLE mention");
    open(folder, Sync.FULL);
    assertThat(ids(listing(BOB, Optional.empty()))).containsExactly("direct", "other", "room");
    assertThat(answer("PRAGMA user_version")).isEqualTo("10");
  }

  @Test
  void whatWasThereBeforeChangesIsBeforeEveryPoint() throws IOException {
    open("earlier-v6.db.gz");
    ListingPoint point = history().listingPoint();
    for (UserId user : List.of(ALICE, BOB, CAROL)) {
      assertThat(listing(user, Optional.of(point)).entries()).isEmpty();
    }

    commitAll(List.of(edit(all(ROOM).get(0), "first"), mark(OTHER, BOB, 1)));

    assertThat(ids(listing(ALICE, Optional.of(point)))).containsExactly("room");
    assertThat(ids(listing(BOB, Optional.of(point)))).containsExactly("other", "room");
  }

  @Test
  void mentionsOfAFolderFromBeforeTheyWereCountedAreCounted() throws IOException, SQLException {
    store.close();
    EarlierFolderTest.unpack("earlier-v6.db.gz", folder);
    for (String mentioned :
        List.of(
            "11, 1, 'bob'",
            "12, 1, 'carol' || char(31) || 'bob' || char(31) || 'dora'",
            "13, 1, ''",
            "14, 1, 'bobby'",
            "15, 1, NULL",
            "16, 2, ''")) {
      String[] values = mentioned.split(", ", 3);
      String place = " FROM message WHERE conversation = 1 AND seq = " + values[0];
      execute("INSERT INTO message_detail (row, mentions) SELECT row, " + values[2] + place);
      execute(
          "UPDATE message SET sender = 'zoe', detail = "
              + values[1]
              + " WHERE row = (SELECT row"
              + place
              + ")");
    }

    open(folder, Sync.FULL);

    commitAll(List.of(join(ROOM, CAROL), join(ROOM, DORA), join(ROOM, ZOE)));
    assertThat(mentions(BOB)).isEqualTo(3);
    assertThat(mentions(CAROL)).isEqualTo(2);
    assertThat(mentions(DORA)).isEqualTo(2);
    assertThat(mentions(ZOE)).isZero();
    commitAll(List.of(delete(all(ROOM).get(11))));
    assertThat(mentions(BOB)).isEqualTo(2);
    assertThat(mentions(DORA)).isEqualTo(1);
  }

  private int mentions(UserId user) {
    return unread(ROOM, user).mentions();
  }

  private Unread unread(ConversationId id, UserId user) {
    return Objects.requireNonNull(history().unread(user, List.of(id)).get(id));
  }

  private void open(String name) throws IOException {
    store.close();
    EarlierFolderTest.unpack(name, folder);
    open(folder, Sync.FULL);
  }

  private Listing listing(UserId user, Optional<ListingPoint> since) {
    return history()
        .conversationsOf(user, new ListingRequest(Optional.empty(), 10, PLENTY, false, since));
  }

  private static List<String> ids(Listing listing) {
    return listing.entries().stream().map(entry -> entry.place().conversation().value()).toList();
  }
}
