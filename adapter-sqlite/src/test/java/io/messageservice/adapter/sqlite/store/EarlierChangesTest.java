package io.messageservice.adapter.sqlite.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.sqlite.SqliteConfig;
import io.messageservice.adapter.sqlite.SqliteConfig.Sync;
import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.Changes;
import io.messageservice.application.port.out.change.LoggedEvent;
import io.messageservice.application.port.out.change.LoggedEvent.ConversationChanged;
import io.messageservice.application.port.out.change.LoggedEvent.MessageChanged;
import io.messageservice.application.port.out.change.LoggedEvent.MessageDeleted;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesAppended;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesDelivered;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesRead;
import io.messageservice.application.port.out.change.LoggedEvent.ParticipantsChanged;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.personal.Unread;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Single changes of a data folder from before they said what happened. */
class EarlierChangesTest extends ReopenedStore {

  private static final ConversationId EIGHT = new ConversationId("eight");
  private static final String EPOCH = "2b30ad53b49e5cd21aae4e118b1d7888";

  /** What a reader of that version noted halfway: the row of the newest message. */
  private static final Place MIDDLE = new Place(EPOCH, 98);

  @BeforeEach
  void openForGood() throws IOException {
    store.close();
    EarlierFolderTest.unpack("earlier-v8.db.gz", folder);
    store = SqliteStore.open(SqliteConfig.in(folder, Sync.FULL).keeping(Duration.ofDays(36_500)));
  }

  @Test
  void changesOfBeforeAreReadAsFarAsTheyWereNoted() {
    Changes all = store.changes().after(Place.OLDEST, 1_000);

    assertThat(all.start()).isEqualTo(new Place(EPOCH, 0));
    assertThat(events(all))
        .containsExactly(
            new ParticipantsChanged(Set.of(ALICE, BOB), Set.of(), Optional.of(Kind.GROUP)),
            new MessagesAppended(0, 1),
            new MessagesAppended(1, 2),
            new MessagesAppended(2, 3),
            new MessageChanged(2),
            new MessageChanged(2),
            new MessageChanged(1),
            new ConversationChanged(),
            new ParticipantsChanged(Set.of(CAROL), Set.of(), Optional.of(Kind.GROUP)),
            new ConversationChanged(),
            new ParticipantsChanged(Set.of(), Set.of(CAROL), Optional.of(Kind.GROUP)),
            new MessagesRead(BOB, 1));
    assertThat(all.changes()).extracting(Change::at).containsOnly(NOON);
  }

  @Test
  void readerOfBeforeGoesOnWhereItNoted() {
    assertThat(store.changes().noted("98")).contains(MIDDLE);
    Changes rest = store.changes().after(MIDDLE, 1_000);

    assertThat(rest.start()).isEqualTo(MIDDLE);
    assertThat(events(rest)).hasSize(8).startsWith(new MessageChanged(2));
    assertThat(rest.end()).isEqualTo(store.changes().newest()).isEqualTo(new Place(EPOCH, 107));
  }

  /** The times of messages say it; what was done to them had none. */
  @Test
  void whatIsOldThenIsNotReadAndGoesWithWhatIsStored() throws SQLException {
    reopen(Sync.FULL);
    Changes kept = store.changes().after(Place.OLDEST, 1_000);

    assertThat(kept.start()).isEqualTo(MIDDLE);
    assertThat(events(kept)).hasSize(8);

    commitAll(List.of(say(EIGHT, BOB, "4")));
    assertThat(answer("SELECT min(row) FROM change_log")).isEqualTo("99");
  }

  @Test
  void whatHappensInAFolderOfBeforeIsNamed() {
    Place before = store.changes().newest();

    commitAll(List.of(delete(all(EIGHT).get(2)), mark(EIGHT, ALICE, 3), reached(EIGHT, BOB, 3)));

    assertThat(events(store.changes().after(before, 10)))
        .containsExactly(
            new MessageDeleted(3, List.of("/1", "/2")),
            new MessagesRead(ALICE, 3),
            new MessagesDelivered(BOB, 3));
  }

  @Test
  void everythingElseIsAsItWas() throws SQLException {
    assertThat(answer("PRAGMA user_version")).isEqualTo("10");
    assertThat(texts(EIGHT)).containsExactly("", "edited", "");
    assertThat(all(EIGHT).get(1).reactions()).containsExactly(counted("+1", ALICE));
    assertThat(history().unread(BOB, List.of(EIGHT))).isEqualTo(Map.of(EIGHT, new Unread(1, 0)));
    assertThat(store.positions().take("any")).contains("");
    assertThat(all(ROOM)).hasSize(66);
  }

  private static List<LoggedEvent> events(Changes changes) {
    return changes.changes().stream()
        .filter(change -> change.conversation().equals(Optional.of(EIGHT)))
        .flatMap(change -> change.events().stream())
        .toList();
  }
}
