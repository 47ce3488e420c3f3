package io.messageservice.adapter.redis.store;

import static io.messageservice.application.waiting.Patience.PATIENCE;
import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.adapter.redis.link.TestLink;
import io.messageservice.adapter.redis.presence.PresenceConfig;
import io.messageservice.adapter.redis.presence.PresenceEvents;
import io.messageservice.adapter.redis.presence.RedisPresenceBoard;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.application.port.out.NodeMembership;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.AccessPolicy;
import io.messageservice.domain.conversation.Admission;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.room.NodeOccupancy;
import io.messageservice.domain.user.UserId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whether a leave is the last one is asked of nodes whose names are known by their seats alone. */
@OnEachRedis
class SeatsOfTheDeadTest {

  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Access ACCESS = new Access(AccessPolicy.OPEN, 10_000);
  private static final ConversationId ROOM = new ConversationId("room");
  private static final UserId ALICE = new UserId("alice");

  private final RedisServer server;

  SeatsOfTheDeadTest(RedisVersion version) {
    server = RedisServer.start(version);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void theFirstLeaveOnANodeThatNeverHeardOfTheDeadOneEndsThePart() {
    try (Node witness = new Node("witness")) {
      try (Node dead = new Node("dead")) {
        dead.sit();
        assertThat(witness.board.membership().lives("dead")).isTrue();
      }
      await().until(() -> !witness.board.membership().lives("dead"));

      try (Node fresh = new Node("fresh")) {
        assertThat(fresh.leave()).isEqualTo("left");
        assertThat(fresh.store.history().conversation(ROOM).orElseThrow().has(ALICE)).isFalse();
      }
    }
  }

  @Test
  void aSeatCountsFromTheMomentItsNodeHasBegun() {
    try (Node old = new Node("old")) {
      for (int i = 0; i < 5; i++) {
        try (Node fresh = new Node("fresh-" + i)) {
          fresh.sit();

          assertThat(old.leave()).isEqualTo("stays");
        }
      }
    }
  }

  /** A node, as far as seats go. It ends without a word. */
  private final class Node implements AutoCloseable {

    private final TestLink link = new TestLink(server);
    private final RedisPresenceBoard board;
    private final RedisStore store;

    private Node(String name) {
      board =
          new RedisPresenceBoard(
              link.link(), new PresenceConfig("", name, LEASE), PresenceEvents.NONE);
      store =
          RedisStore.open(
              link.link().connection(),
              OwnStore.config(name, InstantSource.system()),
              new SecureRandom(),
              RedisStoreEvents.NONE);
      board.listen((transition, seen) -> {});
      assertThat(board.membership().awaitLease(PATIENCE)).isTrue();
    }

    private void sit() {
      Decider<String> sitting =
          records -> {
            Admission.Granted in =
                (Admission.Granted)
                    ACCESS.enter(records.conversation(ROOM), ROOM, ALICE, user -> false);
            return Decision.changed("sits", in.conversation())
                .with(List.of(new NodeOccupancy(ROOM, ALICE, true)));
          };
      assertThat(commit(sitting)).isEqualTo("sits");
    }

    private Object leave() {
      Decider<String> leaving =
          records -> {
            Conversation room = records.conversation(ROOM).orElseThrow();
            return records.nodesOf(ROOM, ALICE).stream().anyMatch(this::livesElsewhere)
                ? Decision.unchanged("stays")
                : Decision.changed("left", room.without(ALICE));
          };
      return commit(leaving);
    }

    private boolean livesElsewhere(String node) {
      NodeMembership membership = board.membership();
      return !node.equals(membership.node()) && membership.lives(node);
    }

    private Object commit(Decider<?> command) {
      return ((Outcome.Done) store.ledger().commit(List.of(command)).get(0)).result();
    }

    @Override
    public void close() {
      store.close();
      link.close();
    }
  }
}
