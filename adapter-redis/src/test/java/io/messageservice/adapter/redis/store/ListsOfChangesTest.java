package io.messageservice.adapter.redis.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.application.port.out.History.Listing;
import io.messageservice.application.port.out.History.ListingPoint;
import io.messageservice.application.port.out.History.ListingRequest;
import io.messageservice.application.port.out.History.NoLonger;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.domain.personal.Unread;
import io.messageservice.domain.personal.UnreadTotal;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lists of what changed and what is unread: what is kept for them, for how long, and its reads. */
@OnEachRedis
class ListsOfChangesTest {

  private static final UserId BOB = new UserId("bob");
  private final Instant now = Instant.now();

  private final OwnStore place;

  ListsOfChangesTest(RedisVersion version) {
    place = new OwnStore(version);
  }

  @AfterEach
  void close() {
    place.close();
  }

  @Test
  void thatSomebodyLeftIsKnownForThirtyDays() {
    RedisStore before = place.open("other", ago(30));
    ListingPoint oldest = place.open("another", ago(29)).history().listingPoint();
    commit(before, OwnStore.once("one"), OwnStore.leaving());
    assertThat(place.history().conversationIdsOf(OwnStore.ALICE)).isEmpty();

    assertThat(since(place.store, OwnStore.ALICE, oldest).entries())
        .containsExactly(new NoLonger(OwnStore.ROOM, ago(30).millis()));
  }

  /** Of more users than a script writes at once. */
  @Test
  void thatAConversationIsThereNoMoreIsKnownForThirtyDays() {
    List<UserId> users = IntStream.range(0, 2_100).mapToObj(i -> new UserId("user-" + i)).toList();
    RedisStore before = place.open("other", ago(30));
    commit(before, open(OwnStore.ROOM, users.toArray(UserId[]::new)));
    ListingPoint oldest = place.open("another", ago(29)).history().listingPoint();
    commit(before, forget(OwnStore.ROOM));
    assertThat(place.server.ask("EXISTS", key("c:room"), key("u:room"))).isEqualTo("0");

    for (int i : new int[] {0, 999, 1_000, 2_099}) {
      assertThat(since(place.store, users.get(i), oldest).entries())
          .containsExactly(new NoLonger(OwnStore.ROOM, ago(30).millis()));
    }
  }

  @Test
  void whatEndedLongAgoIsForgottenWhenAnotherEnds() {
    ConversationId again = in(OwnStore.ROOM, 0);
    ConversationId last = in(OwnStore.ROOM, 1);
    RedisStore before = place.open("other", ago(40));
    commit(
        before, open(OwnStore.ROOM, BOB), open(again, BOB), forget(OwnStore.ROOM), forget(again));
    commit(place.store, open(again, BOB));

    commit(place.open("another", ago(2)), open(last, BOB), forget(last));

    assertThat(place.server.ask("ZRANGE", key("past"), "0", "-1")).isEqualTo(last.value());
    assertThat(place.server.ask("EXISTS", key("s:room"), key("l:room"))).isEqualTo("0");
    assertThat(place.server.ask("HEXISTS", key("s:" + again.value()), "")).isEqualTo("1");
    assertThat(place.server.ask("ZRANGE", key("l:" + last.value()), "0", "-1")).isEqualTo("bob");
  }

  @Test
  void pointThatIsOlderListsEverything() {
    ListingPoint old = place.open("other", ago(31)).history().listingPoint();
    place.say("one");

    Listing listing = since(place.store, OwnStore.ALICE, old);

    assertThat(listing.reset()).isTrue();
    assertThat(listing.conversations()).hasSize(1);
  }

  @Test
  void whoLeftLongAgoIsForgottenWhenSomebodyLeaves() {
    commit(place.open("other", ago(40)), OwnStore.once("one"), OwnStore.leaving());
    commit(place.open("another", ago(2)), join(BOB));
    assertThat(place.server.ask("ZRANGE", key("l:room"), "0", "-1")).isEqualTo("alice");

    place.commit(leave(BOB));

    assertThat(place.server.ask("ZRANGE", key("l:room"), "0", "-1")).isEqualTo("bob");
    assertThat(place.server.ask("HKEYS", key("s:room")).lines())
        .containsExactlyInAnyOrder("", "bob");
    assertThat(place.history().conversationIdsOf(OwnStore.ALICE)).isEmpty();
    assertThat(place.server.ask("EXISTS", "ms:conversations:alice")).isEqualTo("0");
  }

