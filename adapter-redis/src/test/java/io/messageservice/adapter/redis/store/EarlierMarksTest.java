package io.messageservice.adapter.redis.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.application.port.out.History.ListingPoint;
import io.messageservice.application.port.out.History.ListingRequest;
import io.messageservice.application.port.out.History.ReadState;
import io.messageservice.application.port.out.History.Reader;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.domain.user.UserId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Goes on with marks of the last version that knew only those of what was read, kept as {@link
 * KeptStore}, and beside nodes of that version.
 */
@OnEachRedis
class EarlierMarksTest extends KeptStore {

  /** With nine messages; Dora read all of them and left. */
  private static final UserId DORA = new UserId("dora");

  EarlierMarksTest(RedisVersion version) throws IOException {
    super(version, "before-preferences.aof.gz");
  }

  @Test
  void whatWasReadHasReachedItsReader() {
    assertThat(standing(BOB))
        .isEqualTo(
            new ReadState(
                3, 3, Preferences.NONE, List.of(new Reader(ALICE, 9, 9), new Reader(BOB, 3, 3))));
    assertThat(store.history().readers(ROOM, List.of(BOB, CAROL, DORA)))
        .isEqualTo(Map.of(BOB, new Reader(BOB, 3, 3), DORA, new Reader(DORA, 9, 9)));
  }

  @Test
  void marksAndPreferencesAreKeptBesideTheirMarks() {
    carryOut(reached(CAROL, 7));
    carryOut(reached(BOB, 8));
    carryOut(hiding(BOB));

    assertThat(standing(BOB))
        .isEqualTo(
            new ReadState(
                3,
                3,
                new Preferences(Preferences.FOR_EVER, 9),
                List.of(new Reader(ALICE, 9, 9), new Reader(BOB, 3, 8), new Reader(CAROL, 0, 7))));
    assertThat(listed(BOB)).containsExactly("team");
    assertThat(server.ask("ZRANGE", key("r:room"), "0", "-1", "WITHSCORES").lines())
        .containsExactly("alice", "-9", "dora", "-9", "bob", "-3");
  }

  /** It noted no commits. */
  @Test
  void listsOfWhatChangedAreRightFromThenOn() {
    ListingPoint point = store.history().listingPoint();
    assertThat(since(BOB, point)).isEmpty();

    carryOut(hiding(BOB));
    assertThat(since(BOB, point)).containsExactly(ROOM);
    assertThat(since(ALICE, point)).isEmpty();

    carryOut(
        records -> Decision.changed("left", records.conversation(ROOM).orElseThrow().without(BOB)));
    assertThat(since(BOB, point)).containsExactly(ROOM);
    assertThat(since(BOB, store.history().listingPoint())).isEmpty();
    assertThat(since(DORA, point)).isEmpty();
    assertThat(store.history().unreadTotal(CAROL, Instant.EPOCH).conversations()).isPositive();
  }

  private List<ConversationId> since(UserId user, ListingPoint point) {
    return store
        .history()
        .conversationsOf(
            user, new ListingRequest(Optional.empty(), 10, 1 << 20, false, Optional.of(point)))
        .entries()
        .stream()
        .map(entry -> entry.place().conversation())
        .toList();
  }

  /** It reads and writes nothing but its own marks. */
  @Test
  void nodeOfTheVersionBeforeMovesAMarkWhileMessagesReachTheReader() {
    carryOut(reached(BOB, 5));

    readAsTheVersionBefore("bob", 6);
    carryOut(reached(BOB, 2));
    assertThat(standing(ALICE).readers())
        .containsExactly(new Reader(ALICE, 9, 9), new Reader(BOB, 6, 6));

    readAsTheVersionBefore("bob", 0);
    assertThat(standing(ALICE).readers())
        .containsExactly(new Reader(ALICE, 9, 9), new Reader(BOB, 0, 6));
    carryOut(records -> Decision.personal("read", new ReadMark(ROOM, BOB, 1)));
    assertThat(standing(BOB).readUpTo()).isEqualTo(1);
  }

  /** As a client reports it: what was read has reached them, too. */
  private static Decider<String> reached(UserId user, long seq) {
    return records ->
        Decision.personal(
            "reached",
            new DeliveredMark(ROOM, user, records.deliveredUpTo(ROOM, user))
                .delivered(records.readUpTo(ROOM, user))
                .delivered(seq));
  }

  private static Decider<String> hiding(UserId user) {
    return records ->
        Decision.personal(
            "hidden", new OwnPreferences(ROOM, user, new Preferences(Preferences.FOR_EVER, 9)));
  }

  private void readAsTheVersionBefore(String user, long upTo) {
    String unused =
        upTo == 0
            ? server.ask("ZREM", key("r:room"), user)
            : server.ask("ZADD", key("r:room"), Long.toString(-upTo), user);
  }

  private void carryOut(Decider<String> command) {
    assertThat(store.ledger().commit(List.of(command))).hasOnlyElementsOfType(Outcome.Done.class);
  }

  private ReadState standing(UserId user) {
    return store.history().standing(ROOM, user, 10);
  }

  private List<String> listed(UserId user) {
    return store
        .history()
        .conversationsOf(
            user, new ListingRequest(Optional.empty(), 10, 1 << 20, false, Optional.empty()))
        .conversations()
        .stream()
        .map(listed -> listed.conversation().id().value())
        .toList();
  }

  private static String key(String name) {
    return "ms:" + KeyPartition.of(ROOM.value()).tag() + name;
  }
}
