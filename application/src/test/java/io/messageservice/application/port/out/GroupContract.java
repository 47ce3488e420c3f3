package io.messageservice.application.port.out;

import static io.messageservice.application.port.out.GroupCommands.add;
import static io.messageservice.application.port.out.GroupCommands.ban;
import static io.messageservice.application.port.out.GroupCommands.createGroup;
import static io.messageservice.application.port.out.GroupCommands.rename;
import static io.messageservice.application.port.out.GroupCommands.setRole;
import static io.messageservice.application.port.out.GroupCommands.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.Missed;
import io.messageservice.application.port.out.History.Page;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.domain.conversation.Ban;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.DataChange;
import io.messageservice.domain.conversation.Details;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.conversation.Roles;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.Unread;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link LedgerContract} asks of groups: their data, roles, bans and positions. */
abstract class GroupContract extends ReactingContract {

  private static final ConversationData DATA =
      new ConversationData(
          Optional.of("Über \"alles\" 👋🏽 'x'"),
          Optional.of("https://files.example/ä?x=1&y=\"2\""),
          Optional.of("{\"pages\":[1,2,{\"deep\":null}],\"emoji\":\"👩‍👩‍👧\"}"),
          false);

  private static final DataChange FROZEN = freezing(true);

  @Test
  void createdGroupIsKeptAsItWasDecided() {
    commitAll(List.of(createGroup(ROOM, DATA, ALICE, BOB)));

    assertThat(stored())
        .isEqualTo(
            new Conversation(
                ROOM,
                Kind.GROUP,
                Participants.of(List.of(ALICE, BOB)),
                1,
                0,
                1,
                NOON,
                Optional.of(ALICE),
                new Details(Optional.of(NOON), DATA, Roles.ownedBy(ALICE), 0, 1, 1, 1)));
  }

  @Test
  void groupOfNobodyWithoutDataIsKeptToo() {
    commitAll(List.of(create(ROOM, Kind.GROUP, Optional.empty(), ALICE, BOB)));

    assertThat(stored().details()).isEqualTo(Details.NONE);
    assertThat(stored().position()).isEqualTo(Position.START);
  }

  @Test
  void changesOfMessagesAreCountedApart() {
    commitAll(List.of(createGroup(ROOM, DATA, ALICE, BOB), say(ROOM, ALICE, "one")));
    commitAll(List.of(rename(ROOM, "new"), setRole(ROOM, BOB, Role.MODERATOR)));
    assertThat(stored().details().groupChanges()).isEqualTo(3);
    assertThat(stored().messageChanges()).isZero();

    Message one = history().after(ROOM, 0, 1, 1_000).messages().get(0);
    commitAll(List.of(edit(one, "two"), ban(ROOM, CAROL, LATER), leave(ROOM, BOB)));

    assertThat(stored().details().groupChanges()).isEqualTo(4);
    assertThat(stored().messageChanges()).isEqualTo(1);
  }

  @Test
  void pagesOfListsAreBoundedWithTheDataOfGroups() {
    ConversationData large =
        new ConversationData(
            Optional.empty(), Optional.empty(), Optional.of("m".repeat(4_000)), false);
    commitAll(List.of(createGroup(ROOM, large, ALICE), createGroup(OTHER, large, ALICE)));

    assertThat(history().conversationsOf(ALICE, page(Optional.empty(), 9, 7_000)).conversations())
        .hasSize(1);
    assertThat(history().conversationsOf(ALICE, page(Optional.empty(), 9, 9_000)).conversations())
        .hasSize(2);
  }

  @Test
  void largestDataAreKept() {
    ConversationData largest =
        new ConversationData(
            Optional.of("👍".repeat(ConversationData.MAX_TITLE_LENGTH)),
            Optional.of("x".repeat(ConversationData.MAX_URL_LENGTH)),
            Optional.of("y".repeat(ConversationData.MAX_METADATA_BYTES)),
            false);

    commitAll(List.of(createGroup(ROOM, largest, ALICE)));

    assertThat(stored().details().data()).isEqualTo(largest);
  }

  @Test
  void dataChangeOneByOneAndAccessDoesNot() {
    commitAll(List.of(createGroup(ROOM, ConversationData.NONE, ALICE, BOB)));

    commitAll(List.of(rename(ROOM, "first")));
    assertThat(stored().details().data().title()).contains("first");
    commitAll(List.of(update(ROOM, FROZEN)));
    assertThat(stored().details().data().frozen()).isTrue();
    assertThat(stored().details().dataRev()).isEqualTo(3);
    commitAll(List.of(rename(ROOM, "second"), rename(ROOM, ""), update(ROOM, freezing(false))));

    assertThat(stored().details().data()).isEqualTo(ConversationData.NONE);
    assertThat(stored().details().dataRev()).isEqualTo(6);
    assertThat(stored().details().participantsRev()).isEqualTo(1);
    assertThat(stored().position()).isEqualTo(new Position(0, 6));
    assertThat(stored().accessVersion()).isEqualTo(1);
  }

