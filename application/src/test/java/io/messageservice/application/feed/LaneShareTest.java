package io.messageservice.application.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.conversation.ConversationId;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LaneShareTest {

  @Test
  void idsBelongToTheSameLaneInEveryProcess() {
    assertThat(
            IntStream.range(0, 8)
                .mapToObj(number -> LaneShare.indexOf("conversation-" + number, 4))
                .toList())
        .isEqualTo(List.of(2, 3, 0, 1, 2, 3, 0, 1));
  }

  @Test
  void oneLaneHasAll() {
    Set<ConversationId> all = Set.of(new ConversationId("a"), new ConversationId("b"));

    assertThat(LaneShare.ALL.of(all)).isSameAs(all);
    assertThat(all).allMatch(LaneShare.ALL::has);
  }

  @Test
  void eachConversationBelongsToOneLane() {
    List<LaneShare> lanes = IntStream.range(0, 3).mapToObj(i -> new LaneShare(i, 3)).toList();

    for (int number = 0; number < 100; number++) {
      ConversationId id = new ConversationId("c" + number);
      assertThat(lanes.stream().filter(lane -> lane.has(id))).hasSize(1);
    }
  }
}
