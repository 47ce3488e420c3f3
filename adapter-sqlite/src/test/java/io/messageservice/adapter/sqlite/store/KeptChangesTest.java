package io.messageservice.adapter.sqlite.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.sqlite.store.TableWriter.LogTrim;
import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.Changes;
import io.messageservice.application.port.out.change.LoggedEvent.MessageDeleted;
import io.messageservice.application.port.out.change.LoggedEvent.MessageEdited;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesAppended;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.domain.message.Attachment;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** For how long single changes are kept, and what goes with them. */
class KeptChangesTest extends ReopenedStore {

  private static final String URL = "https://files/4711";

  /** More looks than there are from one truncation of the log to the next. */
  private static final int LOOKS = 40;

  private Instant now = Instant.parse("2026-05-01T00:00:00Z");

  @BeforeEach
  void openWithClock() {
    reopen(() -> now);
  }

  @Test
  void changesAreReadForTheTimeThatTheyAreKeptAndThenNoMore() {
    talk(ROOM, 1, 2);
    Place early = store.changes().newest();
    pass(5);
    talk(ROOM, 3, 4);
    pass(1);
    assertThat(messages(oldest())).containsExactly(1L, 2L, 3L, 4L);

    pass(2);

    assertThat(messages(oldest())).containsExactly(3L, 4L);
    assertThat(oldest().start()).isEqualTo(early);
    assertThat(store.changes().after(early, 10).start()).isEqualTo(early);
    Place earlier = new Place(early.epoch(), early.number() - 1);
    assertThat(store.changes().after(earlier, 10)).isEqualTo(oldest());
  }

  @Test
  void changesGoAlsoWhereNothingIsStoredForLong() {
    talk(ROOM, 1, 2);
    Place last = store.changes().newest();
    pass(8);

    assertThat(oldest()).isEqualTo(new Changes(last, List.of(), List.of(), last, false));
    assertThat(store.changes().after(last, 10).start()).as("it missed nothing").isEqualTo(last);

    reopen(() -> now);
    talk(ROOM, 3, 3);
    assertThat(messages(oldest())).containsExactly(3L);
    assertThat(oldest().start()).isEqualTo(last);
  }

  @Test
  void timeOfMessagesIsNoneOfTheLog() {
    commitAll(List.of(say(ROOM, ALICE, MessageContent.of("old"), Optional.empty(), Instant.EPOCH)));

    assertThat(messages(oldest())).containsExactly(1L);
  }

  @Test
  void oldRowsAreRemovedSomeWithEachCommit() throws SQLException {
    commitAll(List.of(join(ROOM, ALICE)));
    commitAll(IntStream.range(0, 1_000).mapToObj(i -> mark(ROOM, ALICE, i % 2)).toList());
    pass(8);

    talk(ROOM, 1, 1);
    int first = rows();
    assertThat(first).isBetween(1_001 - LogTrim.ROWS - 10, 1_000);
    talk(ROOM, 2, 2);
    assertThat(rows()).isBetween(first - LogTrim.ROWS - 10, first - 1);

    for (int i = 3; i < 40; i++) {
      talk(ROOM, i, i);
    }
    assertThat(rows()).as("that somebody joined by a message").isEqualTo(1);
    assertThat(messages(oldest())).hasSize(39);
  }

