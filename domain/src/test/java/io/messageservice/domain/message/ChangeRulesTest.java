package io.messageservice.domain.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Details;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.message.ChangeRules.Asking;
import io.messageservice.domain.message.ChangeRules.Verdict;
import io.messageservice.domain.user.Actor;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may change which messages, and to what. */
class ChangeRulesTest {

  private static final ConversationId ID = new ConversationId("c");
  private static final Instant SENT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = SENT.plusSeconds(60).plusNanos(7);
  private static final Attachment FILE =
      new Attachment(Optional.empty(), "/f", "f", "t", 0, Optional.of("{}"));

  private static final ChangeRules ALWAYS = new ChangeRules(Optional.empty());

  /** Of ann, bob and cas, who created it where it is a group; ann sent the message. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          kind   | actor   | edit              | delete
          GROUP  | ann     | Changed           | Changed by sender
          GROUP  | bob     | FORBIDDEN         | FORBIDDEN
          GROUP  | cas     | FORBIDDEN         | Changed by moderator
          GROUP  | eve     | NOT_FOUND         | NOT_FOUND
          GROUP  | service | Changed           | Changed by moderator
          OPEN   | ann     | Changed           | Changed by sender
          OPEN   | cas     | FORBIDDEN         | FORBIDDEN
          OPEN   | eve     | NOT_FOUND         | NOT_FOUND
          OPEN   | service | Changed           | Changed by moderator
          """)
  void whoMayChange(Kind kind, String actor, String edit, String delete) {
    Conversation in = conversation(kind);
    Actor asking =
        actor.equals("service")
            ? Actor.service(new UserId("backend"))
            : Actor.user(new UserId(actor));
    Asking asked = new Asking(asking, NOW);

    assertThat(words(edit(in, message(), asked, "new", OptionalLong.empty()))).isEqualTo(edit);
    assertThat(words(ALWAYS.delete(in, message(), asked))).isEqualTo(delete);
  }

  @Test
  void editLeavesAnewStateUnderTheNextNumber() {
    Verdict verdict = edit(conversation(Kind.OPEN), message(), ann(), "new", OptionalLong.of(3));

    Message after = ((Verdict.Changed) verdict).after();
    assertThat(after.rev()).isEqualTo(8);
    assertThat(after.content()).isEqualTo(new MessageContent("new", List.of(FILE)));
    assertThat(after.revision().editedAt()).contains(SENT.plusSeconds(60));
    assertThat(after.createdAt()).isEqualTo(SENT);
    assertThat(after.seq()).isEqualTo(3);
  }

  @Test
  void deletionLeavesThePlaceAndNothingOfTheContent() {
    Verdict verdict = ALWAYS.delete(conversation(Kind.OPEN), edited(), ann());

    Message after = ((Verdict.Changed) verdict).after();
    assertThat(after.content().isEmpty()).isTrue();
    assertThat(after.isDeleted()).isTrue();
    assertThat(after.revision())
        .isEqualTo(
            new Revision(
                8, Optional.empty(), Optional.of(new Deletion(SENT.plusSeconds(60), true))));
  }

  @Test
  void anotherStateThanExpectedIsAConflict() {
    Conversation in = conversation(Kind.OPEN);
    Message deleted = deleted();

    assertThat(edit(in, message(), ann(), "new", OptionalLong.of(2)))
        .isEqualTo(new Verdict.Conflict(message()));
    assertThat(edit(in, deleted, ann(), "new", OptionalLong.empty()))
        .isEqualTo(new Verdict.Conflict(deleted));
  }

  @Test
  void nothingChangesWhereNothingIsDifferent() {
    Conversation in = conversation(Kind.OPEN);

    assertThat(edit(in, message(), ann(), "old", OptionalLong.empty()))
        .isEqualTo(new Verdict.Unchanged(message()));
    assertThat(ALWAYS.delete(in, deleted(), ann())).isEqualTo(new Verdict.Unchanged(deleted()));
  }

  @Test
  void whatIsLeftHasATextOrAnAttachment() {
    MessageEdit clearing =
        new MessageEdit(Optional.of(""), Optional.of(List.of()), OptionalLong.empty());
    Conversation in = conversation(Kind.OPEN);

    assertThat(words(ALWAYS.edit(in, message(), ann(), clearing, String::equals)))
        .isEqualTo("INVALID_PAYLOAD");
    assertThat(edit(in, message(), ann(), "", OptionalLong.empty()))
        .isInstanceOf(Verdict.Changed.class);
  }

  @Test
  void windowEndsEditsOfUsersOnly() {
    ChangeRules rules = new ChangeRules(Optional.of(Duration.ofSeconds(60)));
    Conversation in = conversation(Kind.OPEN);
    MessageEdit edit = new MessageEdit(Optional.of("new"), Optional.empty(), OptionalLong.empty());
    Actor ann = Actor.user(new UserId("ann"));
    Actor service = Actor.service(new UserId("ann"));

    assertThat(rules.edit(in, message(), new Asking(ann, NOW), edit, String::equals))
        .as("a moment too late")
        .isInstanceOf(Verdict.Denied.class);
    assertThat(
            rules.edit(in, message(), new Asking(ann, SENT.plusSeconds(60)), edit, String::equals))
        .isInstanceOf(Verdict.Changed.class);
    assertThat(rules.edit(in, message(), new Asking(service, NOW), edit, String::equals))
        .isInstanceOf(Verdict.Changed.class);
    assertThat(rules.delete(in, message(), new Asking(ann, NOW)))
        .isInstanceOf(Verdict.Changed.class);
  }

  private static Verdict edit(
      Conversation in, Message message, Asking asked, String text, OptionalLong ifRev) {
    MessageEdit edit = new MessageEdit(Optional.of(text), Optional.empty(), ifRev);
    return ALWAYS.edit(in, message, asked, edit, String::equals);
  }

  private static Asking ann() {
    return new Asking(Actor.user(new UserId("ann")), NOW);
  }

  private static String words(Verdict verdict) {
    if (verdict instanceof Verdict.Denied denied) {
      return denied.refusal().code().name();
    }
    return verdict instanceof Verdict.Changed changed
        ? "Changed"
            + changed
                .after()
                .revision()
                .deletion()
                .map(by -> by.bySender() ? " by sender" : " by moderator")
                .orElse("")
        : verdict.getClass().getSimpleName();
  }

  private static Conversation conversation(Kind kind) {
    Participants users =
        Participants.of(List.of(new UserId("ann"), new UserId("bob"), new UserId("cas")));
    Optional<UserId> cas = Optional.of(new UserId("cas"));
    return new Conversation(
        ID, kind, users, 1, 5, 7, SENT, cas, Details.beforeRoles(kind, users, cas));
  }

  private static Message message() {
    return new Message(
        new MessageId("m"),
        ID,
        3,
        new UserId("ann"),
        new MessageContent("old", List.of(FILE)),
        SENT,
        Optional.empty());
  }

  private static Message edited() {
    return message().edited(MessageContent.of("other"), 6, SENT);
  }

  private static Message deleted() {
    return message().deleted(6, new Deletion(SENT, true));
  }
}