  @Test
  void rolesChangeWithTheirParticipants() {
    commitAll(List.of(createGroup(ROOM, DATA, ALICE, BOB)));

    commitAll(List.of(setRole(ROOM, BOB, Role.MODERATOR), add(ROOM, CAROL)));
    assertThat(roles()).isEqualTo(Map.of(ALICE, Role.OWNER, BOB, Role.MODERATOR));
    commitAll(List.of(setRole(ROOM, CAROL, Role.OWNER), setRole(ROOM, ALICE, Role.MEMBER)));
    assertThat(roles()).isEqualTo(Map.of(CAROL, Role.OWNER, BOB, Role.MODERATOR));
    assertThat(stored().details().participantsRev()).isEqualTo(5);
    assertThat(stored().accessVersion()).isEqualTo(5);

    commitAll(List.of(leave(ROOM, BOB)));
    commitAll(List.of(add(ROOM, BOB)));

    assertThat(roles()).isEqualTo(Map.of(CAROL, Role.OWNER));
    assertThat(stored().participants().asSet()).containsExactlyInAnyOrder(ALICE, BOB, CAROL);
    assertThat(stored().details().dataRev()).isEqualTo(1);
    assertThat(stored().position()).isEqualTo(new Position(0, 7));
  }

  @Test
  void whoLeavesAndIsAddedInOneBatchIsAMember() {
    commitAll(List.of(createGroup(ROOM, DATA, ALICE, BOB), setRole(ROOM, BOB, Role.OWNER)));

    commitAll(List.of(leave(ROOM, BOB), add(ROOM, BOB)));

    assertThat(roles()).isEqualTo(Map.of(ALICE, Role.OWNER));
    assertThat(stored().has(BOB)).isTrue();
  }

  @Test
  void whatBreaksChangesNoGroup() {
    commitAll(List.of(createGroup(ROOM, DATA, ALICE, BOB)));
    Conversation before = stored();

    List<Outcome> outcomes =
        ledger()
            .commit(
                List.of(
                    broken(rename(ROOM, "never")),
                    broken(setRole(ROOM, BOB, Role.OWNER)),
                    broken(ban(ROOM, BOB, Ban.FOR_EVER))));

    assertThat(outcomes).hasOnlyElementsOfType(Outcome.Failed.class);
    assertThat(stored()).isEqualTo(before);
    assertThat(banOf(BOB)).isEmpty();
  }

  @Test
  void whatIsCreatedOtherwiseNotesWhenAndStandsAtTheStart() {
    commitAll(
        List.of(
            join(ROOM, ALICE, NOON), join(ROOM, BOB, LATER), make(OTHER, Kind.DIRECT, ALICE, BOB)));
    assertThat(stored().details().createdAt()).contains(NOON);
    assertThat(stored().position()).isEqualTo(Position.START);

    talk(ROOM, 1, 3);
    commitAll(List.of(leave(ROOM, BOB), say(OTHER, ALICE, "hello")));

    assertThat(stored().position()).isEqualTo(Position.ofMessages(3));
    assertThat(stored().details())
        .isEqualTo(new Details(Optional.of(NOON), ConversationData.NONE, Roles.NONE, 0, 0, 0, 0));
    Conversation direct = history().conversation(OTHER).orElseThrow();
    assertThat(recorded(OTHER)).contains(direct);
    assertThat(direct.position()).isEqualTo(Position.ofMessages(1));
    assertThat(direct.details().createdAt()).contains(NOON);
  }

