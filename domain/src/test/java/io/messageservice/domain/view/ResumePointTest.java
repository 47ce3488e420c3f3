package io.messageservice.domain.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Details;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.conversation.Roles;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResumePointTest {

  private static final String EPOCH = "e1";

  @ParameterizedTest(name = "after {0} of {1} to {2}: {3}")
  @CsvSource({
    "0, 1, 0, true",
    "0, 1, 5, true",
    "5, 1, 5, true",
    "6, 1, 5, false",
    "9223372036854775807, 1, 5, false",
    "2, 3, 5, true",
    "1, 3, 5, false",
    "0, 3, 5, false",
  })
  void onlyWhatIsThereCanBeRecovered(long afterSeq, long firstSeq, long head, boolean recoverable) {
    ResumePoint point = new ResumePoint(afterSeq, Optional.of(EPOCH), Optional.empty());

    assertThat(point.isRecoverable(EPOCH, firstSeq, Position.ofMessages(head), 0))
        .isEqualTo(recoverable);
  }

  @Test
  void positionOfAnotherEpochIsNotTrusted() {
    ResumePoint point = new ResumePoint(2, Optional.of("e0"), Optional.empty());

    assertThat(point.isRecoverable(EPOCH, 1, Position.ofMessages(5), 0)).isFalse();
  }

  @Test
  void positionWithoutEpochIsTrusted() {
    ResumePoint point = new ResumePoint(2, Optional.empty(), Optional.empty());

    assertThat(point.isRecoverable(EPOCH, 1, Position.ofMessages(5), 0)).isTrue();
  }

  @ParameterizedTest(name = "at most {0} of the three missed: {1}")
  @CsvSource({"0, false", "2, false", "3, true", "4, true"})
  void noMoreIsReplayedThanTheClientWants(long maxReplay, boolean recoverable) {
    ResumePoint point = new ResumePoint(2, Optional.of(EPOCH), Optional.of(maxReplay));

    assertThat(point.isRecoverable(EPOCH, 1, Position.ofMessages(5), 0)).isEqualTo(recoverable);
  }

  @Test
  void whoMissedNothingNeedsNoReplay() {
    ResumePoint point = new ResumePoint(5, Optional.of(EPOCH), Optional.of(0L));

    assertThat(point.isRecoverable(EPOCH, 1, Position.ofMessages(5), 0)).isTrue();
  }

  @ParameterizedTest(name = "after {0} and change {1}, at most {2}: {3} are counted")
  @CsvSource({
    "40, 140, 20, 0", // 10 more, and 10 changes at most
    "40, 120, 20, 11",
    "40, 120, 10, 1",
    "40, 120, 9, 0", // more were sent already
    "40, 120, 9223372036854775807, 0",
    "50, 0, 49, 50",
    "50, 0, 50, 0", // no more than there are
    "51, 0, 9, 0", // beyond the head
    "40, 151, 20, 0",
  })
  void changedMessagesAreCountedOnlyAsFarAsTheyDecide(
      long afterSeq, long afterRev, long maxReplay, long counted) {
    ResumePoint point = following(afterSeq, afterRev, maxReplay);

    assertThat(point.changedToCount(EPOCH, 1, at(50, 150))).isEqualTo(counted);
    assertThat(point.changedToCount("e0", 1, at(50, 150))).isZero();
  }

  @Test
  void noMoreMessagesCanHaveChangedThanThereWereChanges() {
    Conversation head = at(50, 53);

    assertThat(following(50, 0, 2).changedToCount(EPOCH, 1, head)).isEqualTo(3);
    assertThat(following(50, 0, 3).changedToCount(EPOCH, 1, head)).isZero();
    assertThat(following(50, 0, 0).changedToCount(EPOCH, 1, group())).isZero();
    assertThat(following(50, 0, 0).changedToCount(EPOCH, 1, group().afterChange())).isEqualTo(1);
  }

  @Test
  void changesAreLookedForOnlyWhereAMessageMayHaveChanged() {
    ResumePoint point = following(40, 45, 100);
    ResumePoint withoutRev = new ResumePoint(40, point.epoch(), point.maxReplay());
    Conversation group = group();
    Conversation changed = group.afterChange();

    assertThat(point.withoutRevIfUnchanged(group.position(), group)).isEqualTo(withoutRev);
    assertThat(point.withoutRevIfUnchanged(new Position(40, 41), group)).isEqualTo(withoutRev);
    assertThat(point.withoutRevIfUnchanged(new Position(51, 52), group)).isEqualTo(withoutRev);
    assertThat(point.withoutRevIfUnchanged(changed.position(), group)).isEqualTo(point);
    assertThat(point.withoutRevIfUnchanged(group.position(), changed)).isEqualTo(point);
    assertThat(point.withoutRevIfUnchanged(new Position(60, 62), changed)).isEqualTo(point);
  }

  @Test
  void changedMessagesAreNotCountedForThoseWhoDoNotFollowThem() {
    ResumePoint point = new ResumePoint(40, Optional.of(EPOCH), Optional.of(10L));

    assertThat(point.changedToCount(EPOCH, 1, at(50, 70))).isZero();
  }

  /** A conversation, no group. */
  private static Conversation at(long head, long rev) {
    return conversation(Kind.OPEN, head, rev, Details.NONE);
  }

  /** Of which no message was changed. */
  private static Conversation group() {
    return conversation(
        Kind.GROUP,
        50,
        51,
        new Details(Optional.empty(), ConversationData.NONE, Roles.NONE, 0, 1, 1, 1));
  }

  private static Conversation conversation(Kind kind, long head, long rev, Details details) {
    return new Conversation(
        new ConversationId("c"),
        kind,
        Participants.NONE,
        1,
        head,
        rev,
        Instant.EPOCH,
        Optional.empty(),
        details);
  }

  private static ResumePoint following(long afterSeq, long afterRev, long maxReplay) {
    return new ResumePoint(
        afterSeq, OptionalLong.of(afterRev), Optional.of(EPOCH), Optional.of(maxReplay));
  }

  @Test
  void positionsAreNotNegative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ResumePoint(-1, Optional.empty(), Optional.empty()));
  }
}
