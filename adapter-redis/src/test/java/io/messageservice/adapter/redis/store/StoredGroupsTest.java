package io.messageservice.adapter.redis.store;

import static io.messageservice.application.port.out.GroupCommands.add;
import static io.messageservice.application.port.out.GroupCommands.ban;
import static io.messageservice.application.port.out.GroupCommands.createGroup;
import static io.messageservice.application.port.out.GroupCommands.rename;
import static io.messageservice.application.port.out.GroupCommands.setRole;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.application.port.out.StoreContract;
import io.messageservice.domain.conversation.Ban;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.conversation.Roles;
import io.messageservice.domain.decision.Decision;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How groups with roles, data and bans are kept. */
@OnEachRedis
class StoredGroupsTest extends StoreContract {

  private static final String BASE = "ms:" + KeyPartition.of(ROOM.value()).tag();

  private final OwnStore place;

  StoredGroupsTest(RedisVersion version) {
    place = new OwnStore(version);
  }

  @AfterEach
  void close() {
    place.close();
  }

  @Override
  protected Ledger ledger() {
    return place.store.ledger();
  }

  @Override
  protected History history() {
    return place.history();
  }

  @Test
  void plainGroupTakesSomeBytesOfItsCore() {
    commitAll(List.of(creating(), say(ROOM, BOB, "one")));

    assertThat(ask("GET", "c:room"))
        .matches("1 [0-9a-f]{16}\\.[0-9a-z]{8}\\.1\\.1\\.1\\+1:[A-Za-z0-9=]+ GROUP 1 \\d+");
    assertThat(place.server.ask("KEYS", BASE + "[abexfdgqpv]:*")).isEmpty();
  }

  @Test
  void nobodyLooksForReactionsWhereOnlyTheGroupChanged() {
    commitAll(List.of(creating()));
    talk(ROOM, 1, 5);
    commitAll(List.of(rename(ROOM, "Team")));
    talk(ROOM, 1, 5);
    String unused = place.server.ask("CONFIG", "RESETSTAT");

    assertThat(history().after(ROOM, 0, 10, 10_000).messages()).hasSize(10);
    assertThat(history().before(ROOM, 11, 10, 10_000).messages()).hasSize(10);
    assertThat(history().missed(ROOM, Position.START, 10, 10_000).sent()).hasSize(10);
    assertThat(history().standing(ROOM, CAROL, 1).unread()).isEqualTo(10);

    assertThat(place.server.ask("INFO", "commandstats"))
        .contains("cmdstat_xrange")
        .contains("cmdstat_hget:calls=1,") // for preferences
        .doesNotContain("cmdstat_hmget:");
  }

  @Test
  void recordIsThereWhileThereIsSomethingToRecord() {
    commitAll(List.of(creating()));

    commitAll(List.of(rename(ROOM, "Team")));
    assertThat(ask("EXISTS", "a:room")).isEqualTo("1");
    commitAll(List.of(rename(ROOM, "")));
    assertThat(ask("EXISTS", "a:room")).isEqualTo("0");
    commitAll(List.of(setRole(ROOM, BOB, Role.MODERATOR)));
    assertThat(ask("EXISTS", "a:room")).isEqualTo("1");
    commitAll(List.of(setRole(ROOM, BOB, Role.MEMBER)));
    assertThat(ask("EXISTS", "a:room")).isEqualTo("0");

    assertThat(stored().details().roles()).isEqualTo(Roles.ownedBy(ALICE));
  }

  @Test
  void titleIsNotReadAgainWithEachMessageOfAnotherNode() {
    commitAll(List.of(creating(), rename(ROOM, "Team")));
    RedisStore other = place.open("other", InstantSource.system());
    assertThat(other.history().conversation(ROOM)).isPresent();
    commitAll(List.of(say(ROOM, BOB, "one")));
    String unused = place.server.ask("CONFIG", "RESETSTAT");

    Conversation found = other.history().conversation(ROOM).orElseThrow();

    assertThat(found.head()).isEqualTo(1);
    assertThat(found.details().data().title()).contains("Team");
    assertThat(place.server.ask("INFO", "commandstats")).doesNotContain("cmdstat_hkeys");
  }

  /** It knows of no roles and keeps what it does not know. */
  @Test
  void whoAnEarlierVersionRemovedHasNoRoleWhenTheyComeBack() {
    commitAll(List.of(creating(), setRole(ROOM, BOB, Role.OWNER)));
    String unused = ask("HDEL", "u:room", BOB.value());
    unused = ask("SET", "c:room", ask("GET", "c:room").replaceFirst("^2 ", "3 "));

    assertThat(stored().details().roles()).isEqualTo(Roles.ownedBy(ALICE));
    commitAll(List.of(add(ROOM, BOB)));

    assertThat(stored().roleOf(BOB)).isEqualTo(Role.MEMBER);
    assertThat(stored().details().roles()).isEqualTo(Roles.ownedBy(ALICE));
  }

  @Test
  void banThatAnotherNodeMadeLongerMeanwhileIsSeen() {
    commitAll(List.of(creating(), ban(ROOM, BOB, LATER)));
    Ledger late = place.open("late", InstantSource.system()).ledger();
    AtomicBoolean longer = new AtomicBoolean();
    Decider<Optional<Ban>> looking =
        records -> {
          Optional<Ban> seen = records.ban(ROOM, BOB);
          if (seen.isPresent() && longer.compareAndSet(false, true)) {
            commitAll(List.of(ban(ROOM, BOB, Ban.FOR_EVER)));
          }
          return Decision.unchanged(seen);
        };

    Outcome outcome = late.commit(List.of(looking)).get(0);

    assertThat(((Outcome.Done) outcome).result())
        .isEqualTo(Optional.of(new Ban(BOB, Ban.FOR_EVER)));
  }

  @Test
  void onlyWhoTookPartIsLeftOfAGroupThatIsForgotten() {
    commitAll(List.of(creating(), rename(ROOM, "Team"), ban(ROOM, BOB, LATER)));
    assertThat(place.server.ask("KEYS", BASE + "[ab]:room").lines()).hasSize(2);

    commitAll(List.of(records -> Decision.forgotten("forgotten", ROOM)));

    assertThat(place.server.ask("KEYS", BASE + "*:room").lines())
        .containsExactlyInAnyOrder(BASE + "s:room", BASE + "l:room");
    assertThat(ask("ZRANGE", "l:room", "0", "-1").lines()).containsExactly("alice", "carol");
  }

  private static Decider<String> creating() {
    return createGroup(ROOM, ConversationData.NONE, ALICE, BOB, CAROL);
  }

  private Conversation stored() {
    Conversation stored = history().conversation(ROOM).orElseThrow();
    assertThat(recorded(ROOM)).contains(stored);
    return stored;
  }

  private String ask(String command, String key, String... rest) {
    List<String> words = new ArrayList<>(List.of(command, BASE + key));
    words.addAll(List.of(rest));
    return place.server.ask(words.toArray(String[]::new));
  }
}
