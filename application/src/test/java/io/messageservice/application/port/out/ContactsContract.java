package io.messageservice.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link HistoryContract} asks of contacts. */
abstract class ContactsContract extends ListingContract {

  private static final ConversationId DIRECT = new ConversationId("d");
  private static final ConversationId GROUP = new ConversationId("g");

  @Test
  void contactsAreThoseInCommonGroupsAndAnsweredDirectConversations() {
    UserId dora = new UserId("dora");
    commitAll(
        List.of(
            make(DIRECT, Kind.DIRECT, ALICE, BOB),
            say(DIRECT, ALICE, "hello"),
            say(DIRECT, BOB, "hello too"),
            make(GROUP, Kind.GROUP, ALICE, CAROL),
            join(ROOM, ALICE),
            join(ROOM, dora)));

    assertThat(history().contactsOf(ALICE)).containsExactlyInAnyOrder(BOB, CAROL);
    assertThat(history().contactsOf(BOB)).containsExactly(ALICE);
    assertThat(history().contactsOf(CAROL)).containsExactly(ALICE);
    assertThat(history().contactsOf(dora)).isEmpty();
    assertThat(history().isMutual(DIRECT)).isTrue();
    assertThat(history().isMutual(GROUP)).isFalse();
  }

  @Test
  void unaskedMessagesMakeNobodyAContact() {
    commitAll(List.of(make(DIRECT, Kind.DIRECT, ALICE, BOB)));
    assertThat(history().contactsOf(BOB)).isEmpty();
    commitAll(List.of(say(DIRECT, ALICE, "hello")));
    assertThat(history().contactsOf(BOB)).isEmpty();

    commitAll(List.of(say(DIRECT, ALICE, "hello?", new ClientMessageId("2"))));

    assertThat(history().contactsOf(BOB)).isEmpty();
    assertThat(history().contactsOf(ALICE)).isEmpty();
    assertThat(history().isMutual(DIRECT)).isFalse();
  }

  @Test
  void theFirstAnswerMakesBothContacts() {
    commitAll(List.of(make(DIRECT, Kind.DIRECT, ALICE, BOB), say(DIRECT, ALICE, "hello")));
    assertThat(history().contactsOf(ALICE)).isEmpty();

    commitAll(List.of(say(DIRECT, BOB, "hello too")));

    assertThat(history().contactsOf(ALICE)).containsExactly(BOB);
    assertThat(history().contactsOf(BOB)).containsExactly(ALICE);
    assertThat(history().isMutual(DIRECT)).isTrue();
  }

  @Test
  void namedMessagesOfBothMakeThemContacts() {
    commitAll(
        List.of(
            make(DIRECT, Kind.DIRECT, ALICE, BOB),
            say(DIRECT, ALICE, "hello", new ClientMessageId("1")),
            say(DIRECT, BOB, "hello too", new ClientMessageId("1"))));

    assertThat(history().contactsOf(ALICE)).containsExactly(BOB);
  }

  @Test
  void anAnswerAfterThousandsOfMessagesIsFound() {
    commitAll(List.of(make(DIRECT, Kind.DIRECT, ALICE, BOB)));
    for (int batch = 0; batch < 6; batch++) {
      commitAll(monologue(1_000));
      assertThat(history().isMutual(DIRECT)).isFalse();
    }

    commitAll(List.of(say(DIRECT, BOB, "stop")));
    commitAll(monologue(1_000));

    assertThat(history().isMutual(DIRECT)).isTrue();
    assertThat(history().contactsOf(BOB)).containsExactly(ALICE);
  }

  @Test
  void anAnswerThatWasNeverAskedForBeforeIsFoundAmongThousands() {
    commitAll(List.of(make(DIRECT, Kind.DIRECT, ALICE, BOB)));
    commitAll(monologue(1_000));
    commitAll(List.of(say(DIRECT, BOB, "stop")));
    commitAll(monologue(1_000));

    assertThat(history().contactsOf(ALICE)).containsExactly(BOB);
  }

  @Test
  void whoWritesInACommonOpenConversationIsNoContact() {
    talk(ROOM, 1, 4);

    assertThat(history().contactsOf(ALICE)).isEmpty();
    assertThat(history().isMutual(ROOM)).isFalse();
    assertThat(history().isMutual(new ConversationId("unknown"))).isFalse();
  }

  @Test
  void whoLeftIsNoContact() {
    commitAll(List.of(make(GROUP, Kind.GROUP, ALICE, BOB, CAROL)));

    commitAll(List.of(leave(GROUP, BOB)));

    assertThat(history().contactsOf(ALICE)).containsExactly(CAROL);
    assertThat(history().contactsOf(BOB)).isEmpty();
  }

  private List<Decider<String>> monologue(int count) {
    List<Decider<String>> batch = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      batch.add(say(DIRECT, ALICE, "text"));
    }
    return batch;
  }
}
