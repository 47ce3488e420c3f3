package io.messageservice.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.event.Event;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.ReadMark;
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

  @Test
  void ofWhatHasReachedAUserTheLatestWins() {
    Object key = delivered("c", "bob", 3);

    assertThat(key).isNotNull().isEqualTo(delivered("c", "bob", 5));
    assertThat(key).isNotEqualTo(delivered("c", "eve", 3));
    assertThat(key).isNotEqualTo(delivered("d", "bob", 3));
    assertThat(key).isNotEqualTo(mark("c", "bob", 3, true));
  }

  @Test
  void ofThePreferencesForAConversationTheLatestWins() {
    Object key = preferences("c", 3);

    assertThat(key).isNotNull().isEqualTo(preferences("c", Preferences.SHOWN));
    assertThat(key).isNotEqualTo(preferences("d", 3));
  }

  private static @Nullable Object delivered(String conversation, String user, long seq) {
    return key(
        new Event.MessageDelivered(
            new DeliveredMark(new ConversationId(conversation), new UserId(user), seq)));
  }

  private static @Nullable Object preferences(String conversation, long hiddenAt) {
    return key(
        new Event.PreferencesChanged(
            new OwnPreferences(
                new ConversationId(conversation),
                new UserId("bob"),
                new Preferences(Preferences.NOT_MUTED, hiddenAt))));
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
