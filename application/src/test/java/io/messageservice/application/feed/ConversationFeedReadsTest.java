package io.messageservice.application.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.feed.ConversationFeed.Verdict;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a feed has read of the store, what it waits for in vain, and what it forgets. */
class ConversationFeedReadsTest extends OneFeed {

  private static final UserId BOB = new UserId("bob");

  @Test
  void failsAtOnceWhereItCannotBeDecodedAndAfterSomePatienceWhereItCannotBeRead() {
    start();
    feed.failRead(false);
    feed.failRead(false);
    assertThat(feed.reading().isFailing()).isFalse();
    feed.failRead(false);
    assertThat(feed.reading().isFailing()).isTrue();
    assertThat(feed.reading().end(true)).isTrue();
    assertThat(feed.reading().isFailing()).isFalse();

    feed.failRead(true);
    assertThat(feed.reading().isFailing()).isTrue();
    assertThat(feed.reading().end(true)).isTrue();
    assertThat(feed.reading().isFailing()).isFalse();
  }

  @Test
  void whatIsDoubtedWhileItIsReadIsReadOnceMore() {
    start();
    feed.access().mayHaveChanged();
    assertThat(feed.isIncomplete()).isTrue();
    feed.beginRead();
    feed.access().mayHaveChanged();

    feed.access().learnRead(conversation(3, POSITION));

    assertThat(feed.isIncomplete()).isTrue();
    assertThat(feed.access().mayTakePart(new UserId("eve"))).as("nobody knows").isTrue();
    feed.beginRead();
    feed.access().learnRead(conversation(3, POSITION));
    assertThat(feed.isIncomplete()).isFalse();
    assertThat(feed.access().mayTakePart(new UserId("eve"))).isFalse();
  }

  /** They were told that they are removed, and what is found later names nobody new. */
  @Test
  void whoIsRemovedFromAGroupIsLetInNoMoreThoughItMayHaveChangedSince() {
    feed.access().learn(of(Kind.GROUP, 4, BOB));
    feed.access().mayHaveChanged();

    assertThat(enters(of(Kind.GROUP, 3, ANN, BOB))).isFalse();
    assertThat(enters(of(Kind.GROUP, 5, ANN, BOB))).as("by a later change").isTrue();
  }

  /** An open conversation may have been forgotten, and have begun again with the first version. */
  @Test
  void whoIsInAConversationThatMayBeAnotherByNowIsLetIn() {
    feed.access().learn(of(Kind.OPEN, 4, BOB));
    feed.access().mayHaveChanged();

    assertThat(enters(of(Kind.OPEN, 2, ANN, BOB))).isTrue();
  }

  private boolean enters(Conversation decided) {
    AtomicBoolean entered = new AtomicBoolean();
    feed.access().enter(ANN, decided, () -> entered.set(true), refusal -> {});
    return entered.get();
  }

  private static Conversation of(Kind kind, long access, UserId... users) {
    return new Conversation(
        new ConversationId("c"),
        kind,
        Participants.of(Set.of(users)),
        access,
        POSITION,
        Instant.EPOCH);
  }

  @Test
  void whatIsReportedBeyondTheEndOfTheStoreIsForgotten() {
    start();
    Verdict unused = feed.offer(message(9, 7, false));
    assertThat(feed.isIncomplete()).isTrue();

    feed.beginRead();
    feed.endsAt(at(POSITION));

    assertThat(feed.isIncomplete()).isFalse();
    assertThat(feed.offer(foreign(6))).isEqualTo(Verdict.DELIVER);
    assertThat(drain()).isEmpty();
  }

  @Test
  void readThatMayHaveSeenTheFormerConversationIsOfNoUse() {
    start();
    feed.access().mayHaveChanged();
    feed.beginRead();
    assertThat(feed.access().isReadOutdated()).isFalse();

    feed.access().forget();
    assertThat(feed.access().isReadOutdated()).isTrue();

    feed.beginRead();
    assertThat(feed.access().isReadOutdated()).isFalse();
  }

  @Test
  void whatFailedIsForgottenWithTheReading() {
    bring(State.FAILING);
    assertThat(feed.reading().isFailing()).isTrue();

    feed.reading().giveUp();

    assertThat(feed.reading().isFailing()).isFalse();
    assertThat(feed.reading().isUnderWay()).isFalse();
  }

  @Test
  void userWhoCameSinceTheReadBeganIsUnknownToIt() {
    start();
    feed.beginRead();
    feed.access().joined(ANN);
    assertThat(feed.access().hasJoinedSinceRead(ANN)).isTrue();

    feed.beginRead();

    assertThat(feed.access().hasJoinedSinceRead(ANN)).isFalse();
  }

  @Test
  void whatIsReportedDuringTheReadIsNotForgotten() {
    start();
    feed.reaches(at(POSITION + 1));
    feed.beginRead();
    feed.reaches(at(POSITION + 2));

    feed.endsAt(at(POSITION));

    assertThat(feed.isIncomplete()).isTrue();
  }

  @Test
  void resetForgetsWhatIsKnown() {
    bring(State.FAILING);

    feed.reset();

    assertThat(feed.isStarted()).isFalse();
    assertThat(feed.reading().isFailing()).isFalse();
    assertThat(feed.reading().isUnderWay()).isFalse();
    assertThat(feed.access().known()).isNull();
    assertThat(feed.offer(foreign(1))).isEqualTo(Verdict.EARLY);
  }
}
