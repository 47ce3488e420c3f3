package io.messageservice.adapter.redis.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.application.port.out.ChangeLog.AccessChange;
import io.messageservice.application.port.out.ChangeLog.Heads;
import io.messageservice.application.port.out.ChangeLog.Mark;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.Changes;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesAppended;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.ChangeRules;
import io.messageservice.domain.message.ChangeRules.Asking;
import io.messageservice.domain.message.ChangeRules.Verdict;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageChange;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.ReactionChange;
import io.messageservice.domain.message.ReactionCount;
import io.messageservice.domain.message.ReactionState;
import io.messageservice.domain.user.Actor;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Works on what an earlier version wrote, kept as the append-only file of its server. */
@OnEachRedis
class EarlierStoreTest extends KeptStore {

  private static final ConversationId OTHER = new ConversationId("other");
  private static final ConversationId LAST = new ConversationId("last");

  /** What the earlier version gave halfway. */
  private static final Mark MIDDLE = new Mark("0 0 0 0 0 1 1 2 1 0 0 0 0 0 0 0");

  EarlierStoreTest(RedisVersion version) throws IOException {
    super(version, "earlier.aof.gz");
  }

  @Test
  void everythingIsFound() {
    History history = store.history();

    assertThat(history.heads(List.of(ROOM, OTHER, LAST, new ConversationId("silent"))))
        .isEqualTo(
            Map.of(
                ROOM,
                Position.ofMessages(70),
                OTHER,
                Position.ofMessages(2),
                LAST,
                Position.ofMessages(1),
                new ConversationId("silent"),
                Position.START));
    assertThat(history.after(ROOM, 0, 100, 1_000_000).messages()).hasSize(70);
    assertThat(history.after(OTHER, 0, 10, 10_000).messages())
        .extracting(message -> message.id().value())
        .containsExactly("4IHtII5vjcYR7zZiwKf_0Q", "4UqjtEtqc0sLyTxSPuzaag");
    assertThat(history.standing(ROOM, BOB, 10).readUpTo()).isEqualTo(3);
  }

  @Test
  void lookFindsWhatChangedWithPositionsOfAccess() {
    Heads heads = store.changes().between(MIDDLE, store.changes().end());

    assertThat(heads.mark()).isEqualTo(store.changes().end());
    assertThat(heads.changed())
        .containsExactlyInAnyOrder(OwnStore.head(OTHER, 1, 2), OwnStore.head(LAST, 0, 1));
    assertThat(heads.accessChanged())
        .containsExactlyInAnyOrder(
            new AccessChange(ROOM, Set.of(CAROL), Position.ofMessages(70)),
            new AccessChange(OTHER, Set.of(BOB), Position.ofMessages(1)),
            new AccessChange(LAST, Set.of(CAROL), Position.START));
  }

  @Test
  void singleChangesAreFound() {
    Place noted = store.changes().noted(MIDDLE.value()).orElseThrow();
    Changes changes = store.changes().after(noted, 1_000);

    assertThat(changes.start()).isEqualTo(noted);
    assertThat(changes.gaps()).isEmpty();
    assertThat(store.changes().after(changes.end(), 1_000).changes()).isEmpty();
    assertThat(changes.changes())
        .flatExtracting(Change::events)
        .contains(new MessagesAppended(1, 2), new MessagesAppended(0, 1));
  }

  @Test
  void conversationsGoOn() {
    Outcome outcome = store.ledger().commit(List.of(OwnStore.saying(ROOM, "text 71"))).get(0);

    Message said = ((Outcome.Done) outcome).message().orElseThrow();
    assertThat(said.seq()).isEqualTo(71);
    assertThat(store.history().before(ROOM, 72, 2, 10_000).messages())
        .extracting(message -> message.content().text())
        .containsExactly("text 70", "text 71");
  }

  @Test
  void messagesOfEarlierVersionsChange() {
    History history = store.history();
    Message third = history.after(ROOM, 2, 1, 10_000).messages().get(0);
    assertThat(third.rev()).isEqualTo(3);

    Outcome outcome = store.ledger().commit(List.of(deleting(third))).get(0);

    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    List<Message> all = history.after(ROOM, 0, 100, 1_000_000).messages();
    assertThat(all).hasSize(70);
    assertThat(all.get(2).isDeleted()).isTrue();
    assertThat(all.get(69).content().text()).isEqualTo("text 70");
    assertThat(history.missed(ROOM, Position.ofMessages(70), 10, 10_000).changed())
        .containsExactly(all.get(2));
    assertThat(history.heads(List.of(ROOM))).isEqualTo(Map.of(ROOM, new Position(70, 71)));
  }

  @Test
  void messagesOfEarlierVersionsGetReactions() {
    History history = store.history();
    Message third = history.after(ROOM, 2, 1, 10_000).messages().get(0);
    Reaction reaction = new Reaction("+1");

    Outcome outcome =
        store
            .ledger()
            .commit(
                List.<Decider<String>>of(
                    records -> {
                      Conversation in = records.conversation(ROOM).orElseThrow();
                      ReactionState state = records.reaction(ROOM, 3, reaction, BOB);
                      Verdict verdict =
                          new ChangeRules(Optional.empty())
                              .react(in, third, Actor.service(BOB), state, true);
                      Message after = ((Verdict.Changed) verdict).after();
                      return Decision.changed(
                          "reacted",
                          in.afterChange(),
                          new ReactionChange(after, reaction, BOB, true));
                    }))
            .get(0);

    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    Message reacted = history.message(third.id()).orElseThrow();
    assertThat(reacted.reactions()).containsExactly(new ReactionCount(reaction, 1, List.of(BOB)));
    assertThat(reacted.rev()).isEqualTo(71);
    assertThat(history.after(ROOM, 2, 1, 10_000).messages()).containsExactly(reacted);
    assertThat(history.missed(ROOM, Position.ofMessages(70), 10, 10_000).changed())
        .containsExactly(reacted);
  }

  private static Decider<String> deleting(Message message) {
    Asking asked = new Asking(Actor.service(message.sender()), Instant.EPOCH);
    return records -> {
      Conversation in = records.conversation(ROOM).orElseThrow();
      Verdict verdict = new ChangeRules(Optional.empty()).delete(in, message, asked);
      MessageChange change =
          new MessageChange(((Verdict.Changed) verdict).after(), Optional.empty());
      return Decision.changed("deleted", in.afterChange(), change);
    };
  }
}
