package io.messageservice.adapter.redis.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.Changes;
import io.messageservice.application.port.out.change.LoggedEvent;
import io.messageservice.application.port.out.change.LoggedEvent.MessageChanged;
import io.messageservice.application.port.out.change.LoggedEvent.MessageDeleted;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesAppended;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesRead;
import io.messageservice.application.port.out.change.LoggedEvent.ParticipantsChanged;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.domain.conversation.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Goes on with what the last version wrote whose changes had no places and did not say what
 * happened, kept as {@link KeptStore}: in "other", a group of Alice and Bob, two messages, and one
 * in "room", up to where the stream of events had come; then the first message is edited, the
 * second, with a file, is deleted, Bob reacts to the first and reads, the group gets a title, a
 * third message follows, and Bob leaves.
 */
@OnEachRedis
class EarlierEventsTest extends KeptStore {

  EarlierEventsTest(RedisVersion version) throws IOException {
    super(version, "before-events.aof.gz");
  }

  @Test
  void changesAreReadAsFarAsTheyWereNoted() {
    assertThat(events(store.changes().after(noted(), 100)))
        .containsExactly(
            new MessageChanged(1),
            new MessageChanged(2),
            new MessageChanged(1),
            new MessagesRead(BOB, 2),
            new MessagesAppended(2, 3),
            new ParticipantsChanged(Set.of(), Set.of(BOB), Optional.of(Kind.GROUP)));
  }

  @Test
  void readerGoesOnWhereItWas() {
    Place noted = noted();

    Changes all = store.changes().after(Place.OLDEST, 100);
    assertThat(all.changes()).hasSize(11);
    assertThat(all.gaps()).isEmpty();
    assertThat(store.changes().after(noted, 100).start()).isEqualTo(noted);
    assertThat(noted.number()).isEqualTo(4);
  }

  @Test
  void laterChangesSayWhatHappened() {
    Place start = store.changes().newest();
    commitAll(List.of(delete(history().after(OTHER, 2, 1, 10_000).messages().get(0))));

    assertThat(events(store.changes().after(start, 100)))
        .containsExactly(new MessageDeleted(3, List.of()));
  }

  private Place noted() {
    String mark = server.ask("GET", "ms:{events}:changes:position");
    return store.changes().noted(mark).orElseThrow();
  }

  private static List<LoggedEvent> events(Changes changes) {
    return changes.changes().stream().map(Change::events).flatMap(List::stream).toList();
  }
}
