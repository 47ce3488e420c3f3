package io.messageservice.protocol.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.application.event.Event.NoticeGiven;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.frame.EncodedEvent;
import io.messageservice.protocol.frame.EventFrames;
import io.messageservice.protocol.json.InvalidFrame;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayedMessageTest {

  @Test
  void theMessageIsPushedAsItCameButWithoutAPosition() throws InvalidFrame {
    RelayedMessage relayed =
        read(
            """
            {"participants": ["ann", 7], "other": [1],
             "message": {"id": "m", "seq": 9, "rev": 9, "content": "h\u00f6", "attachments": [{"n": 1.0}]}}
            """);

    assertThat(relayed.participants())
        .containsExactlyInAnyOrder(new UserId("ann"), new UserId("7"));
    EncodedEvent event = EventFrames.FORMAT.encode(relayed.event());
    assertThat(text(event))
        .isEqualTo(
            "{\"event\":\"newMessage\",\"data\":"
                + "{\"id\":\"m\",\"content\":\"hö\",\"attachments\":[{\"n\":1.0}]}}");
    assertThat(event.isFor(Dialect.BASE)).isTrue();
    assertThat(event.stored()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "[]",
        "{",
        "{\"message\":{}}",
        "{\"participants\":[]}",
        "{\"message\":7,\"participants\":[]}",
        "{\"message\":{},\"participants\":{}}",
        "{\"message\":{},\"participants\":[{}]}",
        "{\"message\":{},\"participants\":[\"\"]}",
        "{\"message\":{\"a\":\"\\ud800\"},\"participants\":[\"a\"]}",
        "{\"message\":{\"a\":\"\\u0000\"},\"participants\":[\"a\"]}",
      })
  void garbageIsRefused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(InvalidFrame.class);
  }

  @Test
  void whatIsTooLargeIsRefused() {
    String large = "x".repeat(RelayedMessage.MAX_MESSAGE_BYTES);
    assertThatThrownBy(() -> read("{\"message\":{\"a\":\"" + large + "\"},\"participants\":[]}"))
        .hasMessageStartingWith("message:");
    assertThatThrownBy(() -> RelayedMessage.read(new byte[RelayedMessage.MAX_BYTES + 1]))
        .isInstanceOf(InvalidFrame.class);
  }

  @Test
  void aNoticeIsForConnectionsThatAskedForMore() {
    EncodedEvent event = EventFrames.FORMAT.encode(new NoticeGiven("order", "{\"number\":7}"));

    assertThat(text(event))
        .isEqualTo("{\"event\":\"notice\",\"notice\":\"order\",\"data\":{\"number\":7}}");
    assertThat(event.isFor(Dialect.V1)).isTrue();
    assertThat(event.isFor(Dialect.BASE)).isFalse();
  }

  private static RelayedMessage read(String text) throws InvalidFrame {
    return RelayedMessage.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(EncodedEvent event) {
    return new String(event.frame().utf8(), StandardCharsets.UTF_8);
  }
}
