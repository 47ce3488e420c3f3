package io.messageservice.application.port.out;

import static io.messageservice.application.port.out.BlockCommands.block;
import static io.messageservice.application.port.out.BlockCommands.note;
import static io.messageservice.application.port.out.BlockCommands.unblock;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link HistoryContract} asks of users who block others. */
abstract class BlockContract extends PersonalContract {

  @Test
  void aBlockIsOfOneUserAgainstAnother() {
    commitAll(List.of(block(ALICE, BOB), block(CAROL, ALICE)));

    assertThat(seen(ALICE, BOB)).isTrue();
    assertThat(seen(BOB, ALICE)).isFalse();
    assertThat(seen(ALICE, CAROL)).isFalse();
    assertThat(seen(CAROL, ALICE)).isTrue();
    assertThat(blocked(ALICE)).containsExactly(BOB);
    assertThat(blocked(BOB)).isEmpty();
    assertThat(history().blockedWith(ALICE)).containsExactlyInAnyOrder(BOB, CAROL);
    assertThat(history().blockedWith(BOB)).containsExactly(ALICE);
    assertThat(history().blockedWith(new UserId("dora"))).isEmpty();
  }

  @Test
  void aBlockThatEndsLeavesThatOfTheOther() {
    commitAll(List.of(block(ALICE, BOB), block(BOB, ALICE), block(ALICE, CAROL)));

    commitAll(List.of(unblock(ALICE, BOB)));

    assertThat(seen(ALICE, BOB)).isFalse();
    assertThat(seen(BOB, ALICE)).isTrue();
    assertThat(blocked(ALICE)).containsExactly(CAROL);
    assertThat(history().blockedWith(ALICE)).containsExactlyInAnyOrder(BOB, CAROL);
    commitAll(List.of(unblock(BOB, ALICE), unblock(ALICE, CAROL)));
    assertThat(history().blockedWith(ALICE)).isEmpty();
  }

  @Test
  void theSameAgainIsNoChange() {
    commitAll(List.of(block(ALICE, BOB), block(ALICE, BOB), unblock(ALICE, CAROL)));

    assertThat(blocked(ALICE)).containsExactly(BOB);
    assertThat(count(ALICE)).isEqualTo(1);
    assertThat(count(BOB)).isZero();
  }

  @Test
  void commandsOfABatchSeeTheBlocksBefore() {
    List<String> seen = new ArrayList<>();
    Decider<String> look =
        records -> {
          records.ahead(List.of(ALICE), BOB);
          seen.add(records.blocks(ALICE, BOB) + " " + records.blockCount(ALICE));
          return Decision.unchanged("seen");
        };

    commitAll(List.of(look, block(ALICE, BOB), look, unblock(ALICE, BOB), look));

    assertThat(seen).containsSubsequence("false 0", "true 1", "false 0");
  }

  @Test
  void whomAUserBlocksIsListedByPages() {
    List<UserId> users = IntStream.range(100, 220).mapToObj(i -> new UserId("user " + i)).toList();
    commitAll(users.stream().map(user -> block(ALICE, user)).toList());

    List<UserId> first = history().blockedBy(ALICE, Optional.empty(), 50);
    List<UserId> second = history().blockedBy(ALICE, Optional.of(users.get(49)), 50);

    assertThat(first).isEqualTo(users.subList(0, 50));
    assertThat(second).isEqualTo(users.subList(50, 100));
    assertThat(history().blockedBy(ALICE, Optional.of(users.get(99)), 50))
        .isEqualTo(users.subList(100, 120));
    assertThat(count(ALICE)).isEqualTo(120);
  }

  @Test
  void aDirectConversationIsNotedAsBlockedAndNotAnyMore() {
    commitAll(List.of(make(ROOM, Kind.DIRECT, ALICE, BOB), say(ROOM, ALICE, "hello")));
    commitAll(List.of(say(ROOM, BOB, "hello too")));
    Conversation before = history().conversation(ROOM).orElseThrow();

    commitAll(List.of(block(BOB, ALICE), note(ROOM)));

    Conversation blocked = history().conversation(ROOM).orElseThrow();
    assertThat(blocked.isBlocked()).isTrue();
    assertThat(blocked.position()).isEqualTo(before.position());
    assertThat(blocked.accessVersion()).isEqualTo(before.accessVersion() + 1);
    assertThat(blocked.participants()).isEqualTo(before.participants());
    assertThat(history().isMutual(ROOM)).isFalse();
    assertThat(history().contactsOf(ALICE)).isEmpty();

    commitAll(List.of(unblock(BOB, ALICE), note(ROOM)));
    Conversation after = history().conversation(ROOM).orElseThrow();
    assertThat(after.isBlocked()).isFalse();
    assertThat(after.accessVersion()).isEqualTo(before.accessVersion() + 2);
    assertThat(after.details()).isEqualTo(before.details());
    assertThat(history().isMutual(ROOM)).isTrue();
    assertThat(history().contactsOf(ALICE)).containsExactly(BOB);
    assertThat(commit(say(ROOM, ALICE, "again")).seq()).isEqualTo(3);
  }

  @Test
  void whoBlocksOrIsBlockedIsNoContact() {
    commitAll(List.of(make(ROOM, Kind.GROUP, ALICE, BOB, CAROL), block(ALICE, BOB)));

    assertThat(history().contactsOf(ALICE)).containsExactly(CAROL);
    assertThat(history().contactsOf(BOB)).containsExactly(CAROL);
    assertThat(history().contactsOf(CAROL)).containsExactlyInAnyOrder(ALICE, BOB);
  }

  private boolean seen(UserId user, UserId other) {
    return found(records -> records.blocks(user, other));
  }

  private int count(UserId user) {
    return found(records -> records.blockCount(user));
  }

  private List<UserId> blocked(UserId user) {
    return history().blockedBy(user, Optional.empty(), 1_000);
  }
}
