package io.messageservice.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.event.Event;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.receipt.ReadMark;
import io.messageservice.domain.user.UserId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Of which receipts only the later is needed where both wait. */
class ConflationKeyTest {

  @Test
  void ofAReadersMarkInAConversationTheLatestWins() {
    Object key = mark("c", "bob", 3, true);

    assertThat(key).isNotNull().isEqualTo(mark("c", "bob", 5, true));
    assertThat(key).isEqualTo(mark("c", "bob", 1, false));
    assertThat(key).isNotEqualTo(mark("c", "eve", 3, true));
    assertThat(key).isNotEqualTo(mark("d", "bob", 3, true));
  }

  @Test
  void ofEachMessageThatIsReadTheLatestWins() {
    Object key = read("m1", "bob", true);

    assertThat(key).isNotNull().isEqualTo(read("m1", "bob", false));
    assertThat(key).isNotEqualTo(read("m2", "bob", true));
    assertThat(key).isNotEqualTo(read("m1", "eve", true));
  }

  private static @Nullable Object mark(String conversation, String reader, long seq, boolean read) {
    ReadMark mark = new ReadMark(new ConversationId(conversation), new UserId(reader), seq);
    return key(new Event.MarkMoved(mark, new MessageId("m" + seq), seq, read));
  }

  private static @Nullable Object read(String message, String reader, boolean read) {
    ConversationId conversation = new ConversationId("c");
    return key(
        new Event.MessageRead(conversation, new MessageId(message), read, new UserId(reader)));
  }

  private static @Nullable Object key(Event event) {
    return EventFrames.FORMAT.encode(event).frame().conflationKey();
  }
}
