package io.messageservice.application.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.conversation.ClientConversationId;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Pair;
import io.messageservice.domain.user.UserId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConversationIdsTest {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");
  private static final ClientConversationId NAME = new ClientConversationId("name");

  private final ConversationIds ids = withKey("0123456789abcdef", 1);

  @Test
  void sameIsMadeOfTheSameOnEveryNodeThatHasTheKey() {
    ConversationIds others = withKey("0123456789abcdef", 2);

    assertThat(ids.direct(new Pair(ANN, BOB))).isEqualTo(others.direct(new Pair(BOB, ANN)));
    assertThat(ids.named(Optional.of(ANN), NAME)).isEqualTo(others.named(Optional.of(ANN), NAME));
    assertThat(others.isMade(ids.next())).isTrue();
  }

  @Test
  void anythingElseGivesAnotherId() {
    ConversationIds foreign = withKey("0123456789abcdeF", 1);
    List<ConversationId> all =
        List.of(
            ids.next(),
            ids.next(),
            ids.direct(new Pair(ANN, BOB)),
            ids.direct(new Pair(ANN, new UserId("name"))),
            ids.named(Optional.of(ANN), NAME),
            ids.named(Optional.of(BOB), NAME),
            ids.named(Optional.empty(), NAME),
            ids.named(Optional.of(ANN), new ClientConversationId("other")),
            foreign.direct(new Pair(ANN, BOB)));

    assertThat(all).doesNotHaveDuplicates();
  }

  @Test
  void onlyWhatWasMadeWithTheKeyCountsAsMade() {
    ConversationIds foreign = withKey("0123456789abcdeF", 1);
    String good = ids.direct(new Pair(ANN, BOB)).value();

    assertThat(good).hasSize(32);
    assertThat(ids.isMade(new ConversationId(good))).isTrue();
    assertThat(foreign.isMade(new ConversationId(good))).isFalse();
    for (int i = 0; i < good.length(); i++) {
      char other = good.charAt(i) == 'x' ? 'y' : 'x';
      String changed = good.substring(0, i) + other + good.substring(i + 1);
      assertThat(ids.isMade(new ConversationId(changed))).isFalse();
    }
    for (String text : List.of("room", good + "=", good + "AAAA", "ä".repeat(32), "=".repeat(32))) {
      assertThat(ids.isMade(new ConversationId(text))).isFalse();
    }
  }

  private static ConversationIds withKey(String key, long seed) {
    return new ConversationIds(() -> key.getBytes(StandardCharsets.US_ASCII), new Random(seed));
  }
}
