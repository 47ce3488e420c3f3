package io.messageservice.adapter.redis.store.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.application.store.AesBlocks;
import io.messageservice.application.store.PositionIds.Found;
import io.messageservice.application.store.PositionIds.StoredPosition;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.MessageId;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HashIdsTest {

  private static final ConversationId ROOM = new ConversationId("room");
  private final HashIds ids = new HashIds(key(1));

  @Test
  void idSaysWhereItsMessageIs() {
    long hash = ids.hash(ROOM);
    for (StoredPosition place :
        List.of(
            new StoredPosition(1, 0),
            new StoredPosition(123_456_789, 7),
            new StoredPosition((1L << 40) - 1, 65_535))) {
      MessageId id = ids.of(hash, place);

      assertThat(id.value()).hasSize(22).matches("[A-Za-z0-9_-]+");
      assertThat(ids.open(id)).contains(new Found(hash, place));
    }
  }

  @Test
  void hashNamesThePartition() {
    for (int i = 0; i < 100; i++) {
      ConversationId id = new ConversationId("room-" + i);
      Found found = ids.open(ids.of(ids.hash(id), new StoredPosition(1, 0))).orElseThrow();

      assertThat(HashIds.partition(found)).isEqualTo(KeyPartition.of(id.value()));
    }
  }

  @Test
  void idsOfDifferentMessagesAreDifferent() {
    Set<MessageId> all = new HashSet<>();
    for (int i = 1; i <= 1_000; i++) {
      all.add(ids.of(ids.hash(ROOM), new StoredPosition(i, 0)));
      all.add(ids.of(ids.hash(ROOM), new StoredPosition(i, 1)));
      all.add(ids.of(ids.hash(new ConversationId("other")), new StoredPosition(i, 0)));
    }

    assertThat(all).hasSize(3_000);
  }

  @Test
  void whatIsNotOursSaysNothing() {
    String ours = ids.of(ids.hash(ROOM), new StoredPosition(1, 0)).value();

    assertThat(ids.open(new MessageId("x"))).isEmpty();
    assertThat(ids.open(new MessageId(ours + "x"))).isEmpty();
    assertThat(ids.open(new MessageId("ü".repeat(22)))).isEmpty();
    assertThat(ids.open(new MessageId("=".repeat(22)))).isEmpty();
    Random random = new Random(1);
    int taken = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = new byte[16];
      random.nextBytes(bytes);
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      taken += ids.open(new MessageId(text)).isPresent() ? 1 : 0;
    }
    assertThat(taken).isLessThan(100);
  }

  @Test
  void lastCharacterHasOneForm() {
    String ours = ids.of(ids.hash(ROOM), new StoredPosition(1, 0)).value();
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = alphabet.indexOf(ours.charAt(21));
    String other = ours.substring(0, 21) + alphabet.charAt(last + 1);

    assertThat(ids.open(new MessageId(other))).isEmpty();
  }

  @Test
  void anotherKeyMakesOtherIds() {
    HashIds others = new HashIds(key(2));

    assertThat(others.hash(ROOM)).isNotEqualTo(ids.hash(ROOM));
    assertThat(others.of(ids.hash(ROOM), new StoredPosition(1, 0)))
        .isNotEqualTo(ids.of(ids.hash(ROOM), new StoredPosition(1, 0)));
  }

  private static byte[] key(int seed) {
    byte[] key = new byte[AesBlocks.BYTES];
    new Random(seed).nextBytes(key);
    return key;
  }
}
