package io.messageservice.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.History.Cursor;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.Listing;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.Unread;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link HistoryContract} asks of the list of a user's conversations. */
abstract class ListingContract extends SinceContract {

  @Test
  void whoTakesPartInNothingHasAnEmptyList() {
    talk(ROOM, 1, 2);

    assertThat(first(CAROL, 10)).isEqualTo(new Listing(List.of(), Optional.empty(), false));
  }

  @Test
  void listedIsTheConversationAsItStands() {
    talk(ROOM, 1, 5);
    Message last = commit(say(ROOM, BOB, "last"));
    commitAll(List.of(mark(ROOM, ALICE, 2)));

    assertThat(first(ALICE, 10).conversations())
        .containsExactly(
            new Listed(
                history().conversation(ROOM).orElseThrow(),
                Optional.of(last),
                2,
                new Unread(2, 0),
                Preferences.NONE));
    assertThat(first(BOB, 10).conversations())
        .containsExactly(
            new Listed(
                history().conversation(ROOM).orElseThrow(),
                Optional.of(last),
                0,
                new Unread(3, 0),
                Preferences.NONE));
  }

  @Test
  void listedAreOnlyThoseThatTheUserTakesPartIn() {
    commitAll(List.of(join(ROOM, ALICE), join(OTHER, ALICE), join(OTHER, BOB)));
    assertThat(ids(first(BOB, 10))).containsExactly("other");

    commitAll(List.of(leave(OTHER, ALICE)));

    assertThat(ids(first(ALICE, 10))).containsExactly("room");
  }

  @Test
  void createdConversationIsListedByTheTimeOfItsCreation() {
    commitAll(
        List.of(
            say(OTHER, ALICE, MessageContent.of("old"), Optional.empty(), NOON.minusSeconds(1)),
            create(ROOM, Kind.GROUP, Optional.of(ALICE), ALICE, BOB)));

    assertThat(ids(first(ALICE, 10))).containsExactly("room", "other");
    assertThat(first(BOB, 10).conversations())
        .containsExactly(
            new Listed(
                history().conversation(ROOM).orElseThrow(),
                Optional.empty(),
                0,
                Unread.NONE,
                Preferences.NONE));
  }

  @Test
  void directConversationOfTheTwoIsFoundWhoeverAsks() {
    commitAll(
        List.of(
            make(ROOM, Kind.GROUP, ALICE, BOB),
            make(OTHER, Kind.DIRECT, ALICE, CAROL),
            say(new ConversationId("open"), ALICE, "hello"),
            join(new ConversationId("open"), BOB)));
    assertThat(history().directOf(ALICE, BOB, 9)).isEmpty();

    commitAll(
        List.of(
            make(new ConversationId("second"), Kind.DIRECT, BOB, ALICE),
            make(new ConversationId("first"), Kind.DIRECT, ALICE, BOB)));

    ConversationId one = new ConversationId("first");
    assertThat(history().directOf(ALICE, BOB, 9))
        .containsExactly(one, new ConversationId("second"));
    assertThat(history().directOf(BOB, ALICE, 1)).containsExactly(one);
    assertThat(history().directOf(CAROL, ALICE, 9)).containsExactly(OTHER);
    assertThat(history().directOf(CAROL, BOB, 9)).isEmpty();
  }

  @Test
  void newestActivityComesFirst() {
    commitAll(List.of(sayAt("a", 3), sayAt("b", 1), sayAt("c", 2)));
    assertThat(ids(first(ALICE, 10))).containsExactly("a", "c", "b");

    commitAll(List.of(sayAt("b", 4)));

    assertThat(ids(first(ALICE, 10))).containsExactly("b", "a", "c");
  }

  @Test
  void silentConversationStandsByItsOwnTimeAndHasNoLastMessage() {
    commitAll(List.of(sayAt("a", 1), silentSince("silent", 2), sayAt("c", 3)));

    assertThat(ids(first(ALICE, 10))).containsExactly("c", "silent", "a");
    assertThat(first(ALICE, 10).conversations().get(1).lastMessage()).isEmpty();
  }

  @Test
  void pagesMeetWithoutHoleOrDouble() {
    List<Decider<String>> batch = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      batch.add(sayAt("c" + i, i / 7));
    }
    commitAll(batch);
    List<String> all = ids(first(ALICE, 100));

