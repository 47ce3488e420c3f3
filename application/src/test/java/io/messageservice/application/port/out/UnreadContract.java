package io.messageservice.application.port.out;

import static io.messageservice.application.port.out.GroupCommands.add;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.ListingRequest;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Mentions;
import io.messageservice.domain.message.MessageAttributes;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.Unread;
import io.messageservice.domain.personal.UnreadTotal;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link HistoryContract} asks of what is unread. */
abstract class UnreadContract extends BlockContract {

  static final ConversationId THIRD = new ConversationId("third");

  @Test
  void mentionsAreCountedUntilTheyAreReadOrDeleted() {
    commitAll(List.of(make(ROOM, Kind.GROUP, ALICE, BOB, CAROL)));
    commitAll(
        List.of(
            say(ROOM, ALICE, "1"),
            mention(ROOM, ALICE, BOB),
            mention(ROOM, ALICE),
            mention(ROOM, ALICE, CAROL),
            mention(ROOM, BOB, BOB, CAROL)));

    assertThat(unread(ROOM, BOB)).isEqualTo(new Unread(4, 2));
    assertThat(unread(ROOM, CAROL)).isEqualTo(new Unread(5, 3));
    assertThat(unread(ROOM, ALICE)).isEqualTo(new Unread(1, 0));
    assertThat(history().unread(ALICE, List.of(THIRD))).isEmpty();

    assertThat(all(BOB).get(0).unread()).isEqualTo(new Unread(4, 2));
    assertThat(history().unread(BOB, List.of(ROOM, OTHER))).containsOnlyKeys(ROOM);

    UserId late = new UserId("late");
    commitAll(List.of(add(ROOM, late)));
    assertThat(unread(ROOM, late)).isEqualTo(new Unread(5, 1));

    commitAll(List.of(delete(all(ROOM).get(2)), mark(ROOM, CAROL, 1)));
    assertThat(unread(ROOM, BOB)).isEqualTo(new Unread(3, 1));
    assertThat(unread(ROOM, CAROL)).isEqualTo(new Unread(3, 2));

    commitAll(List.of(mark(ROOM, BOB, 3), mark(ROOM, CAROL, 4)));
    assertThat(unread(ROOM, BOB)).isEqualTo(new Unread(1, 0));
    assertThat(unread(ROOM, CAROL)).isEqualTo(new Unread(1, 1));
  }

  @Test
  void theTotalLeavesOutWhatIsHiddenAndMuted() {
    commitAll(
        List.of(
            make(ROOM, Kind.GROUP, ALICE, BOB),
            make(OTHER, Kind.GROUP, ALICE, BOB),
            make(THIRD, Kind.GROUP, ALICE, BOB)));
    commitAll(
        List.of(
            say(ROOM, ALICE, "1"),
            say(ROOM, ALICE, "2"),
            mention(OTHER, ALICE, BOB),
            say(THIRD, BOB, "1")));
    assertThat(total(BOB)).isEqualTo(new UnreadTotal(3, 2, 1));
    assertThat(total(ALICE)).isEqualTo(new UnreadTotal(1, 1, 0));
    assertThat(total(CAROL)).isEqualTo(UnreadTotal.NONE);

    commitAll(
        List.of(
            records ->
                Decision.personal(
                    "muted",
                    new OwnPreferences(
                        OTHER, BOB, new Preferences(NOON.plusMillis(1), Preferences.SHOWN)))));
    assertThat(total(BOB)).isEqualTo(new UnreadTotal(2, 1, 1));
    assertThat(history().unreadTotal(BOB, NOON.plusMillis(1))).isEqualTo(new UnreadTotal(3, 2, 1));

    commitAll(List.of(prefer(ROOM, BOB, 2)));
    assertThat(total(BOB)).isEqualTo(new UnreadTotal(0, 0, 1));
    commitAll(List.of(say(ROOM, ALICE, "3"), leave(OTHER, BOB)));
    assertThat(total(BOB)).isEqualTo(new UnreadTotal(3, 1, 0));
    commitAll(List.of(mark(ROOM, BOB, 2)));
    assertThat(total(BOB)).isEqualTo(new UnreadTotal(1, 1, 0));
  }

  /** A message that mentions these; all, where nobody is named. */
  static Decider<String> mention(ConversationId where, UserId who, UserId... users) {
    Mentions mentions =
        users.length == 0 ? Mentions.EVERYBODY : new Mentions(false, List.of(users));
    return say(
        where, who, "text", new MessageAttributes(Optional.empty(), Optional.empty(), mentions));
  }

  private Unread unread(ConversationId where, UserId who) {
    return Objects.requireNonNull(history().unread(who, List.of(where)).get(where));
  }

  private UnreadTotal total(UserId user) {
    return history().unreadTotal(user, NOON);
  }

  static Decider<String> prefer(ConversationId where, UserId who, long hiddenAt) {
    return records ->
        Decision.personal(
            "preferred",
            new OwnPreferences(where, who, new Preferences(Preferences.NOT_MUTED, hiddenAt)));
  }

  List<Listed> all(UserId user) {
    return history()
        .conversationsOf(
            user, new ListingRequest(Optional.empty(), 99, PLENTY, true, Optional.empty()))
        .conversations();
  }
}
