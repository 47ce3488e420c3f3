package io.messageservice.domain.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.Actor;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockRulesTest {

  private static final ConversationId ID = new ConversationId("c");
  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");
  private static final UserId EVE = new UserId("eve");
  private static final Conversation DIRECT =
      Conversation.begin(ID, Kind.DIRECT, Participants.of(ANN, BOB));
  private static final Conversation GROUP =
      Conversation.begin(ID, Kind.GROUP, Participants.of(ANN, EVE));

  @ParameterizedTest
  @ValueSource(strings = {"ann bob", "bob ann"})
  void whereOneBlocksTheOtherNeitherBeginsADirectConversation(String block) {
    BlockRules rules = rules(block);

    for (UserId asker : DIRECT.participants()) {
      assertThat(rules.refusal(Optional.empty(), DIRECT, Actor.user(asker)))
          .contains(Refusal.FORBIDDEN);
    }
    Conversation open = Conversation.begin(ID, Kind.OPEN, Participants.of(List.of(ANN)));
    assertThat(rules.refusal(Optional.of(open), DIRECT, Actor.user(ANN)))
        .contains(Refusal.FORBIDDEN);
    assertThat(rules.refusal(Optional.of(DIRECT), DIRECT, Actor.user(ANN))).isEmpty();
    assertThat(rules.refusal(Optional.empty(), DIRECT, Actor.service(ANN))).isEmpty();
    assertThat(rules("ann eve").refusal(Optional.empty(), DIRECT, Actor.user(ANN))).isEmpty();
  }

  @Test
  void nobodyIsAddedToAGroupByWhomTheyBlock() {
    Conversation more = GROUP.with(BOB);

    assertThat(rules("bob ann").refusal(Optional.of(GROUP), more, Actor.user(ANN)))
        .contains(Refusal.FORBIDDEN);
    assertThat(rules("ann bob").refusal(Optional.of(GROUP), more, Actor.user(ANN))).isEmpty();
    assertThat(rules("bob eve").refusal(Optional.of(GROUP), more, Actor.user(ANN))).isEmpty();
    assertThat(rules("eve ann").refusal(Optional.of(GROUP), more, Actor.user(ANN))).isEmpty();
    assertThat(rules("eve ann").refusal(Optional.empty(), GROUP, Actor.user(ANN)))
        .contains(Refusal.FORBIDDEN);
    assertThat(rules("bob ann").refusal(Optional.of(GROUP), more, Actor.service(ANN))).isEmpty();
  }

  @Test
  void everybodyEntersAnOpenConversation() {
    Conversation open = Conversation.begin(ID, Kind.OPEN, Participants.of(ANN, BOB));

    assertThat(rules("ann bob").refusal(Optional.empty(), open, Actor.user(ANN))).isEmpty();
  }

  @Test
  void inABlockedDirectConversationNobodyWrites() {
    Conversation blocked = rules("bob ann").noted(DIRECT);
    Access access = new Access(AccessPolicy.OPEN, 9);

    for (UserId asker : DIRECT.participants()) {
      assertThat(blocked.mayWrite(asker)).isFalse();
      assertThat(access.speak(Optional.of(blocked), ID, Actor.user(asker), user -> false))
          .isEqualTo(new Admission.Denied(Refusal.FORBIDDEN));
    }
    assertThat(access.speakTo(BOB, Optional.of(blocked), ID, Actor.user(ANN), user -> false))
        .isEqualTo(new Admission.Denied(Refusal.FORBIDDEN));
    assertThat(access.speakTo(BOB, Optional.of(blocked), ID, Actor.service(ANN), user -> false))
        .isInstanceOf(Admission.Granted.class);
    assertThat(access.mayRead(Optional.of(blocked), ANN)).isTrue();
    assertThat(access.enter(Optional.of(blocked), ID, ANN, user -> false))
        .isInstanceOf(Admission.Granted.class);
  }

  @Test
  void whatAServiceBeginsBetweenThemIsBlockedFromTheFirst() {
    BlockRules rules = rules("bob ann");
    Actor service = Actor.service(ANN);

    assertThat(rules.begun(Optional.empty(), DIRECT, service).isBlocked()).isTrue();
    assertThat(rules.begun(Optional.of(DIRECT), DIRECT, service)).isEqualTo(DIRECT);
    assertThat(rules("eve ann").begun(Optional.empty(), DIRECT, service)).isEqualTo(DIRECT);
    assertThat(rules.begun(Optional.empty(), GROUP.with(BOB), service).isBlocked()).isFalse();
  }

  @Test
  void eachNoteIsANewVersionAndNoChangeThatIsCounted() {
    Conversation blocked = rules("bob ann").noted(DIRECT);
    Conversation again = rules("bob ann").noted(blocked);
    Conversation ended = rules("eve ann").noted(again);

    assertThat(blocked.isBlocked()).isTrue();
    assertThat(again.isBlocked()).isTrue();
    assertThat(ended.isBlocked()).isFalse();
    assertThat(ended.accessVersion()).isEqualTo(DIRECT.accessVersion() + 3);
    assertThat(ended.position()).isEqualTo(DIRECT.position());
    assertThat(ended.details()).isEqualTo(DIRECT.details());
    assertThat(GROUP.isBlocked()).isFalse();
  }

  private static BlockRules rules(String block) {
    return new BlockRules((user, other) -> block.equals(user.value() + " " + other.value()));
  }
}
