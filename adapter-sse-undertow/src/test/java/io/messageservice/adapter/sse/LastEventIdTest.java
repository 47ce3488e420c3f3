package io.messageservice.adapter.sse;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.sse.LastEventId.Joined;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a browser brings back. */
final class LastEventIdTest {

  @Test
  void itStandsOnTheWireAsBase64() {
    LastEventId id = LastEventId.of("e", "s", List.of(new Joined("lobby", 300, 5)));

    assertThat(id.text()).isEqualTo("AQEBZQFzBWxvYmJ5rAIG");
    assertThat(LastEventId.parse("AQEBZQFzBWxvYmJ5rAIG")).contains(id);
  }

  @Test
  void whatIsWrittenIsRead() {
    LastEventId id =
        LastEventId.of(
            "epoch",
            "",
            List.of(
                new Joined("ä🙂 b", 0, LastEventId.NONE),
                new Joined("x".repeat(128), Long.MAX_VALUE >>> 8, 1L << 40)));

    assertThat(LastEventId.parse(id.text())).contains(id);
    assertThat(id.whole()).isTrue();
  }

  @Test
  void whatDoesNotFitIsLeftOutAndSaysSo() {
    List<Joined> many =
        IntStream.range(0, 1_000).mapToObj(n -> new Joined("conversation-" + n, n, n)).toList();

    LastEventId id = LastEventId.of("e".repeat(32), "s".repeat(80), many);

    assertThat(id.whole()).isFalse();
    assertThat(id.text().length()).isBetween(LastEventId.MAX_LENGTH - 40, LastEventId.MAX_LENGTH);
    assertThat(id.joined()).isEqualTo(many.subList(0, id.joined().size()));
    assertThat(LastEventId.parse(id.text())).contains(id);
  }

  @Test
  void whatIsNoneIsNotRead() {
    assertThat(LastEventId.parse("")).isEmpty();
    assertThat(LastEventId.parse("not an id")).isEmpty();
    assertThat(LastEventId.parse("42")).isEmpty();
    assertThat(LastEventId.parse("AgEBZQFzBWxvYmJ5rAIG")).as("another version").isEmpty();
    assertThat(LastEventId.parse("AQEBZQFzBWxvYmJ5rAI")).as("cut").isEmpty();
    assertThat(LastEventId.parse("A".repeat(LastEventId.MAX_LENGTH + 4))).isEmpty();
  }

  @Test
  void anyBytesAreReadOrLeft() {
    Random random = new Random(16);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[1 + random.nextInt(60)];
      random.nextBytes(bytes);
      bytes[0] = 1;
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);

      LastEventId.parse(text)
          .ifPresent(id -> assertThat(id.joined().size()).isLessThan(bytes.length));
    }
  }
}
