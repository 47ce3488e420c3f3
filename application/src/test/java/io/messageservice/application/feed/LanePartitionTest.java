package io.messageservice.application.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.conversation.ConversationId;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanePartitionTest {

  @Test
  void idsBelongToTheSameLaneInEveryProcess() {
    assertThat(
            IntStream.range(0, 8)
                .mapToObj(number -> LanePartition.indexOf("conversation-" + number, 4))
                .toList())
        .isEqualTo(List.of(2, 3, 0, 1, 2, 3, 0, 1));
  }

  @Test
  void oneLaneHasAll() {
    Set<ConversationId> all = Set.of(new ConversationId("a"), new ConversationId("b"));

    assertThat(LanePartition.ALL.of(all)).isSameAs(all);
    assertThat(all).allMatch(LanePartition.ALL::has);
  }

  @Test
  void eachConversationBelongsToOneLane() {
    List<LanePartition> lanes =
        IntStream.range(0, 3).mapToObj(i -> new LanePartition(i, 3)).toList();

    for (int number = 0; number < 100; number++) {
      ConversationId id = new ConversationId("c" + number);
      assertThat(lanes.stream().filter(lane -> lane.has(id))).hasSize(1);
    }
  }
}
