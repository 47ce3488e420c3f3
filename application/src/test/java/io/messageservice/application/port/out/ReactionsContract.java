package io.messageservice.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.History.GivenReaction;
import io.messageservice.application.port.out.History.Missed;
import io.messageservice.application.port.out.History.OwnReactions;
import io.messageservice.application.port.out.History.ReactionPage;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.store.Sizes;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageAttributes;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What {@link HistoryContract} asks of reactions, and of messages of the system. */
abstract class ReactionsContract extends MissedContract {

  private static final ReactionPage NO_REACTIONS = new ReactionPage(List.of(), false);

  @Test
  void whereNobodyReactedNothingIsFound() {
    assertThat(history().reactions(ROOM, 1, Optional.empty(), 0, 10)).isEqualTo(NO_REACTIONS);
    assertThat(history().ownReactions(ROOM, ALICE, 0, PLENTY)).isEmpty();

    talk(ROOM, 1, 3);

    assertThat(history().reactions(ROOM, 1, Optional.empty(), 0, 10)).isEqualTo(NO_REACTIONS);
    assertThat(history().reactions(ROOM, 7, Optional.empty(), 0, 10)).isEqualTo(NO_REACTIONS);
    assertThat(history().ownReactions(ROOM, ALICE, 1, 3)).isEmpty();
  }

  @Test
  void whoReactedIsReadInTheOrderInWhichTheyDid() {
    talk(ROOM, 1, 2);
    Message one = all(ROOM).get(0);
    commitAll(List.of(react(one, CAROL, "b"), react(one, ALICE, "a"), react(one, BOB, "b")));
    commitAll(List.of(react(one, CAROL, "a"), takeBack(one, ALICE, "a"), react(one, ALICE, "a")));
    commitAll(List.of(react(all(ROOM).get(1), ALICE, "b")));

    assertThat(history().reactions(ROOM, 1, Optional.empty(), 0, 10))
        .isEqualTo(
            new ReactionPage(
                List.of(
                    given("b", CAROL, 3),
                    given("b", BOB, 5),
                    given("a", CAROL, 6),
                    given("a", ALICE, 8)),
                false));
    assertThat(history().reactions(ROOM, 1, Optional.of(new Reaction("b")), 0, 10).reactions())
        .containsExactly(given("b", CAROL, 3), given("b", BOB, 5));
    assertThat(history().reactions(ROOM, 1, Optional.of(new Reaction("c")), 0, 10))
        .isEqualTo(NO_REACTIONS);
  }

  @Test
  void pagesOfReactionsMeetWithoutHoleOrDouble() {
    talk(ROOM, 1, 1);
    Message one = all(ROOM).get(0);
    List<Decider<String>> batch = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      batch.add(react(one, new UserId("user-" + i), i % 3 == 0 ? "a" : "b"));
    }
    commitAll(batch);

