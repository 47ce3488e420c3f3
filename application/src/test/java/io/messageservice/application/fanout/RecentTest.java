package io.messageservice.application.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.event.Event;
import io.messageservice.application.event.Event.MessageRelayed;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecentTest {

  private static final ConversationId C = new ConversationId("c");
  private static final ConversationId D = new ConversationId("d");

  private static final int SMALL = 400;

  private final Recent recent = new Recent();

  @Test
  void whatFollowsThePositionIsRememberedInOrder() {
    tell(C, 5, 9);

    assertThat(after(C, 6, 10)).containsExactly(7L, 8L, 9L);
    assertThat(after(C, 4, 3)).containsExactly(5L, 6L, 7L);
    assertThat(after(C, 9, 10)).isEmpty();
    assertThat(after(C, 12, 10)).isEmpty();
  }

  @Test
  void whereTheNextOneIsNotRememberedNothingIsGiven() {
    tell(C, 5, 9);

    assertThat(after(C, 3, 10)).isEmpty();
    assertThat(after(D, 0, 10)).isEmpty();
  }

  @Test
  void acrossAGapNothingIsRemembered() {
    tell(C, 1, 3);
    tell(C, 5, 6);

    assertThat(after(C, 1, 10)).isEmpty();
    assertThat(after(C, 4, 10)).containsExactly(5L, 6L);
  }

  @Test
  void ofAConversationTheNewestAreRemembered() {
    int most = Recent.MAX_OF_A_CONVERSATION;
    tell(C, 1, most + 10);

    assertThat(after(C, 9, 1)).isEmpty();
    assertThat(after(C, 10, most + 1)).hasSize(most).startsWith(11L).endsWith(most + 10L);
  }

  @Test
  void whatIsGivenIsBoundedInBytesButForTheFirst() {
    tell(C, 1, 5);

    assertThat(recent.after(C, 0, Position.START, 10, 3 * SMALL + 1))
        .extracting(next -> next.position().seq())
        .containsExactly(1L, 2L, 3L);
    assertThat(recent.after(C, 0, Position.START, 10, 50))
        .extracting(next -> next.position().seq())
        .containsExactly(1L);
  }

  @Test
  void inAllTheConversationsToldLastAreRemembered() {
    OutgoingEvent large = event(Recent.MAX_BYTES / 4);
    recent.add(C, Position.ofMessages(1), large);
    recent.add(D, Position.ofMessages(1), large);
    recent.add(C, Position.ofMessages(2), large);

    recent.add(new ConversationId("e"), Position.ofMessages(1), large);

    assertThat(after(D, 0, 10)).isEmpty();
    assertThat(after(C, 0, 10)).containsExactly(1L, 2L);
  }

  @Test
  void whatIsTooLargeForAllIsNotRemembered() {
    recent.add(C, Position.ofMessages(1), event(Recent.MAX_BYTES));

    assertThat(after(C, 0, 10)).isEmpty();
    tell(C, 2, 2);
    assertThat(after(C, 1, 10)).containsExactly(2L);
  }

  @Test
  void whatHasChangedIsReadAgain() {
    tell(C, 1, 3);

    assertThat(recent.after(C, 1, new Position(3, 4), 10, Integer.MAX_VALUE)).isEmpty();
    recent.add(C, new Position(4, 5), event(SMALL));

    assertThat(recent.after(C, 2, new Position(4, 5), 10, Integer.MAX_VALUE)).isEmpty();
    assertThat(recent.after(C, 3, new Position(4, 5), 10, Integer.MAX_VALUE)).hasSize(1);
  }

  private void tell(ConversationId conversation, long from, long to) {
    LongStream.rangeClosed(from, to)
        .forEach(seq -> recent.add(conversation, Position.ofMessages(seq), event(SMALL)));
  }

  /** An event that takes so many bytes. */
  private static OutgoingEvent event(int bytes) {
    return new OutgoingEvent(new MessageRelayed("x".repeat((bytes - Event.FIXED_BYTES) / 2)));
  }

  private List<Long> after(ConversationId conversation, long seq, int most) {
    return recent.after(conversation, seq, Position.START, most, Integer.MAX_VALUE).stream()
        .map(next -> next.position().seq())
        .toList();
  }
}
