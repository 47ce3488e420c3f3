package io.messageservice.adapter.sqlite.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.store.AesBlocks;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.MessageId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RowIdsTest {

  private static final ConversationId ROOM = new ConversationId("room");

  private final RowIds ids = new RowIds(new byte[AesBlocks.BYTES]);

  @Test
  void everyRowHasItsOwnIdAndIsFoundByIt() {
    Set<MessageId> seen = new HashSet<>();
    for (long row = 1; row <= 20_000; row++) {
      MessageId id = ids.of(row, ROOM);

      assertThat(seen.add(id)).isTrue();
      RowIds.Place place = ids.place(id).orElseThrow();
      assertThat(place.row()).isEqualTo(row);
      assertThat(place.isIn(ROOM)).isTrue();
    }
  }

  @Test
  void largestRowIsFound() {
    MessageId id = ids.of(RowIds.MAX_ROW, ROOM);

    assertThat(ids.place(id).orElseThrow().row()).isEqualTo(RowIds.MAX_ROW);
  }

  @Test
  void idIsAUuidOfVersion8() {
    UUID uuid = UUID.fromString(ids.of(1, ROOM).value());

    assertThat(uuid.version()).isEqualTo(8);
    assertThat(uuid.variant()).isEqualTo(2);
  }

  @Test
  void anotherConversationIsToldApart() {
    RowIds.Place place = ids.place(ids.of(1, ROOM)).orElseThrow();

    assertThat(place.isIn(new ConversationId("other"))).isFalse();
  }

  @Test
  void anotherKeyMakesOtherIds() {
    byte[] key = new byte[AesBlocks.BYTES];
    key[0] = 1;
    RowIds others = new RowIds(key);

    assertThat(others.of(1, ROOM)).isNotEqualTo(ids.of(1, ROOM));
    assertThat(others.place(ids.of(1, ROOM))).isEmpty();
  }

  @Test
  void orderOfIdsSaysNothingAboutOrderOfRows() {
    int ascending = 0;
    for (long row = 1; row <= 2_000; row++) {
      String before = ids.of(row, ROOM).value();
      ascending += before.compareTo(ids.of(row + 1, ROOM).value()) < 0 ? 1 : 0;
    }

    assertThat(ascending).isBetween(800, 1_200);
  }

  @Test
  void oneFlippedBitMakesAForgery() {
    String id = ids.of(7, ROOM).value();
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c != '-') {
        String forged = id.substring(0, i) + (c == '0' ? '1' : '0') + id.substring(i + 1);
        assertThat(ids.place(new MessageId(forged))).isEmpty();
      }
    }
  }

  @Test
  void randomUuidsAreNotOurs() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      long most = (random.nextLong() & ~0xf000L) | 0x8000L;
      long least = (random.nextLong() >>> 2) | (1L << 63);
      assertThat(ids.place(new MessageId(new UUID(most, least).toString()))).isEmpty();
    }
  }

  @Test
  void otherTextsAreNotOurs() {
    String good = ids.of(7, ROOM).value();
    List<String> texts = new ArrayList<>(List.of("1", "x".repeat(36), "x".repeat(128)));
    texts.add(good.toUpperCase(Locale.ROOT));
    texts.add(good.replace("-", ""));
    texts.add("123e4567-e89b-42d3-a456-426614174000");
    texts.add("1-2-3-4-000000000000000000000000005x");

    assertThat(texts).allSatisfy(text -> assertThat(ids.place(new MessageId(text))).isEmpty());
  }
}