  @Test
  void banIsRecordedReplacedAndLifted() {
    commitAll(List.of(createGroup(ROOM, DATA, ALICE, BOB), createGroup(OTHER, DATA, ALICE, BOB)));

    commitAll(List.of(ban(ROOM, BOB, LATER)));
    assertThat(banOf(BOB)).contains(new Ban(BOB, LATER));
    assertThat(stored().has(BOB)).isFalse();
    assertThat(stored().details().bans()).isEqualTo(1);
    assertThat(stored().details().participantsRev()).isEqualTo(2);

    commitAll(List.of(ban(ROOM, BOB, Ban.FOR_EVER), ban(ROOM, CAROL, LATER)));
    assertThat(banOf(BOB)).contains(new Ban(BOB, Ban.FOR_EVER));
    assertThat(banOf(CAROL)).contains(new Ban(CAROL, LATER));
    assertThat(banOf(ALICE)).isEmpty();
    assertThat(banOf(OTHER, BOB)).isEmpty();
    assertThat(stored().details().bans()).isEqualTo(2);
    assertThat(stored().position()).isEqualTo(new Position(0, 2));

    commitAll(List.of(ban(ROOM, BOB, Ban.LIFTED)));
    assertThat(banOf(BOB)).isEmpty();
    assertThat(banOf(CAROL)).isPresent();
    assertThat(stored().details().bans()).isEqualTo(1);
    assertThat(stored().has(BOB)).isFalse();
  }

  @Test
  void banThatEndsTooLateForATimeIsForEver() {
    commitAll(List.of(createGroup(ROOM, DATA, ALICE, BOB)));

    commitAll(List.of(ban(ROOM, BOB, Instant.MAX), ban(ROOM, CAROL, LATER.plusNanos(1))));

    assertThat(banOf(BOB)).contains(new Ban(BOB, Ban.FOR_EVER));
    assertThat(banOf(CAROL)).contains(new Ban(CAROL, LATER));
  }

  @Test
  void banThatHasEndedIsStillRecorded() {
    commitAll(List.of(createGroup(ROOM, DATA, ALICE, BOB), ban(ROOM, BOB, LATER)));

    assertThat(isBanned(BOB, LATER.minusMillis(1))).isTrue();
    assertThat(isBanned(BOB, LATER)).isFalse();
    assertThat(banOf(BOB)).isPresent();
    assertThat(isBanned(CAROL, NOON)).isFalse();
    assertThat(banOf(OTHER, BOB)).isEmpty();
  }

  @Test
  void bansOfManyUsersAreAskedForAtOnce() {
    List<UserId> many = IntStream.range(0, 150).mapToObj(i -> new UserId("u" + i)).toList();
    commitAll(List.of(createGroup(ROOM, DATA, ALICE, BOB), ban(ROOM, many.get(7), Ban.FOR_EVER)));

    List<UserId> banned =
        ask(
            records -> {
              records.ahead(ROOM, many);
              return many.stream().filter(user -> records.isBanned(ROOM, user, NOON)).toList();
            });

    assertThat(banned).containsExactly(many.get(7));
  }

  @Test
  void laterCommandsOfABatchSeeBans() {
    List<Optional<Ban>> seen = new ArrayList<>();
    commitAll(List.of(createGroup(ROOM, DATA, ALICE, BOB)));

    commitAll(
        List.of(
            ban(ROOM, BOB, LATER),
            looking(seen),
            ban(ROOM, BOB, Ban.LIFTED),
            looking(seen),
            ban(ROOM, BOB, Ban.FOR_EVER)));

    assertThat(seen.subList(seen.size() - 2, seen.size()))
        .containsExactly(Optional.of(new Ban(BOB, LATER)), Optional.empty());
    assertThat(banOf(BOB)).contains(new Ban(BOB, Ban.FOR_EVER));
    assertThat(stored().details().bans()).isEqualTo(1);
  }

  @Test
  void openConversationsHaveBansWithoutANumber() {
    talk(ROOM, 1, 2);

    commitAll(List.of(ban(ROOM, BOB, Ban.FOR_EVER)));

    assertThat(banOf(BOB)).contains(new Ban(BOB, Ban.FOR_EVER));
    assertThat(stored().participants().asSet()).containsExactly(ALICE);
    assertThat(stored().details().bans()).isEqualTo(1);
    assertThat(stored().position()).isEqualTo(Position.ofMessages(2));
  }

  @Test
  void forgottenGroupIsGoneWithDataRolesAndBans() {
    commitAll(
        List.of(
            createGroup(ROOM, DATA, ALICE, BOB),
            setRole(ROOM, BOB, Role.MODERATOR),
            ban(ROOM, CAROL, Ban.FOR_EVER),
            createGroup(OTHER, DATA, ALICE, BOB),
            ban(OTHER, CAROL, LATER)));

    commitAll(List.of(forget(ROOM)));
    assertThat(history().conversation(ROOM)).isEmpty();
    assertThat(banOf(CAROL)).isEmpty();
    commitAll(List.of(createGroup(ROOM, ConversationData.NONE, BOB, ALICE)));

    assertThat(stored().details())
        .isEqualTo(
            new Details(Optional.of(NOON), ConversationData.NONE, Roles.ownedBy(BOB), 0, 1, 1, 1));
    assertThat(banOf(CAROL)).isEmpty();
    assertThat(banOf(OTHER, CAROL)).isPresent();
  }

