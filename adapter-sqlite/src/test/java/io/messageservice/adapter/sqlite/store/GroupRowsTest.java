package io.messageservice.adapter.sqlite.store;

import static io.messageservice.application.port.out.GroupCommands.add;
import static io.messageservice.application.port.out.GroupCommands.ban;
import static io.messageservice.application.port.out.GroupCommands.createGroup;
import static io.messageservice.application.port.out.GroupCommands.rename;
import static io.messageservice.application.port.out.GroupCommands.setRole;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.sqlite.SqliteConfig;
import io.messageservice.adapter.sqlite.SqliteConfig.Sync;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.domain.conversation.Ban;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.user.UserId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What the tables have of groups, which caches answer for as long as a store is open. */
class GroupRowsTest extends ReopenedStore {

  private static final List<UserId> USERS = List.of(ALICE, BOB, CAROL, new UserId("dora"));

  private static final List<Role> ROLES = List.of(Role.values());

  private static final ConversationData DATA =
      new ConversationData(Optional.of("title"), Optional.of("url"), Optional.of("{}"), false);

  /** Whatever happens to a group, and in however many batches, a later process reads it. */
  @RepeatedTest(10)
  void groupIsReadAsItWasWritten(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    commitAll(List.of(createGroup(ROOM, DATA, ALICE, BOB), say(ROOM, ALICE, "first")));

    for (int round = 0; round < 12; round++) {
      for (int batch = 0; batch < 3; batch++) {
        ledger().commit(commands(random));
      }
      Conversation before = history().conversation(ROOM).orElseThrow();
      List<Optional<Ban>> bans = bans();
      List<Message> messages = all();
      List<Message> changed = changed();
      assertThat(bans.stream().filter(Optional::isPresent)).hasSize(before.details().bans());

      reopen(Sync.NORMAL);

      assertThat(history().conversation(ROOM)).contains(before).isEqualTo(recorded(ROOM));
      assertThat(bans()).isEqualTo(bans);
      assertThat(all()).isEqualTo(messages);
      assertThat(changed()).isEqualTo(changed);
    }
  }

  @Test
  void plainGroupHasNoRowsOfItsOwn() throws SQLException {
    commitAll(List.of(createGroup(ROOM, ConversationData.NONE, ALICE, BOB)));
    commitAll(List.of(say(ROOM, ALICE, "hello"), add(ROOM, CAROL), rename(ROOM, "new")));
    commitAll(List.of(ban(ROOM, CAROL, LATER), rename(ROOM, "")));

    commitAll(List.of(ban(ROOM, CAROL, Ban.LIFTED)));

    for (String table : List.of("conversation_data", "ban", "changed_message")) {
      assertThat(rows(table)).isEqualTo("rows 0");
    }
    assertThat(answer("SELECT changes - group_changes FROM conversation")).isEqualTo("0");
  }

  @Test
  void forgottenGroupLeavesNoRow() throws SQLException {
    commitAll(List.of(createGroup(ROOM, DATA, ALICE, BOB), ban(ROOM, CAROL, LATER)));

    commitAll(List.of(forget(ROOM)));

    for (String table : List.of("conversation", "participant", "conversation_data", "ban")) {
      assertThat(rows(table)).isEqualTo("rows 0");
    }
  }

  /** The writer keeps conversations by how much memory they take, and reads others again. */
  @Test
  void groupWithLargeDataIsNotKeptWhereFewParticipantsAre() throws SQLException {
    store.close();
    store = SqliteStore.open(new SqliteConfig(folder, Sync.NORMAL, 1, 0, 100, Duration.ofDays(7)));
    String large = "{\"m\":\"" + "m".repeat(4_000) + "\"}";
    ConversationData data =
        new ConversationData(Optional.of("title"), Optional.empty(), Optional.of(large), false);
    commitAll(List.of(createGroup(ROOM, data, ALICE, BOB), createGroup(OTHER, DATA, ALICE, BOB)));

    execute("UPDATE conversation_data SET title = 'another'");

    assertThat(recorded(ROOM).orElseThrow().details().data().title()).contains("another");
    assertThat(recorded(OTHER).orElseThrow().details().data().title()).contains("title");
  }

  /** Those that the rules do not allow fail. */
  private List<Decider<String>> commands(Random random) {
    List<Decider<String>> commands = new ArrayList<>();
    Message first = all().get(0);
    for (int i = random.nextInt(6); i >= 0; i--) {
      UserId user = USERS.get(random.nextInt(USERS.size()));
      commands.add(
          switch (random.nextInt(8)) {
            case 0 -> setRole(ROOM, user, ROLES.get(random.nextInt(ROLES.size())));
            case 1 -> add(ROOM, user);
            case 2 -> leave(ROOM, user);
            case 3 -> ban(ROOM, user, random.nextBoolean() ? LATER : Ban.FOR_EVER);
            case 4 -> ban(ROOM, user, Ban.LIFTED);
            case 5 -> rename(ROOM, random.nextBoolean() ? "title " + i : "");
            case 6 -> say(ROOM, user, "text " + i);
            default -> edit(first, "edit " + random.nextInt());
          });
    }
    return commands;
  }

  private List<Optional<Ban>> bans() {
    return USERS.stream().map(user -> ask(records -> records.ban(ROOM, user))).toList();
  }

  private List<Message> changed() {
    return history().changed(ROOM, Long.MAX_VALUE, 0, 100, Integer.MAX_VALUE).messages();
  }

  private String rows(String table) throws SQLException {
    return answer("SELECT 'rows', count(*) FROM " + table);
  }
}
