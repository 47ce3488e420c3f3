package io.messageservice.adapter.redis.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.bus.Senders.Place;
import org.junit.jupiter.api.Test;

class SendersTest {

  private final Senders senders = new Senders();

  @Test
  void framesOfEachSenderFollowEachOther() {
    assertThat(senders.place("a", 1)).isEqualTo(Place.NEXT);
    assertThat(senders.place("b", 1)).isEqualTo(Place.NEXT);
    assertThat(senders.place("a", 2)).isEqualTo(Place.NEXT);
  }

  @Test
  void aFrameThatComesTwiceIsKnown() {
    senders.place("a", 1);

    assertThat(senders.place("a", 1)).isEqualTo(Place.AGAIN);
    assertThat(senders.place("a", 2)).isEqualTo(Place.NEXT);
    assertThat(senders.place("a", 1)).isEqualTo(Place.AGAIN);
  }

  @Test
  void aFrameThatDidNotComeLeavesAGap() {
    assertThat(senders.place("new", 2)).isEqualTo(Place.BEHIND_A_GAP);
    assertThat(senders.place("new", 4)).isEqualTo(Place.BEHIND_A_GAP);
    assertThat(senders.place("new", 5)).isEqualTo(Place.NEXT);
  }
}