  @Test
  void messagesAndChangesOfAGroupAreNumberedTogether() {
    commitAll(
        List.of(createGroup(ROOM, DATA, ALICE, BOB), say(ROOM, ALICE, "1"), say(ROOM, BOB, "2")));
    commitAll(List.of(rename(ROOM, "new"), say(ROOM, ALICE, "3"), add(ROOM, CAROL)));

    List<Message> all = all(ROOM);
    assertThat(all).extracting(Message::rev).containsExactly(2L, 3L, 5L);
    assertThat(present(all.toArray(Message[]::new))).isEqualTo(all);
    assertThat(history().before(ROOM, 9, 9, PLENTY)).isEqualTo(new Page(all, false));
    assertThat(stored().position()).isEqualTo(new Position(3, 6));
    assertThat(history().heads(List.of(ROOM))).isEqualTo(Map.of(ROOM, new Position(3, 6)));
    assertThat(stored().details().dataRev()).isEqualTo(4);
    Listed listed =
        history().conversationsOf(BOB, page(Optional.empty(), 9, PLENTY)).conversations().get(0);
    assertThat(listed)
        .isEqualTo(
            new Listed(stored(), Optional.of(all.get(2)), 0, new Unread(2, 0), Preferences.NONE));
  }

  @Test
  void changesOfAGroupAreNoChangesOfMessages() {
    commitAll(List.of(createGroup(ROOM, DATA, ALICE, BOB), say(ROOM, ALICE, "1")));
    commitAll(List.of(rename(ROOM, "new"), say(ROOM, BOB, "2"), setRole(ROOM, BOB, Role.OWNER)));
    assertThat(history().changed(ROOM, 9, 0, 9, PLENTY)).isEqualTo(Page.EMPTY);
    assertThat(history().changedCount(ROOM, 9, 0, 9)).isZero();
    assertThat(history().missed(ROOM, new Position(1, 2), 9, PLENTY))
        .isEqualTo(new Missed(Optional.of(stored()), List.of(), all(ROOM).subList(1, 2), false));

    commitAll(List.of(rename(ROOM, "newer"), edit(all(ROOM).get(0), "edited")));
    commitAll(List.of(rename(ROOM, "newest"), react(all(ROOM).get(1), CAROL, "+1")));

    assertThat(stored().position()).isEqualTo(new Position(2, 9));
    assertThat(all(ROOM)).extracting(Message::rev).containsExactly(7L, 9L);
    assertThat(texts(ROOM)).containsExactly("edited", "2");
    assertThat(history().changed(ROOM, 9, 7, 9, PLENTY).messages())
        .isEqualTo(all(ROOM).subList(1, 2));
    assertThat(history().missed(ROOM, new Position(2, 5), 9, PLENTY))
        .isEqualTo(new Missed(Optional.of(stored()), all(ROOM), List.of(), false));
  }

  @Test
  void deletedMessagesOfAGroupAreNotUnread() {
    commitAll(List.of(createGroup(ROOM, DATA, ALICE, BOB), say(ROOM, ALICE, "1")));
    Message first = all(ROOM).get(0);

    commitAll(List.of(say(ROOM, ALICE, "2"), rename(ROOM, "new"), delete(first)));

    assertThat(history().standing(ROOM, BOB, 9).unread()).isEqualTo(1);
    assertThat(sentByOthers(ROOM, BOB, 0, 9, 9).count()).isEqualTo(1);
    assertThat(found(first.id()).orElseThrow().isDeleted()).isTrue();
  }

  private static DataChange freezing(boolean frozen) {
    return new DataChange(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(frozen));
  }

  private static Ledger.Decider<String> looking(List<Optional<Ban>> seen) {
    return records -> {
      seen.add(records.ban(ROOM, BOB));
      return Decision.unchanged("looked");
    };
  }

  /** As both sides of the store have it. */
  private Conversation stored() {
    Conversation stored = history().conversation(ROOM).orElseThrow();
    assertThat(recorded(ROOM)).contains(stored);
    return stored;
  }

  private Map<UserId, Role> roles() {
    return stored().details().roles().elevated();
  }

  private Optional<Ban> banOf(UserId user) {
    return banOf(ROOM, user);
  }

  private Optional<Ban> banOf(ConversationId where, UserId user) {
    return ask(records -> records.ban(where, user));
  }

  private boolean isBanned(UserId user, Instant now) {
    return ask(records -> records.isBanned(ROOM, user, now));
  }
}
