package io.messageservice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.protocol.TextFrame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class OutboxTest {

  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  private final RingPool rings = new RingPool();
  private final MemoryBudget.Account memory = MemoryBudget.unlimited().open(() -> {});
  private final PlainOutbox outbox = new PlainOutbox(rings, memory, 100, 200);

  @Test
  void framesStandBackToBack() {
    outbox.offer(kept("ab"));
    outbox.offer(kept(""));
    outbox.add(HEX.parseHex("89 00"));

    assertThat(written(64)).isEqualTo("81 02 61 62 81 00 89 00");
    assertThat(outbox.isEmpty()).isTrue();
  }

  @Test
  void whatIsWrittenIsCounted() {
    outbox.offer(kept("ab"));
    outbox.offer(kept("x".repeat(60)));

    written(4);
    assertThat(outbox.framesOut()).isEqualTo(1);
    assertThat(outbox.bytesOut()).isEqualTo(4);

    written(64);
    assertThat(outbox.framesOut()).isEqualTo(2);
    assertThat(outbox.bytesOut()).isEqualTo(66);
  }

  @Test
  void whatWasNotTakenIsWrittenNextFromWhereItStopped() {
    Random random = new Random(3);
    for (int round = 0; round < 2000; round++) {
      Outbox any = new PlainOutbox(rings, memory, 1 << 20, 1 << 20);
      StringBuilder expected = new StringBuilder();
      StringBuilder written = new StringBuilder();
      for (int i = 1 + random.nextInt(20); i > 0; i--) {
        String text = "y".repeat(random.nextInt(300));
        any.offer(kept(text));
        expected.append(HEX.formatHex(PlainOutbox.framed(utf8(text)))).append(' ');
        written.append(take(any, 1 + random.nextInt(64), random));
      }
      while (!any.isEmpty()) {
        written.append(take(any, 1 + random.nextInt(64), random));
      }
      assertThat(written.toString()).isEqualTo(expected.toString());
    }
  }

  @Test
  void midwayBetweenItsLimitsItHasNoRoomForWhatCanBeFetched() {
    outbox.offer(kept("x".repeat(98)));
    assertThat(outbox.hasRoomFor(kept("x".repeat(48)))).isTrue();
    assertThat(outbox.hasRoomFor(kept("x".repeat(49)))).isFalse();

    assertThat(outbox.offer(kept("x".repeat(98)))).as("an answer").isTrue();
    assertThat(outbox.hasRoomFor(kept(""))).isFalse();

    written(300);
    assertThat(outbox.hasRoomFor(kept("x".repeat(300)))).as("any frame alone").isTrue();
  }

  @Test
  void aLaterFrameOfAKeyReplacesTheEarlierWhereItWaits() {
    outbox.offer(kept("a"));
    outbox.offer(ephemeral("1", "s"));
    outbox.offer(ephemeral("x", "other"));
    outbox.stalled();

    outbox.offer(kept("b"));
    outbox.offer(ephemeral("2", "s"));
    outbox.offer(ephemeral("3", "s"));

    assertThat(texts()).containsExactly("a", "x", "b", "3");
  }

  @Test
  void ofEqualKeysThatWaitWhenItStallsTheLastStays() {
    outbox.offer(ephemeral("1", "s"));
    outbox.offer(ephemeral("2", "s"));
    outbox.stalled();

    assertThat(texts()).containsExactly("2");
  }

  @Test
  void whileThePeerTakesAllNothingIsReplaced() {
    outbox.offer(ephemeral("1", "s"));
    outbox.offer(ephemeral("2", "s"));

    assertThat(texts()).containsExactly("1", "2");
  }

  @Test
  void aFrameThatIsBegunIsNeitherReplacedNorDropped() {
    outbox.offer(ephemeral("first", "s"));
    outbox.wrote(3);
    outbox.stalled();
    outbox.offer(ephemeral("second", "s"));
    outbox.offer(kept("k".repeat(96)));

    assertThat(written(200)).startsWith("69 72 73 74 81 60 6b").hasSize((4 + 98) * 3 - 1);
  }

  @Test
  void aFrameThatIsBegunAfterTheStallIsNotReplaced() {
    outbox.offer(kept("k"));
    outbox.offer(ephemeral("first", "s"));
    outbox.stalled();
    outbox.wrote(3 + 2);
    outbox.offer(ephemeral("second", "s"));

    assertThat(written(200)).isEqualTo("66 69 72 73 74 81 06 73 65 63 6f 6e 64");
  }

  @Test
  void overTheSoftLimitEphemeralFramesGoFirst() {
    outbox.offer(ephemeral("1", "s"));
    outbox.offer(kept("k".repeat(90)));
    outbox.stalled();

    assertThat(outbox.offer(kept("l".repeat(20)))).isTrue();
    assertThat(outbox.offer(ephemeral("2", "s"))).isTrue();

    assertThat(texts()).containsExactly("k".repeat(90), "l".repeat(20));
  }

  @Test
  void overTheHardLimitAFrameIsRefused() {
    assertThat(outbox.offer(kept("k".repeat(98)))).isTrue();
    assertThat(outbox.offer(kept("k".repeat(98)))).isTrue();
    assertThat(outbox.waitingBytes()).isEqualTo(200);
    assertThat(outbox.offer(kept(""))).isFalse();
  }

  @Test
  void eachFrameThatWaitsIsShown() {
    TextFrame first = kept("k".repeat(98));
    TextFrame second = ephemeral("s", "s");
    outbox.offer(first);
    outbox.offer(ephemeral("x".repeat(98), "dropped"));
    outbox.clear();
    outbox.offer(second);
    outbox.add(HEX.parseHex("89 00"));
    outbox.offer(kept("refused".repeat(40)));

    assertThat(outbox.queued).containsExactly(first, second);
  }

  @Test
  void aSingleFrameMayBeLargerThanTheLimit() {
    assertThat(outbox.offer(kept("k".repeat(500)))).isTrue();
  }

  @Test
  void anOutboxOfDroppedFramesIsEmptyAndFlows() {
    outbox.offer(ephemeral("1", "s"));
    outbox.stalled();

    outbox.offer(ephemeral("x".repeat(300), "t"));

    assertThat(outbox.isEmpty()).isTrue();
    assertThat(outbox.isStalled()).isFalse();
  }

  @Test
  void onlyTheLatestWaitsForAPeerThatDoesNotRead() {
    outbox.addLatest(HEX.parseHex("8a 01 01"));
    outbox.addLatest(HEX.parseHex("8a 01 02"));
    outbox.stalled();
    outbox.addLatest(HEX.parseHex("8a 01 03"));
    outbox.addLatest(HEX.parseHex("8a 02 04 05"));
    outbox.addLatest(HEX.parseHex("8a 00"));

    assertThat(outbox.waitingBytes()).isEqualTo(8);
    assertThat(written(64)).isEqualTo("8a 01 01 8a 01 02 8a 00");
  }

  @Test
  void aLatestFrameThatIsBegunIsNotReplaced() {
    outbox.offer(kept("k"));
    outbox.stalled();
    outbox.addLatest(HEX.parseHex("8a 01 01"));
    outbox.wrote(3 + 1);
    outbox.addLatest(HEX.parseHex("8a 01 02"));

    assertThat(written(64)).isEqualTo("01 01 8a 01 02");
  }

  @Test
  void clearingKeepsTheRestOfAFrameThatIsBegun() {
    outbox.offer(kept("abc"));
    outbox.offer(kept("def"));
    outbox.wrote(3);
    outbox.clear();
    outbox.add(HEX.parseHex("88 00"));

    assertThat(written(64)).isEqualTo("62 63 88 00");
  }

  @Test
  void anAbandonedOutboxIsAsNew() {
    outbox.offer(kept("abc"));
    outbox.wrote(3);
    outbox.abandon();

    assertThat(outbox.isEmpty()).isTrue();
    assertThat(written(64)).isEmpty();
    outbox.offer(kept("d"));
    assertThat(written(64)).isEqualTo("81 01 64");
  }

  @Test
  void whatWaitsTellsSinceWhenUntilItIsGone() {
    outbox.offer(kept("a"));
    assertThat(outbox.waitsSince(5)).as("nobody was asked yet").isEqualTo(5);
    outbox.stalled();

    assertThat(outbox.waitsSince(7)).isEqualTo(7);
    outbox.offer(kept("b"));
    assertThat(outbox.waitsSince(8)).isEqualTo(7);
    outbox.wrote(2);
    assertThat(outbox.waitsSince(9)).isEqualTo(7);
    outbox.wrote(1);
    assertThat(outbox.waitsSince(10)).as("b, which came later").isEqualTo(10);
    outbox.wrote(3);
    assertThat(outbox.waitsSince(11)).isEqualTo(11);
  }

  @Test
  void aNewStallIsNotAsOldAsTheLast() {
    outbox.offer(kept("a"));
    outbox.offer(kept("b"));
    outbox.stalled();
    outbox.waitsSince(7);
    outbox.wrote(6);
    outbox.offer(kept("c"));
    outbox.stalled();

    assertThat(outbox.waitsSince(20)).isEqualTo(20);
  }

  @Test
  void whatWaitsIsHeldFromTheStallOn() {
    outbox.offer(kept("abc"));
    outbox.offer(ephemeral("x", "s"));
    assertThat(memory.heldBytes()).isZero();

    outbox.stalled();
    assertThat(memory.heldBytes()).isEqualTo(5 + 3);

    outbox.offer(ephemeral("xy", "s"));
    outbox.addLatest(HEX.parseHex("8a 01 01"));
    outbox.addLatest(HEX.parseHex("8a 00"));
    outbox.wrote(2);
    assertThat(memory.heldBytes()).isEqualTo(3 + 4 + 2);

    outbox.clear();
    assertThat(memory.heldBytes()).isEqualTo(3);

    outbox.abandon();
    assertThat(memory.heldBytes()).isZero();
  }

  @Test
  void nothingIsHeldOnceAllIsWritten() {
    outbox.offer(kept("abc"));
    outbox.stalled();

    outbox.wrote(5);

    assertThat(memory.heldBytes()).isZero();
  }

  @Test
  void theRingGoesBackWhenAllIsWritten() {
    outbox.offer(kept("a"));
    written(64);

    Object given = rings.take();
    rings.giveBack((Object[]) given);
    outbox.offer(kept("a"));

    assertThat((Object) rings.take()).isNotSameAs(given);
  }

  @Test
  void theRingGrowsWithWhatWaits() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 66; i++) {
      outbox.offer(kept("" + i % 10));
      expected.add("" + i % 10);
      if (i == 5) {
        assertThat(written(9)).isEqualTo("81 01 30 81 01 31 81 01 32");
      }
    }

    assertThat(texts()).isEqualTo(expected.subList(3, 66));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static TextFrame kept(String text) {
    return TextFrame.kept(utf8(text));
  }

  private static TextFrame ephemeral(String text, Object key) {
    return TextFrame.ephemeral(utf8(text), key);
  }

  /** Writes as many bytes as fit. */
  private String written(int bytes) {
    ByteBuffer out = ByteBuffer.allocate(bytes);
    outbox.fill(out);
    outbox.wrote(out.position());
    return HEX.formatHex(Arrays.copyOf(out.array(), out.position()));
  }

  /** Fills a buffer of which the kernel takes a part. */
  private static String take(Outbox from, int bytes, Random random) {
    ByteBuffer out = ByteBuffer.allocate(bytes);
    from.fill(out);
    int taken = out.position() == 0 ? 0 : random.nextInt(out.position() + 1);
    from.wrote(taken);
    if (taken < out.position()) {
      from.stalled();
    }
    String hex = HEX.formatHex(Arrays.copyOf(out.array(), taken));
    return hex.isEmpty() ? "" : hex + " ";
  }

  /** Writes all and reads it back as short texts. */
  private List<String> texts() {
    byte[] all = HEX.parseHex(written(1000));
    List<String> texts = new ArrayList<>();
    for (int at = 0; at < all.length; at += 2 + all[at + 1]) {
      texts.add(new String(all, at + 2, all[at + 1], StandardCharsets.UTF_8));
    }
    return texts;
  }
}
