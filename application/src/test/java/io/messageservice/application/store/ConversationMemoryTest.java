package io.messageservice.application.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.Details;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.conversation.Roles;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConversationMemoryTest {

  private static final UserId ALICE = new UserId("alice");
  private static final Participants TWO = Participants.of(List.of(ALICE, new UserId("bob")));

  @Test
  void rolesAndDataCountBesideParticipants() {
    Roles owned = Roles.ownedBy(ALICE);
    ConversationData data =
        new ConversationData(
            Optional.of("t".repeat(96)),
            Optional.of("u".repeat(2_048)),
            Optional.of("m".repeat(4_096)),
            false);

    assertThat(ConversationMemory.of(TWO, Details.NONE)).isEqualTo(2 + 4);
    assertThat(ConversationMemory.of(TWO, owned)).isEqualTo(2 + 1 + 4);
    assertThat(ConversationMemory.of(TWO, new Details(Optional.empty(), data, owned, 0, 1, 1, 1)))
        .isEqualTo(2 + 1 + 4 + 3 + 64 + 128);
  }
}
