package io.messageservice.adapter.redis.store;

import static io.messageservice.application.port.out.GroupCommands.add;
import static io.messageservice.application.port.out.GroupCommands.rename;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.application.port.out.ChangeLog.AccessChange;
import io.messageservice.application.port.out.ChangeLog.Head;
import io.messageservice.application.port.out.ChangeLog.Heads;
import io.messageservice.application.port.out.ChangeLog.Mark;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Details;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.conversation.Roles;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Goes on with groups of the last version that knew no roles, kept in a {@link KeptStore}. */
@OnEachRedis
class EarlierGroupsTest extends KeptStore {

  /** Of Alice with Bob, with two messages; Carol was removed. */
  private static final ConversationId TEAM = new ConversationId("team");

  /** Alice created it and left. */
  private static final ConversationId LEFT = new ConversationId("left");

  private static final ConversationId OF_NOBODY = new ConversationId("nobody's");

  /** Before a message of the team was deleted and Carol was removed. */
  private static final Mark MIDDLE =
      new Mark(
          "0-0 3-1796000000000 0-0 0-0 0-0 0-0 0-0 0-0 0-0 0-0 2-1796000000000 0-0 0-0 0-0"
              + " 1-1796000000000 0-0");

  EarlierGroupsTest(RedisVersion version) throws IOException {
    super(version, "before-roles.aof.gz");
  }

  @Test
  void whoCreatedAGroupOwnsItWhileTheyTakePart() {
    Conversation team = stored(TEAM);

    assertThat(team.details())
        .isEqualTo(
            new Details(Optional.empty(), ConversationData.NONE, Roles.ownedBy(ALICE), 0, 0, 0, 0));
    assertThat(team.position()).isEqualTo(new Position(2, 3));
    assertThat(stored(LEFT).details()).isEqualTo(Details.NONE);
    assertThat(stored(OF_NOBODY).details()).isEqualTo(Details.NONE);
  }

  @Test
  void theirDataAndRolesChangeFromThereOn() {
    carryOut(rename(TEAM, "Team"));

    Conversation team = stored(TEAM);
    assertThat(team.details().data().title()).contains("Team");
    assertThat(team.details().roles()).isEqualTo(Roles.ownedBy(ALICE));
    assertThat(team.details().dataRev()).isEqualTo(4);
    assertThat(team.details().participantsRev()).isZero();
    assertThat(team.position()).isEqualTo(new Position(2, 4));
    carryOut(OwnStore.saying(TEAM, "text 3"));
    assertThat(stored(TEAM).position()).isEqualTo(new Position(3, 5));
  }

  @Test
  void whoLeftTheirGroupComesBackAsAMember() {
    carryOut(add(LEFT, ALICE));

    Conversation left = stored(LEFT);
    assertThat(left.has(ALICE)).isTrue();
    assertThat(left.roleOf(ALICE)).isEqualTo(Role.MEMBER);
    assertThat(left.position()).isEqualTo(new Position(0, 1));
  }

  @Test
  void whatWasLoggedIsFoundBesideWhatChangesNow() {
    Mark end = store.changes().end();
    carryOut(add(LEFT, ALICE));

    Heads before = store.changes().between(MIDDLE, end);
    Heads now = store.changes().between(end, store.changes().end());

    assertThat(before.changed())
        .contains(new Head(TEAM, new Position(2, 2), new Position(2, 3)))
        .hasSize(2);
    assertThat(before.accessChanged())
        .contains(new AccessChange(TEAM, Set.of(), new Position(2, 3)));
    assertThat(now.changed()).containsExactly(new Head(LEFT, Position.START, new Position(0, 1)));
    assertThat(now.accessChanged())
        .containsExactly(new AccessChange(LEFT, Set.of(ALICE), Position.START));
  }

  private void carryOut(Decider<String> command) {
    assertThat(store.ledger().commit(List.of(command))).hasOnlyElementsOfType(Outcome.Done.class);
  }

  /** As a node finds it that remembers nothing. */
  private Conversation stored(ConversationId id) {
    RedisStore other = open("other");
    Conversation stored = other.history().conversation(id).orElseThrow();
    assertThat(store.history().conversation(id)).contains(stored);
    other.close();
    return stored;
  }
}
