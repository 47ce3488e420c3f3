package io.messageservice.domain.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.messageservice.domain.message.Draft;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.NewMessage;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConversationTest {

  private static final ConversationId ID = new ConversationId("c");
  private static final UserId ANN = new UserId("ann");
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456789Z");

  private final Conversation begun =
      Conversation.begin(ID, Kind.OPEN, Participants.of(List.of(ANN)));

  @Test
  void firstMessageHasNumberOne() {
    NewMessage first = NewMessage.in(begun, draft(begun), NOON);

    assertThat(first.seq()).isEqualTo(1);
    assertThat(begun.after(1, first.createdAt()).head()).isEqualTo(1);
  }

  @Test
  void timeIsKeptInMilliseconds() {
    assertThat(NewMessage.in(begun, draft(begun), NOON).createdAt())
        .isEqualTo(Instant.parse("2026-01-01T12:00:00.123Z"));
  }

  @Test
  void timeStandsStillWhereTheClockGoesBack() {
    Instant later = Instant.parse("2026-01-01T12:00:01Z");
    Conversation said = begun.after(1, later);

    NewMessage second = NewMessage.in(said, draft(said), NOON);

    assertThat(second.seq()).isEqualTo(2);
    assertThat(second.createdAt()).isEqualTo(later);
  }

  @Test
  void neitherHolesNorStepsBackAreAccepted() {
    Conversation said = begun.after(1, NOON);

    assertThatIllegalArgumentException().isThrownBy(() -> begun.after(2, NOON));
    assertThatIllegalArgumentException().isThrownBy(() -> said.after(1, NOON));
    assertThatIllegalArgumentException().isThrownBy(() -> said.after(2, NOON.minusMillis(1)));
  }

  @Test
  void messageIsTheDraftInItsPlace() {
    Message message = NewMessage.in(begun, draft(begun), NOON).under(new MessageId("m"));

    assertThat(message.sender()).isEqualTo(ANN);
    assertThat(message.conversation()).isEqualTo(ID);
    assertThat(message.content().text()).isEqualTo("hello");
    assertThat(message.key()).isEmpty();
  }

  @Test
  void draftIsNotSaidElsewhere() {
    Conversation other =
        Conversation.begin(new ConversationId("d"), Kind.OPEN, Participants.of(List.of(ANN)));

    assertThatIllegalArgumentException().isThrownBy(() -> NewMessage.in(other, draft(begun), NOON));
  }

  @Test
  void accessVersionGrowsWithEachChangeAndOnlyThen() {
    UserId bob = new UserId("bob");

    assertThat(begun.accessVersion()).isEqualTo(1);
    assertThat(begun.with(ANN)).isSameAs(begun);
    assertThat(begun.without(bob)).isSameAs(begun);
    assertThat(begun.with(bob).accessVersion()).isEqualTo(2);
    assertThat(begun.with(bob).without(bob).accessVersion()).isEqualTo(3);
    assertThat(begun.after(1, NOON).accessVersion()).isEqualTo(1);
  }

  @Test
  void joinIsNotedOnlyWhileNothingWasSaid() {
    Conversation joined = begun.joinedAt(NOON);

    assertThat(joined.lastAt()).isEqualTo(Instant.parse("2026-01-01T12:00:00.123Z"));
    assertThat(joined.accessVersion()).isEqualTo(1);
    assertThat(joined.joinedAt(NOON.minusMillis(1))).isSameAs(joined);
    Conversation said = joined.after(1, NOON.plusMillis(1));
    assertThat(said.joinedAt(NOON.plusSeconds(60))).isSameAs(said);
  }

  @Test
  void firstMessageIsNotBeforeTheLastJoin() {
    Conversation joined = begun.joinedAt(NOON.plusSeconds(1));

    NewMessage first = NewMessage.in(joined, draft(joined), NOON);

    assertThat(first.createdAt()).isEqualTo(joined.lastAt());
    assertThat(joined.after(1, first.createdAt()).head()).isEqualTo(1);
  }

  @Test
  void silentOneIsPastMoreThanADayAfterItsLastJoin() {
    Conversation joined = begun.joinedAt(NOON);
    Instant dayLater = joined.lastAt().plus(Duration.ofDays(1));

    assertThat(joined.isPast(dayLater)).isFalse();
    assertThat(joined.isPast(dayLater.plusMillis(1))).isTrue();
    assertThat(joined.joinedAt(NOON.plusSeconds(1)).isPast(dayLater.plusMillis(1))).isFalse();
  }

  @Test
  void neitherWhatWasSaidNorWhatWasNeverJoinedIsEverPast() {
    Instant yearsLater = NOON.plus(Duration.ofDays(10_000));

    assertThat(begun.joinedAt(NOON).after(1, NOON).isPast(yearsLater)).isFalse();
    assertThat(begun.isPast(yearsLater)).isFalse();
  }

  @Test
  void strangerHasNoVoice() {
    assertThatIllegalArgumentException().isThrownBy(() -> begun.permissionOf(new UserId("bob")));
  }

  private static Draft draft(Conversation conversation) {
    return new Draft(conversation.permissionOf(ANN), MessageContent.of("hello"), Optional.empty());
  }

  @Test
  void onlyOpenConversationsEndUnused() {
    Conversation group = Conversation.begin(ID, Kind.GROUP, Participants.of(List.of(ANN)));

    assertThat(group.joinedAt(NOON)).isSameAs(group);
    assertThat(group.mayEndUnused()).isFalse();
    assertThat(begun.mayEndUnused()).isTrue();
    assertThat(begun.after(1, NOON).mayEndUnused()).isFalse();
  }
}
