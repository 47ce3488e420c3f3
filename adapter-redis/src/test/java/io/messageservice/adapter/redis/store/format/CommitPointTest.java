package io.messageservice.adapter.redis.store.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.ListingPoint;
import io.messageservice.application.store.EncryptedText;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients keep of it is text that anybody may have written. */
class CommitPointTest {

  private static final String EPOCH = "0123456789abcdef";
  private static final Instant NOW = Instant.ofEpochMilli(1_796_000_000_000L);

  /** The time of {@link #NOW}. */
  private static final String AT = Long.toString(NOW.toEpochMilli(), 36);

  private static final String COUNTS = ".0".repeat(KeyPartition.COUNT);

  /** The largest number that is written with twelve digits. */
  private static final long LARGEST = Long.parseLong("zzzzzzzzzzzz", 36);

  @Test
  void isReadAsItWasWritten() {
    for (long last : new long[] {0, 35, 36, 1L << 53, LARGEST}) {
      List<Long> commits =
          LongStream.range(0, KeyPartition.COUNT).map(i -> i == 15 ? last : i).boxed().toList();
      CommitPoint point = new CommitPoint(EPOCH, NOW.toEpochMilli(), commits);

      assertThat(parse(point.text())).contains(point);
      assertThat(point.in(new KeyPartition(15))).isEqualTo(last);
    }
  }

  @Test
  void longestFitsIntoWhatClientsKeep() {
    List<Long> commits = Collections.nCopies(KeyPartition.COUNT, LARGEST);
    String longest = new CommitPoint("e".repeat(64), LARGEST, commits).text();

    assertThat(new EncryptedText(new byte[16], "point").encrypt(longest))
        .hasSizeLessThanOrEqualTo(ListingPoint.MAX_LENGTH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "0",
        "-1",
        "AT",
        "AT.0",
        "AT.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0",
        "AT.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0",
        "AT.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.",
        "AT.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0 ",
        "AT.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0\n",
        " AT.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0",
        "0AT.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0",
        "AT.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.",
        "AT.0.0.0.0.0.0.0..0.0.0.0.0.0.0.0",
        "AT.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.00",
        "AT.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.-1",
        "AT.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.+1",
        "AT.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.Z",
        "AT.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.\u0661",
        "AT.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1000000000000",
        "AT.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.zzzzzzzzzzzzz",
        "zzzzzzzzzzzz.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0",
        "0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0"
      })
  void anythingElseIsNone(String numbers) {
    assertThat(parse(EPOCH + ' ' + numbers.replace("AT", AT))).isEmpty();
  }

  @Test
  void anotherEpochIsNone() {
    assertThat(parse(EPOCH + ' ' + AT + COUNTS)).isPresent();
    for (String other : List.of("", "0", EPOCH + EPOCH, EPOCH + ' ', ' ' + EPOCH, ".*", "\0")) {
      assertThat(parse(other + ' ' + AT + COUNTS)).as(other).isEmpty();
    }
    assertThat(parse(EPOCH + '\t' + AT + COUNTS)).isEmpty();
    assertThat(parse(EPOCH)).isEmpty();
  }

  @Test
  void holdsAsLongAsRemovalsAreKnown() {
    long oldest = NOW.minus(History.REMOVALS_KEPT).toEpochMilli();
    long latest = NOW.plus(Duration.ofDays(1)).toEpochMilli();

    assertThat(parse(text(oldest))).isPresent();
    assertThat(parse(text(latest))).isPresent();
    assertThat(parse(text(oldest - 1))).isEmpty();
    assertThat(parse(text(latest + 1))).isEmpty();
  }

  /** Whatever is changed in a point, it is none or the one that is written so. */
  @Test
  void garbageIsNone() {
    Random random = new Random(1);
    String chars = "09az.. -+AZ\0\n\u00e9\ud800";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(text(NOW.toEpochMilli()));
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        int at = random.nextInt(text.length());
        char other = chars.charAt(random.nextInt(chars.length()));
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, other);
          case 1 -> text.insert(at, other);
          default -> text.delete(at, Math.min(text.length(), at + random.nextInt(9)));
        }
      }
      parse(text.toString())
          .ifPresent(point -> assertThat(point.text()).isEqualTo(text.toString()));
    }
  }

  private static String text(long atMillis) {
    return EPOCH + ' ' + Long.toString(atMillis, 36) + COUNTS;
  }

  private static Optional<CommitPoint> parse(String text) {
    return CommitPoint.parse(text, EPOCH, NOW);
  }
}
