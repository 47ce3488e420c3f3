package io.messageservice.application.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.feed.ConversationFeed.Verdict;
import io.messageservice.application.feed.FeedMessage.Own;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.outcome.Refusal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a feed decides in each of its states, and who is answered when. */
class ConversationFeedTest extends OneFeed {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      nullValues = "-",
      textBlock =
          """
          state      | seq | access | own   | verdict   | delivered | position | incomplete | answered
          UNKNOWN    | 5   | 2      | false | EARLY     | -         | -        | false      | -
          UNKNOWN    | 6   | 2      | true  | EARLY     | -         | -        | false      | -
          CURRENT    | 5   | 2      | false | DUPLICATE | -         | 5        | false      | -
          CURRENT    | 5   | 2      | true  | DUPLICATE | -         | 5        | false      | -
          CURRENT    | 5   | 3      | false | DUPLICATE | -         | 5        | false      | -
          CURRENT    | 6   | 2      | false | DELIVER   | 6         | 6        | false      | -
          CURRENT    | 6   | 1      | false | DELIVER   | 6         | 6        | false      | -
          CURRENT    | 6   | 2      | true  | DELIVER   | 6         | 6        | false      | sent 6
          CURRENT    | 8   | 2      | false | GAP       | -         | 5        | true       | -
          CURRENT    | 8   | 2      | true  | GAP       | -         | 5        | true       | -
          CURRENT    | 6   | 3      | false | GAP       | -         | 5        | true       | -
          CURRENT    | 6   | 3      | true  | GAP       | -         | 5        | true       | -
          INCOMPLETE | 5   | 2      | false | DUPLICATE | -         | 5        | true       | -
          INCOMPLETE | 6   | 2      | false | DELIVER   | 6 7       | 7        | false      | -
          INCOMPLETE | 6   | 2      | true  | DELIVER   | 6 7       | 7        | false      | sent 6
          INCOMPLETE | 7   | 2      | false | EARLY     | -         | 5        | true       | -
          INCOMPLETE | 8   | 2      | true  | EARLY     | -         | 5        | true       | -
          INCOMPLETE | 6   | 3      | false | EARLY     | -         | 5        | true       | -
          FAILING    | 5   | 2      | false | DUPLICATE | -         | 5        | true       | -
          FAILING    | 6   | 2      | false | DELIVER   | 6 7       | 7        | false      | -
          FAILING    | 8   | 2      | false | EARLY     | -         | 5        | true       | -
          FAILING    | 8   | 2      | true  | EARLY     | -         | 5        | true       | INTERNAL 8
          FAILING    | 6   | 3      | true  | EARLY     | -         | 5        | true       | INTERNAL 6
          """)
  void offers(
      State state,
      long seq,
      long access,
      boolean own,
      Verdict verdict,
      String delivered,
      Long position,
      boolean incomplete,
      String answered) {
    bring(state);

    FeedMessage message = message(seq, access, own);
    Verdict found = feed.offer(message);
    String got = found == Verdict.DELIVER ? deliver(message) + drain() : drain();
    if (feed.reading().isFailing()) {
      feed.fail(Refusal.INTERNAL);
    }

    assertThat(found).isEqualTo(verdict);
    assertThat(got.strip()).isEqualTo(delivered == null ? "" : delivered);
    assertThat(feed.isStarted()).isEqualTo(position != null);
    assertThat(position == null || feed.position().equals(at(position))).isTrue();
    assertThat(feed.isIncomplete()).isEqualTo(incomplete);
    assertThat(answers).isEqualTo(answered == null ? List.of() : List.of(answered));
  }

  @Test
  void startsWithTheEarliestThatWaits() {
    Verdict unused = feed.offer(foreign(4));
    feed.access().learn(conversation(ACCESS, 5));

    feed.start(at(5));

    assertThat(drain()).isEqualTo(" 4");
    assertThat(feed.hasGap()).as("5 is stored").isTrue();
  }

  @Test
  void startsBeforeWhatWaitsWhereNothingElseIsStored() {
    feed.access().learn(conversation(ACCESS, 4));
    Verdict unused = feed.offer(own(4));

    feed.startBeforeEarliest();

    assertThat(drain()).isEqualTo(" 4");
    assertThat(feed.isIncomplete()).isFalse();
  }

  @Test
  void startsAtWhatIsWaitedFor() {
    waitAt(3, "join");

    feed.startBeforeEarliest();

    assertThat(drain()).isEmpty();
    assertThat(answers).containsExactly("join at 3");
  }

  @Test
  void ownMessageReplacesWhatOthersReportOfIt() {
    start();
    Verdict foreign = feed.offer(foreign(7));
    Verdict own = feed.offer(own(7));
    Verdict again = feed.offer(foreign(7));
    Verdict missing = feed.offer(foreign(6));

    assertThat(List.of(foreign, own, again, missing))
        .containsExactly(Verdict.GAP, Verdict.EARLY, Verdict.EARLY, Verdict.DELIVER);
    assertThat(drain()).isEqualTo(" 7");
    assertThat(answers).containsExactly("sent 7");
  }

  @Test
  void pageDeliversTheOwnMessageThatWaits() {
    start();
    Verdict unused = feed.offer(own(7));

    String filled = "";
    for (long seq = 6; seq <= 8; seq++) {
      filled += deliver(fill(foreign(seq)));
    }

    assertThat(filled).isEqualTo(" 6 7 8");
    assertThat(answers).containsExactly("sent 7");
    assertThat(feed.isIncomplete()).isFalse();
  }

  @Test
  void changesAreDeliveredInTheirPlaceBetweenMessages() {
    start();
    FeedMessage next =
        FeedMessage.of(new Position(6, 7), ACCESS, FeedEvents.sent(new Position(6, 7)));
    assertThat(feed.offer(next)).as("6 is a change").isEqualTo(Verdict.GAP);
    assertThat(feed.offer(change(5, 6))).isEqualTo(Verdict.DELIVER);

    assertThat(drain()).isEqualTo(" 6");
    assertThat(feed.position()).isEqualTo(new Position(6, 7));
    assertThat(feed.offer(change(5, 6))).isEqualTo(Verdict.DUPLICATE);
    assertThat(feed.offer(foreign(6))).isEqualTo(Verdict.DUPLICATE);
    assertThat(feed.isIncomplete()).isFalse();
  }

  @Test
  void ownChangeThatALaterStateReplacesIsAnswered() {
    start();
    Own answer = new Own(null, event -> answers.add("edited"), refusal -> answers.add("refused"));
    Position own = new Position(5, 7);
    Verdict unused =
        feed.offer(new FeedMessage(own, ACCESS, FeedEvents.changed(2, own), Optional.of(answer)));

    waitAt(5, "join");
    FeedMessage later = fill(change(5, 8));
    feed.doDue();

    assertThat(later.own()).isEmpty();
    assertThat(answers).containsExactly("edited", "join at 5");
    assertThat(feed.position()).isEqualTo(new Position(5, 8));
  }

  @Test
  void whatAPageShowsOfSeveralStatesOfAMessageEndsAtTheHead() {
    start();
    feed.reaches(new Position(6, 9));

    FeedMessage six = fill(foreign(6));
    assertThat(six.position().seq()).isEqualTo(6);
    assertThat(feed.isIncomplete()).isTrue();
    feed.filledUpTo(new Position(6, 9));

    assertThat(feed.isIncomplete()).isFalse();
    assertThat(feed.offer(change(6, 9))).isEqualTo(Verdict.DUPLICATE);
    assertThat(feed.offer(change(6, 10))).isEqualTo(Verdict.DELIVER);
  }

  @Test
  void earlyMessagesOfOthersAreBoundedAndOwnOnesKept() {
    start();
    for (long seq = 7; seq <= 1_000; seq++) {
      Verdict unused = feed.offer(foreign(seq));
    }
    Verdict last = feed.offer(own(1_000));
    assertThat(last).isEqualTo(Verdict.EARLY);

    Verdict missing = feed.offer(foreign(6));

    assertThat(missing).isEqualTo(Verdict.DELIVER);
    assertThat(drain().strip().split(" ")).hasSize(EarlyMessages.MAX_EARLY);
    assertThat(feed.position()).isEqualTo(at(6 + EarlyMessages.MAX_EARLY));
    assertThat(feed.hasGap()).isTrue();
    for (long seq = feed.position().seq() + 1; seq < 1_000; seq++) {
      assertThat(fill(foreign(seq)).own()).isEmpty();
    }
    assertThat(drain()).isEqualTo(" 1000");
    assertThat(answers).containsExactly("sent 1000");
  }

  @Test
  void answersAreGivenInTheOrderOfTheirCommands() {
    start();
    waitAt(5, "now");
    Verdict unused = feed.offer(own(7));
    waitAt(6, "join");
    feed.afterAnswers(() -> answers.add("leave"));
    Verdict other = feed.offer(own(8));
    feed.afterAnswers(() -> answers.add("mark"));
    assertThat(answers).containsExactly("now at 5");
    assertThat(other).isEqualTo(Verdict.EARLY);

    FeedMessage missing = foreign(6);
    assertThat(feed.offer(missing)).isEqualTo(Verdict.DELIVER);

    assertThat(drain()).isEqualTo(" 7 8");
    assertThat(answers)
        .containsExactly("now at 5", "sent 7", "join at 7", "leave", "sent 8", "mark");
  }

  @Test
  void refusedAreAnsweredInOrderAndOwnMessagesDeliveredToTheirSendersLater() {
    start();
    Verdict unused = feed.offer(own(7));
    waitAt(7, "join");
    Verdict other = feed.offer(own(8));
    feed.afterAnswers(() -> answers.add("leave"));

    feed.fail(Refusal.UNAVAILABLE);
    feed.fail(Refusal.UNAVAILABLE);

    List<String> refused = List.of("UNAVAILABLE 7", "UNAVAILABLE join", "UNAVAILABLE 8", "leave");
    assertThat(other).isEqualTo(Verdict.EARLY);
    assertThat(answers).isEqualTo(refused);
    assertThat(fill(foreign(6)).position()).isEqualTo(at(6));
    Optional<FeedMessage> seven = feed.next();
    assertThat(seven).isPresent();
    assertThat(seven.get().own()).as("is delivered to everybody").isEmpty();
    assertThat(answers).isEqualTo(refused);
  }

  @Test
  void isIdleWhereNobodyNeedsItAndNothingWaits() {
    start();
    feed.usedAt(10);
    assertThat(feed.isIdleSince(9)).isFalse();
    assertThat(feed.isIdleSince(10)).isTrue();

    feed.interest().add(ANN);
    assertThat(feed.isIdleSince(10)).isFalse();
    feed.interest().remove(ANN);
    waitAt(6, "join");
    assertThat(feed.isIdleSince(10)).isFalse();
  }
}
