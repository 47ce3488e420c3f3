package io.messageservice.adapter.sqlite.store;

import static io.messageservice.application.port.out.BlockCommands.block;
import static io.messageservice.application.port.out.BlockCommands.note;
import static io.messageservice.application.port.out.BlockCommands.unblock;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.sqlite.SqliteConfig.Sync;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.user.UserId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What the tables have of blocks, and of direct conversations that are blocked. */
class BlockRowsTest extends ReopenedStore {

  /** However it came to that, and in however many batches, a later process reads it. */
  @RepeatedTest(5)
  void directConversationIsReadAsItWasNoted(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    commitAll(List.of(make(ROOM, Kind.DIRECT, ALICE, BOB)));

    for (int round = 0; round < 12; round++) {
      for (int batch = 0; batch < 3; batch++) {
        ledger().commit(commands(random));
      }
      Conversation before = history().conversation(ROOM).orElseThrow();
      List<Boolean> blocks = blocks();

      reopen(Sync.NORMAL);

      assertThat(history().conversation(ROOM)).contains(before).isEqualTo(recorded(ROOM));
      assertThat(listed()).isEqualTo(before);
      assertThat(history().missed(ROOM, Position.START, 1, PLENTY).conversation()).contains(before);
      assertThat(blocks()).isEqualTo(blocks);
    }
  }

  /** Those that the rules do not allow fail. */
  private static List<Decider<String>> commands(Random random) {
    List<Decider<String>> commands = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      UserId user = random.nextBoolean() ? ALICE : BOB;
      UserId other = user.equals(ALICE) ? BOB : ALICE;
      commands.add(
          switch (random.nextInt(4)) {
            case 0 -> block(user, other);
            case 1 -> unblock(user, other);
            case 2 -> say(ROOM, user, "text " + i);
            default -> note(ROOM);
          });
    }
    return commands;
  }

  private List<Boolean> blocks() {
    return List.of(
        ask(records -> records.blocks(ALICE, BOB)), ask(records -> records.blocks(BOB, ALICE)));
  }

  private Conversation listed() {
    List<Listed> all =
        history().conversationsOf(ALICE, page(Optional.empty(), 10, PLENTY)).conversations();
    return all.get(0).conversation();
  }

  @Test
  void whoIsNotBlockedAnyMoreHasNoRow() throws SQLException {
    commitAll(List.of(block(ALICE, BOB), block(ALICE, BOB), block(BOB, ALICE)));
    assertThat(answer("SELECT * FROM block ORDER BY user")).isEqualTo("alice bob bob alice");

    commitAll(List.of(unblock(ALICE, BOB), unblock(ALICE, CAROL)));

    assertThat(answer("SELECT * FROM block")).isEqualTo("bob alice");
  }

  @Test
  void whatIsBlockedAlreadyCostsNoCommit() throws SQLException {
    commitAll(List.of(block(ALICE, BOB)));
    String last = answer("SELECT * FROM last_commit");

    commitAll(List.of(block(ALICE, BOB), unblock(BOB, ALICE)));

    assertThat(answer("SELECT * FROM last_commit")).isEqualTo(last);
  }

  @Test
  void blockedConversationHasNoRowButItsOwnAndNoneInTheLog() throws SQLException {
    commitAll(List.of(make(ROOM, Kind.DIRECT, ALICE, BOB)));
    ChangeLog.Mark made = store.changes().end();

    commitAll(List.of(block(ALICE, BOB), note(ROOM)));

    assertThat(answer("SELECT blocked, data_rev FROM conversation")).isEqualTo("1 0");
    assertThat(answer("SELECT 'rows', count(*) FROM conversation_data")).isEqualTo("rows 0");
    assertThat(store.changes().end()).isEqualTo(made);
  }

  @Test
  void blocksAreFoundByTheirKeysBothWays() throws SQLException {
    assertThat(answer("EXPLAIN QUERY PLAN " + BlockRows.FIND))
        .contains("SEARCH block USING")
        .contains("(user=? AND blocked=?)");
    assertThat(answer("EXPLAIN QUERY PLAN " + BlockRows.COUNT))
        .contains("SEARCH block USING PRIMARY KEY (user=?)");
    assertThat(answer("EXPLAIN QUERY PLAN " + BlockRows.BLOCKED_BY))
        .contains("SEARCH block USING PRIMARY KEY (user=? AND blocked>?)")
        .doesNotContain("TEMP B-TREE");
    assertThat(answer("EXPLAIN QUERY PLAN " + BlockRows.WITH))
        .contains("SEARCH block USING PRIMARY KEY (user=?)")
        .contains("INDEX block_by_blocked (blocked=?)");
  }
}
