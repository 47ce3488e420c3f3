package io.messageservice.application.store.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.messageservice.application.port.out.change.LoggedEvent;
import io.messageservice.application.port.out.change.LoggedEvent.ConversationChanged;
import io.messageservice.application.port.out.change.LoggedEvent.ConversationCreated;
import io.messageservice.application.port.out.change.LoggedEvent.MessageDeleted;
import io.messageservice.application.port.out.change.LoggedEvent.MessageEdited;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesAppended;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesDelivered;
import io.messageservice.application.port.out.change.LoggedEvent.ReactionChanged;
import io.messageservice.application.port.out.change.LoggedEvent.UserNoted;
import io.messageservice.domain.decision.UserNote.Moved;
import io.messageservice.domain.decision.UserNote.Reminded;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.presence.Transition;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventLinesTest {

  private static final UserId BOB = new UserId("b o-b+");
  private static final DisplayName NAME = new DisplayName("B\u2028ob");
  private static final Instant SEEN = Instant.ofEpochMilli(1_700_000_000_001L);

  @Test
  void whatIsWrittenIsRead() {
    List<LoggedEvent> events =
        List.of(
            new ConversationCreated(),
            new ConversationChanged(),
            new MessageEdited(1L << 53),
            new MessageDeleted(2, List.of()),
            new MessageDeleted(3, List.of("", "https://h/a b?c=\0\n%+é\r\u2028", "/2")),
            new ReactionChanged(4, BOB, new Reaction("+ 1"), true),
            new ReactionChanged(4, BOB, new Reaction("👍🏽"), false),
            new MessagesDelivered(BOB, 4),
            new UserNoted(new Reminded(BOB)),
            new UserNoted(new Moved(new Transition(BOB, NAME, true), Optional.empty())),
            new UserNoted(new Moved(new Transition(BOB, NAME, false), Optional.of(SEEN))));

    assertThat(EventLines.parse(lines(events.stream()))).isEqualTo(events);
    assertThat(EventLines.parse("")).isEmpty();
  }

  @Test
  void formIsThatOfEarlierVersions() {
    MessageDeleted deleted = new MessageDeleted(3, List.of("/a", "/b"));
    ReactionChanged reaction = new ReactionChanged(4, BOB, new Reaction("+1"), true);

    assertThat(lines(Stream.of(new ConversationCreated(), deleted, reaction)))
        .isEqualTo("c\nx\0003\000%2Fa\000%2Fb\n+\0004\000b o-b+\000+1");
  }

  @Test
  void whatOtherFieldsSayHasNoLine() {
    assertThat(EventLines.line(new MessagesAppended(0, 1))).isEmpty();
  }

  @Test
  void whatALaterVersionWroteIsNotTakenForSomethingElse() {
    assertThatIllegalArgumentException().isThrownBy(() -> EventLines.parse("c\nz\0001"));
  }

  private static String lines(Stream<LoggedEvent> events) {
    return events.flatMap(EventLines::line).collect(Collectors.joining("\n"));
  }
}
