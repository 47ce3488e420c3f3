package io.messageservice.adapter.redis.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.application.port.out.GroupCommands;
import io.messageservice.application.port.out.History.Entry;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.ListingPoint;
import io.messageservice.application.port.out.History.ListingRequest;
import io.messageservice.application.port.out.History.NoLonger;
import io.messageservice.application.port.out.History.Reader;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Mentions;
import io.messageservice.domain.message.MessageAttributes;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.Unread;
import io.messageservice.domain.personal.UnreadTotal;
import io.messageservice.domain.user.UserId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Goes on with what the last version wrote that noted neither changes of lists nor mentions, kept
 * as {@link KeptStore}.
 */
@OnEachRedis
class EarlierListsTest extends KeptStore {

  /**
   * With six messages, the fourth of Bob and the others of Alice: the second mentions Bob, the
   * third all, the fifth Bob and Carol, and the sixth is deleted. Bob has read the first, got
   * three, and muted it for ever; Carol has hidden it; Dora left.
   */
  private static final ConversationId TEAM = new ConversationId("team");

  /** Of Alice and Bob, with a message of each; Bob blocks Alice. */
  private static final ConversationId DIRECT = new ConversationId("direct");

  /** An open one that Alice and Bob joined, without messages. */
  private static final ConversationId LOBBY = new ConversationId("lobby");

  private static final UserId DORA = new UserId("dora");

  EarlierListsTest(RedisVersion version) throws IOException {
    super(version, "before-lists.aof.gz");
  }

  @Test
  void everythingIsListedWithMarksAndPreferences() {
    assertThat(names(list(BOB, Optional.empty()))).containsExactly("lobby", "direct", "team");
    assertThat(names(list(CAROL, Optional.empty()))).as("hidden").isEmpty();
    assertThat(names(list(DORA, Optional.empty()))).as("left").isEmpty();

    Listed team = (Listed) list(BOB, Optional.empty()).get(2);
    assertThat(team.readUpTo()).isEqualTo(1);
    assertThat(team.preferences())
        .isEqualTo(new Preferences(Preferences.FOR_EVER, Preferences.SHOWN));
    assertThat(team.lastMessage().orElseThrow().isDeleted()).isTrue();
    assertThat(history().readers(TEAM, List.of(BOB, CAROL)))
        .isEqualTo(Map.of(BOB, new Reader(BOB, 1, 3)));
    assertThat(history().standing(TEAM, CAROL, 9).preferences().isHiddenAt(6)).isTrue();
  }

  @Test
  void blocksHold() {
    assertThat(history().blockedBy(BOB, Optional.empty(), 9)).containsExactly(ALICE);
    assertThat(history().blockedWith(ALICE)).containsExactly(BOB);
    assertThat(history().conversation(DIRECT).orElseThrow().isBlocked()).isTrue();
  }

  /** What mentioned somebody before counts as unread, not as a mention. */
  @Test
  void mentionsCountFromThenOn() {
    assertThat(history().unread(BOB, List.of(TEAM, DIRECT, LOBBY, ROOM)))
        .isEqualTo(Map.of(TEAM, new Unread(3, 0), DIRECT, new Unread(1, 0), LOBBY, Unread.NONE));
    assertThat(history().unread(DORA, List.of(TEAM))).as("left").isEmpty();
    assertThat(history().unreadTotal(BOB, Instant.EPOCH)).isEqualTo(new UnreadTotal(1, 1, 0));

    commitAll(
        List.of(mentioningBob(), delete(history().after(TEAM, 4, 1, PLENTY).messages().get(0))));
    assertThat(history().unread(BOB, List.of(TEAM))).isEqualTo(Map.of(TEAM, new Unread(3, 1)));
    assertThat(((Listed) list(BOB, Optional.empty()).get(2)).unread()).isEqualTo(new Unread(3, 1));
    assertThat(history().unreadTotal(BOB, Instant.EPOCH)).isEqualTo(new UnreadTotal(1, 1, 1));

    commitAll(List.of(mark(TEAM, BOB, 7)));
    assertThat(history().unread(BOB, List.of(TEAM))).isEqualTo(Map.of(TEAM, Unread.NONE));
  }

  @Test
  void listsOfWhatChangedAreRightFromThenOn() {
    ListingPoint point = history().listingPoint();
    for (UserId user : List.of(ALICE, BOB, CAROL, DORA)) {
      assertThat(list(user, Optional.of(point))).isEmpty();
    }

    commitAll(List.of(mark(TEAM, BOB, 2), join(LOBBY, CAROL)));
    assertThat(names(list(BOB, Optional.of(point)))).containsExactly("team");
    assertThat(list(ALICE, Optional.of(point))).isEmpty();
    assertThat(names(list(CAROL, Optional.of(point)))).containsExactly("lobby");

    commitAll(List.of(leave(TEAM, BOB), GroupCommands.add(TEAM, DORA), forget(LOBBY)));
    assertThat(list(BOB, Optional.of(point))).hasSize(2).allMatch(NoLonger.class::isInstance);
    assertThat(names(list(ALICE, Optional.of(point)))).containsExactlyInAnyOrder("lobby", "team");
    assertThat(names(list(DORA, Optional.of(point)))).containsExactly("team");
    assertThat(list(BOB, Optional.of(history().listingPoint()))).isEmpty();
  }

  private static Decider<String> mentioningBob() {
    return say(
        TEAM,
        ALICE,
        "7",
        new MessageAttributes(
            Optional.empty(), Optional.empty(), new Mentions(false, List.of(BOB))));
  }

  private List<Entry> list(UserId user, Optional<ListingPoint> since) {
    return history()
        .conversationsOf(user, new ListingRequest(Optional.empty(), 10, PLENTY, false, since))
        .entries();
  }

  private static List<String> names(List<Entry> entries) {
    return entries.stream().map(entry -> entry.place().conversation().value()).toList();
  }
}