    for (Optional<Reaction> of :
        List.of(Optional.<Reaction>empty(), Optional.of(new Reaction("b")))) {
      List<GivenReaction> all = history().reactions(ROOM, 1, of, 0, 100).reactions();
      assertThat(all).hasSize(of.isEmpty() ? 30 : 20);
      for (int limit : List.of(1, 7, 10, 20, 30)) {
        assertThat(readOn(of, limit)).as("limit %s", limit).isEqualTo(all);
      }
    }
  }

  private List<GivenReaction> readOn(Optional<Reaction> of, int limit) {
    List<GivenReaction> read = new ArrayList<>();
    ReactionPage page = history().reactions(ROOM, 1, of, 0, limit);
    read.addAll(page.reactions());
    while (page.more()) {
      assertThat(page.reactions()).hasSize(limit);
      page = history().reactions(ROOM, 1, of, read.get(read.size() - 1).rev(), limit);
      read.addAll(page.reactions());
    }
    return read;
  }

  @Test
  void ownReactionsAreThoseOfTheUserToTheseMessages() {
    talk(ROOM, 1, 4);
    talk(OTHER, 1, 4);
    List<Message> all = all(ROOM);
    commitAll(List.of(react(all.get(3), BOB, "b"), react(all.get(1), BOB, "z")));
    commitAll(List.of(react(all.get(1), BOB, "a"), react(all.get(1), ALICE, "c")));
    commitAll(List.of(react(all.get(0), BOB, "b"), react(all(OTHER).get(2), BOB, "d")));

    assertThat(history().ownReactions(ROOM, BOB, 1, 4))
        .containsExactly(own(1, "b"), own(2, "z", "a"), own(4, "b"));
    assertThat(history().ownReactions(ROOM, BOB, 2, 3)).containsExactly(own(2, "z", "a"));
    assertThat(history().ownReactions(ROOM, BOB, 4, PLENTY)).containsExactly(own(4, "b"));
    assertThat(history().ownReactions(ROOM, ALICE, 0, 4)).containsExactly(own(2, "c"));
    assertThat(history().ownReactions(ROOM, CAROL, 1, 4)).isEmpty();
  }

  @Test
  void messagesWhoseReactionsChangedAreChangedOnceEach() {
    talk(ROOM, 1, 5);
    Position left = Position.ofMessages(5);
    List<Message> all = all(ROOM);
    commitAll(List.of(react(all.get(1), BOB, "a"), react(all.get(3), BOB, "a")));
    commitAll(List.of(edit(all.get(1), "edited"), react(all.get(0), ALICE, "a")));
    commitAll(List.of(takeBack(all.get(3), BOB, "a"), react(all.get(1), ALICE, "a")));

    List<Message> changed = history().changed(ROOM, 5, 5, 10, PLENTY).messages();

    assertThat(changed).extracting(Message::seq).containsExactly(1L, 4L, 2L);
    assertThat(changed).extracting(Message::rev).containsExactly(9L, 10L, 11L);
    assertThat(changed).isEqualTo(List.of(all(ROOM).get(0), all(ROOM).get(3), all(ROOM).get(1)));
    assertThat(changed.get(2).reactions()).containsExactly(counted("a", BOB, ALICE));
    assertThat(history().changedCount(ROOM, 5, 5, 100)).isEqualTo(3);
    assertThat(history().changedCount(ROOM, 5, 9, 100)).isEqualTo(2);
    Missed missed = history().missed(ROOM, left, 10, PLENTY);
    assertThat(missed.changed()).isEqualTo(changed);
    assertThat(missed.conversation().orElseThrow().position()).isEqualTo(new Position(5, 11));
  }

  @Test
  void lastMessageInAListCarriesItsReactions() {
    talk(ROOM, 1, 2);
    commitAll(List.of(react(all(ROOM).get(1), ALICE, "a")));

    assertThat(
            history()
                .conversationsOf(ALICE, page(Optional.empty(), 1, PLENTY))
                .conversations()
                .get(0)
                .lastMessage()
                .orElseThrow()
                .reactions())
        .containsExactly(counted("a", ALICE));
  }

  @Test
  void reactionsCountAmongTheBytesOfAPage() {
    talk(ROOM, 1, 3);
    List<Decider<String>> batch = new ArrayList<>();
    for (Message message : all(ROOM)) {
      batch.add(react(message, new UserId("u".repeat(100)), "r".repeat(50)));
    }
    commitAll(batch);
    int each = (int) Sizes.bytes(all(ROOM).get(0));
    assertThat(each).isGreaterThan(150);

    assertThat(history().after(ROOM, 0, 10, 3 * each).messages()).hasSize(3);
    assertThat(history().after(ROOM, 0, 10, 3 * each - 1).messages()).hasSize(2);
    assertThat(history().before(ROOM, 4, 10, 2 * each).messages()).hasSize(2);
    assertThat(history().changed(ROOM, 3, 0, 10, 2 * each - 1).messages()).hasSize(1);
    assertThat(history().missed(ROOM, Position.START, 10, each).sent()).hasSize(1);
  }

  @Test
  void whatTheSystemSentIsNotUnread() {
    talk(ROOM, 1, 4);
    commitAll(
        List.of(
            say(ROOM, ALICE, "five", typed("system.joined")),
            say(ROOM, ALICE, "six", typed("notice")),
            say(ROOM, ALICE, "seven", typed("System"))));

    assertThat(unread(CAROL)).isEqualTo(5);
    assertThat(unread(BOB)).isEqualTo(3);
    assertThat(unread(ALICE)).isEqualTo(2);

    List<Message> all = all(ROOM);
    commitAll(List.of(delete(all.get(4)), delete(all.get(3)), edit(all.get(6), "edited")));
    assertThat(unread(CAROL)).isEqualTo(4);
    assertThat(unread(BOB)).isEqualTo(3);
    commitAll(List.of(mark(ROOM, CAROL, 5)));
    assertThat(unread(CAROL)).isEqualTo(1);
    assertThat(
            history()
                .conversationsOf(BOB, page(Optional.empty(), 1, PLENTY))
                .conversations()
                .get(0)
                .unread()
                .messages())
        .isEqualTo(3);
  }

  @Test
  void unreadIsFoundBehindThousandsOfMessagesOfTheSystem() {
    say(ALICE, "text", MessageAttributes.NONE, 3);
    say(ALICE, "joined", typed("system"), 6_000);
    say(BOB, "text", MessageAttributes.NONE, 2);

    assertThat(unread(CAROL)).isEqualTo(5);
    assertThat(unread(ALICE)).isEqualTo(2);
    commitAll(List.of(mark(ROOM, CAROL, 2)));
    assertThat(unread(CAROL)).isEqualTo(3);
  }

  /** Against a count by hand. */
  @RepeatedTest(3)
  void unreadIsRightWhateverIsDeletedAndSentByTheSystem(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<UserId> users = List.of(ALICE, BOB, CAROL);
    List<MessageAttributes> attributes =
        List.of(MessageAttributes.NONE, MessageAttributes.NONE, typed("system"), typed("other"));
    for (int round = 0; round < 60; round++) {
      UserId user = users.get(random.nextInt(3));
      say(user, "text", attributes.get(random.nextInt(4)), 1 + random.nextInt(4));
      List<Message> all = all(ROOM);
      Message message = all.get(random.nextInt(all.size()));
      if (!message.isDeleted() && random.nextInt(3) == 0) {
        commitAll(List.of(delete(message)));
      } else {
        commitAll(List.of(mark(ROOM, user, message.seq())));
      }
      for (UserId reader : users) {
        long mark = history().standing(ROOM, reader, 1).readUpTo();
        long others =
            all(ROOM).stream()
                .filter(each -> each.seq() > mark && !each.sender().equals(reader))
                .filter(each -> !each.isDeleted() && !each.attributes().isSystem())
                .count();
        assertThat(unread(reader)).as("round %s", round).isEqualTo((int) others);
      }
    }
  }

  private void say(UserId who, String text, MessageAttributes attributes, int times) {
    commitAll(Collections.nCopies(times, say(ROOM, who, text, attributes)));
  }

  private int unread(UserId reader) {
    return history().standing(ROOM, reader, 1).unread();
  }

  private static GivenReaction given(String reaction, UserId user, long rev) {
    return new GivenReaction(new Reaction(reaction), user, rev);
  }

  private static OwnReactions own(long seq, String... reactions) {
    return new OwnReactions(seq, List.of(reactions).stream().map(Reaction::new).toList());
  }
}
