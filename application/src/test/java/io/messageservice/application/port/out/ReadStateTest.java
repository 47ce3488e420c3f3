package io.messageservice.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.History.ReadState;
import io.messageservice.application.port.out.History.Reader;
import io.messageservice.domain.conversation.BlockRules;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.user.Actor;
import io.messageservice.domain.user.UserId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadStateTest {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");

  @Test
  void whereOneBlocksTheOtherBothKnowOnlyOfThemselvesAndServicesOfBoth() {
    Conversation direct =
        Conversation.begin(new ConversationId("d"), Kind.DIRECT, Participants.of(ANN, BOB));
    Conversation blocked = new BlockRules((user, other) -> true).noted(direct);
    List<Reader> both = List.of(new Reader(ANN, 2, 2), new Reader(BOB, 1, 1));
    ReadState state = new ReadState(2, 0, Preferences.NONE, both);

    assertThat(state.knownTo(Actor.user(ANN), direct)).isEqualTo(state);
    assertThat(state.knownTo(Actor.user(ANN), blocked).readers())
        .containsExactly(new Reader(ANN, 2, 2));
    assertThat(state.knownTo(Actor.service(ANN), blocked)).isEqualTo(state);
  }
}