  @Test
  void whatAnotherNodeWritesIsAfterThePoint() {
    RedisStore other = place.open("other", InstantSource.system());
    place.say("one");
    ListingPoint point = other.history().listingPoint();
    place.say("two");

    assertThat(since(other, OwnStore.ALICE, point).entries()).hasSize(1);
    assertThat(since(other, OwnStore.ALICE, other.history().listingPoint()).entries()).isEmpty();
  }

  /** However many conversations there are: the index, and each partition a few times. */
  @Test
  void whatIsUnreadIsReadTogether() {
    List<ConversationId> groups =
        IntStream.range(0, 200).mapToObj(i -> new ConversationId("group-" + i)).toList();
    groups.forEach(
        id -> commit(place.store, group(id), OwnStore.saying(id, "1"), OwnStore.saying(id, "2")));
    RedisStore fresh = place.open("fresh", InstantSource.system());
    assertThat(fresh.history().conversationIdsOf(BOB)).as("scripts are known").hasSize(200);

    long before = scripts();
    assertThat(fresh.history().unreadTotal(BOB, now)).isEqualTo(new UnreadTotal(400, 200, 0));
    assertThat(scripts() - before).isLessThanOrEqualTo(2 * KeyPartition.COUNT + 1);

    before = scripts();
    assertThat(fresh.history().unread(BOB, groups))
        .hasSize(200)
        .allSatisfy((id, unread) -> assertThat(unread).isEqualTo(new Unread(2, 0)));
    assertThat(scripts() - before).isLessThanOrEqualTo(KeyPartition.COUNT);

    before = scripts();
    assertThat(list(fresh, BOB, 200).conversations()).hasSize(200);
    assertThat(scripts() - before).isLessThanOrEqualTo(3 * KeyPartition.COUNT + 1);

    groups.forEach(
        id -> commit(place.store, records -> Decision.personal("", new ReadMark(id, BOB, 2))));
    before = scripts();
    assertThat(place.history().unreadTotal(BOB, now)).isEqualTo(UnreadTotal.NONE);
    assertThat(scripts() - before).isLessThanOrEqualTo(KeyPartition.COUNT + 1);
  }

  private long scripts() {
    return place
        .server
        .ask("INFO", "commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_evalsha:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('=') + 1, line.indexOf(','))))
        .sum();
  }

  private InstantSource ago(int days) {
    return InstantSource.fixed(now.minus(Duration.ofDays(days)).plusSeconds(60));
  }

  private static Listing since(RedisStore store, UserId user, ListingPoint point) {
    return store
        .history()
        .conversationsOf(
            user, new ListingRequest(Optional.empty(), 10, 1 << 20, false, Optional.of(point)));
  }

  private static Listing list(RedisStore store, UserId user, int limit) {
    return store
        .history()
        .conversationsOf(
            user, new ListingRequest(Optional.empty(), limit, 1 << 20, false, Optional.empty()));
  }

  /** An id of the same partition. */
  private static ConversationId in(ConversationId other, int index) {
    KeyPartition where = KeyPartition.of(other.value());
    return IntStream.range(0, 1_000)
        .mapToObj(i -> "c" + i)
        .filter(id -> KeyPartition.of(id).equals(where))
        .skip(index)
        .map(ConversationId::new)
        .findFirst()
        .orElseThrow();
  }

  private static Decider<String> open(ConversationId id, UserId... users) {
    return records ->
        Decision.changed(
            "begun", Conversation.begin(id, Kind.OPEN, Participants.of(List.of(users))));
  }

  private static Decider<String> forget(ConversationId id) {
    return records -> Decision.forgotten("forgotten", id);
  }

  private static Decider<String> group(ConversationId id) {
    return records ->
        Decision.changed(
            "begun", Conversation.begin(id, Kind.GROUP, Participants.of(OwnStore.ALICE, BOB)));
  }

  private static Decider<String> join(UserId user) {
    return records ->
        Decision.changed("joined", records.conversation(OwnStore.ROOM).orElseThrow().with(user));
  }

  private static Decider<String> leave(UserId user) {
    return records ->
        Decision.changed("left", records.conversation(OwnStore.ROOM).orElseThrow().without(user));
  }

  @SafeVarargs
  private static void commit(RedisStore store, Decider<String>... commands) {
    for (Decider<String> command : commands) {
      assertThat(store.ledger().commit(List.of(command))).hasOnlyElementsOfType(Outcome.Done.class);
    }
  }

  private static String key(String name) {
    return "ms:" + KeyPartition.of(OwnStore.ROOM.value()).tag() + name;
  }
}