  @Test
  void rowsThatARestartLeftAreRemoved() throws SQLException {
    commitAll(List.of(join(ROOM, ALICE)));
    commitAll(IntStream.range(0, 100).mapToObj(i -> mark(ROOM, ALICE, i % 2)).toList());
    pass(8);
    commitAll(List.of(mark(ROOM, ALICE, 2)));
    assertThat(rows()).isGreaterThan(1);

    reopen(() -> now);
    commitAll(List.of(mark(ROOM, ALICE, 3)));

    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void tracesAreKeptAsLongAsWhatTheyLedToAndNoneIsOfWhatIsNotTraced() throws SQLException {
    talk(ROOM, 1, 2);
    assertThat(answer("SELECT 'rows', count(*) FROM change_trace")).isEqualTo("rows 0");
    commitAll(IntStream.range(0, 100).mapToObj(i -> traced(i, say(ROOM, ALICE, "i"))).toList());
    Change newest = oldest().changes().get(oldest().changes().size() - 1);
    assertThat(newest.traceparent(0)).hasValue("00-%032x-%016x-01".formatted(99, 99));
    pass(8);

    talk(ROOM, 103, 103);
    assertThat(answer("SELECT 'rows', count(*) FROM change_trace")).isNotEqualTo("rows 0");
    talk(ROOM, 104, 105);

    assertThat(answer("SELECT 'rows', count(*) FROM change_trace")).isEqualTo("rows 0");
  }

  @Test
  void timesAreNotedAndRemovedToo() throws SQLException {
    for (int hour = 0; hour < 500; hour++) {
      now = now.plus(Duration.ofHours(1));
      talk(ROOM, hour + 1, hour + 1);
    }

    assertThat(Integer.parseInt(answer("SELECT count(*) FROM log_time"))).isBetween(100, 130);
    assertThat(messages(oldest())).hasSizeBetween(7 * 24, 7 * 24 + 3).contains(500L);
  }

  /** What is committed after a jump back is young for as long as any other. */
  @Test
  void clockThatIsSetBackTakesNothingAway() {
    talk(ROOM, 1, 1);
    now = now.minus(Duration.ofDays(30));
    talk(ROOM, 2, 2);
    assertThat(messages(oldest())).containsExactly(1L, 2L);

    pass(5);
    talk(ROOM, 3, 3);
    pass(3);

    assertThat(messages(oldest())).containsExactly(3L);
  }

  @Test
  void filesOfADeletedMessageAreNamedUntilTheChangeIsOld() throws IOException {
    Message message = commit(say(ROOM, ALICE, withFile(), Optional.empty(), NOON));
    commitAll(List.of(edit(message, "with other words")));
    commitAll(List.of(delete(message)));
    assertThat(changesOf()).contains(new MessageEdited(1), new MessageDeleted(1, List.of(URL)));

    pass(8);
    talk(ROOM, 2, 2);
    look();

    assertThat(RemovedTextTest.filesWith(URL, folder)).isEmpty();
  }

  @Test
  void filesThatAnEditTakesAwayAreGoneAtOnce() throws IOException {
    Message message = commit(say(ROOM, ALICE, withFile(), Optional.empty(), NOON));

    commitAll(List.of(edit(message, whole(MessageContent.of("no file")))));
    commitAll(List.of(delete(message)));
    look();

    assertThat(changesOf()).contains(new MessageDeleted(1, List.of()));
    assertThat(RemovedTextTest.filesWith(URL, folder)).isEmpty();
  }

  private static MessageContent withFile() {
    return new MessageContent(
        "", List.of(new Attachment(Optional.empty(), URL, "", "", 0, Optional.empty())));
  }

  private void pass(int days) {
    now = now.plus(Duration.ofDays(days));
  }

  private void look() {
    for (int i = 0; i < LOOKS; i++) {
      store.look();
    }
  }

  private Changes oldest() {
    return store.changes().after(Place.OLDEST, 10_000);
  }

  private List<Object> changesOf() {
    return oldest().changes().stream()
        .map(Change::events)
        .flatMap(List::stream)
        .map(Object.class::cast)
        .toList();
  }

  private static List<Long> messages(Changes changes) {
    return changes.changes().stream()
        .flatMap(change -> change.events().stream())
        .filter(MessagesAppended.class::isInstance)
        .map(event -> ((MessagesAppended) event).seq())
        .toList();
  }

  private int rows() throws SQLException {
    return Integer.parseInt(answer("SELECT count(*) FROM change_log"));
  }
}