    assertThat(all).hasSize(40).doesNotHaveDuplicates();
    for (int limit : List.of(1, 6, 7, 8, 39, 40, 41)) {
      assertThat(pages(limit, PLENTY)).as("limit %s", limit).isEqualTo(all);
    }
  }

  @Test
  void thereIsAnotherPageOnlyWhereThereIsMore() {
    commitAll(List.of(sayAt("a", 1), sayAt("b", 2)));

    assertThat(first(ALICE, 1).next()).isPresent();
    assertThat(first(ALICE, 2).next()).isEmpty();
  }

  @Test
  void whatMovesBetweenPagesMakesNothingElseMissOrDouble() {
    commitAll(IntStream.range(0, 9).mapToObj(i -> sayAt("c" + i, i)).toList());
    Listing first = first(ALICE, 3);

    commitAll(List.of(sayAt("c4", 20), sayAt("c8", 21), leave(new ConversationId("c6"), ALICE)));

    assertThat(ids(first)).containsExactly("c8", "c7", "c6");
    assertThat(ids(history().conversationsOf(ALICE, page(first.next(), 10, PLENTY))))
        .containsExactly("c5", "c3", "c2", "c1", "c0");
  }

  @Test
  void listEndsWhereItsBytesEndButHasOneConversationAtLeast() {
    List<Decider<String>> batch = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      batch.add(sayAt("c" + i, i, "ü".repeat(500)));
    }
    commitAll(batch);

    assertThat(first(ALICE, 100, 3_500).conversations()).hasSize(3);
    assertThat(first(ALICE, 100, 1).conversations()).hasSize(1);
    assertThat(pages(100, 3_500)).isEqualTo(pages(100, PLENTY)).hasSize(10);
  }

  @Test
  void participantsCountAmongTheBytes() {
    UserId[] users = new UserId[101];
    for (int i = 0; i < 100; i++) {
      users[i] = new UserId("ü".repeat(50) + i);
    }
    users[100] = ALICE;
    commitAll(
        List.of(
            make(new ConversationId("a"), Kind.GROUP, users),
            make(new ConversationId("b"), Kind.GROUP, users)));

    assertThat(first(ALICE, 10, 15_000).conversations()).hasSize(1);
    assertThat(first(ALICE, 10, 25_000).conversations()).hasSize(2);
  }

  @Test
  void cursorOfSomethingElseIsJustAPlace() {
    commitAll(List.of(sayAt("a", 1), sayAt("b", 2)));
    ConversationId another = new ConversationId("about");

    assertThat(ids(after(new Cursor(NOON.plusSeconds(2).toEpochMilli(), another))))
        .containsExactly("b", "a");
    assertThat(ids(after(new Cursor(Long.MIN_VALUE, another)))).isEmpty();
    assertThat(ids(after(new Cursor(Long.MAX_VALUE, another)))).containsExactly("b", "a");
  }

  private List<String> pages(int limit, int maxBytes) {
    List<String> all = new ArrayList<>();
    Listing page = first(ALICE, limit, maxBytes);
    all.addAll(ids(page));
    while (page.next().isPresent()) {
      page = history().conversationsOf(ALICE, page(page.next(), limit, maxBytes));
      all.addAll(ids(page));
    }
    return all;
  }

  private Listing first(UserId user, int limit) {
    return first(user, limit, PLENTY);
  }

  private Listing first(UserId user, int limit, int maxBytes) {
    return history().conversationsOf(user, page(Optional.empty(), limit, maxBytes));
  }

  private Listing after(Cursor cursor) {
    return history().conversationsOf(ALICE, page(Optional.of(cursor), 10, PLENTY));
  }

  private static List<String> ids(Listing listing) {
    return listing.conversations().stream()
        .map(listed -> listed.conversation().id().value())
        .toList();
  }

  private static Decider<String> sayAt(String where, int seconds) {
    return sayAt(where, seconds, "text");
  }

  private static Decider<String> sayAt(String where, int seconds, String text) {
    return say(
        new ConversationId(where),
        ALICE,
        MessageContent.of(text),
        Optional.empty(),
        NOON.plusSeconds(seconds));
  }

  private static Decider<String> silentSince(String id, int seconds) {
    Conversation silent =
        new Conversation(
            new ConversationId(id),
            Kind.OPEN,
            Participants.of(List.of(ALICE)),
            1,
            0,
            NOON.plusSeconds(seconds));
    return records -> Decision.changed("made", silent);
  }
}
