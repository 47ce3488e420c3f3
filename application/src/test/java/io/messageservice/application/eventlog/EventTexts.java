package io.messageservice.application.eventlog;

import io.messageservice.application.port.in.event.BackEndEvent;
import io.messageservice.application.port.in.event.EventData.Cases;
import io.messageservice.application.port.in.event.EventData.ConversationState;
import io.messageservice.application.port.in.event.EventData.MessageChanged;
import io.messageservice.application.port.in.event.EventData.MessageCreated;
import io.messageservice.application.port.in.event.EventData.MessageDeleted;
import io.messageservice.application.port.in.event.EventData.MessagesDelivered;
import io.messageservice.application.port.in.event.EventData.MessagesRead;
import io.messageservice.application.port.in.event.EventData.ParticipantsChanged;
import io.messageservice.application.port.in.event.EventData.ReactionChanged;
import io.messageservice.application.port.in.event.EventData.UnreadReminder;
import io.messageservice.application.port.in.event.EventData.UserMoved;
import io.messageservice.application.port.in.event.RecipientPage;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.user.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Events as texts that a test can name. */
final class EventTexts implements Cases<String> {

  static String of(BackEndEvent event) {
    return event.subject() + " " + event.type().text() + " " + event.data().match(new EventTexts());
  }

  /** Each as {@code user unread/total}, with what is not as usual. */
  static List<String> of(RecipientPage page) {
    return page.recipients().stream()
        .map(
            one ->
                one.user().value()
                    + (one.muted() ? " muted" : "")
                    + (one.mentioned() ? " mentioned " : " ")
                    + one.unread()
                    + "/"
                    + one.unreadTotal())
        .toList();
  }

  @Override
  public String created(MessageCreated data) {
    return text(data.seq(), data.message());
  }

  @Override
  public String changed(MessageChanged data) {
    return text(data.seq(), data.message());
  }

  @Override
  public String deleted(MessageDeleted data) {
    return text(data.seq(), data.message()) + " " + data.fileUrls();
  }

  private static String text(long seq, Optional<Message> message) {
    return seq
        + message
            .map(found -> found.isDeleted() ? " deleted" : " " + found.content().text())
            .orElse(" unreadable");
  }

  @Override
  public String reaction(ReactionChanged data) {
    return "%s %s %s %d %s"
        .formatted(
            data.user().value(),
            data.added() ? "added" : "took back",
            data.reaction().value(),
            data.seq(),
            data.message().isPresent());
  }

  @Override
  public String read(MessagesRead data) {
    return data.user().value() + " " + data.readUpTo();
  }

  @Override
  public String delivered(MessagesDelivered data) {
    return data.user().value() + " " + data.deliveredUpTo();
  }

  @Override
  public String conversation(ConversationState data) {
    return data.conversation()
        .map(found -> found.kind() + " " + names(found.participants().asSet()))
        .orElse("gone");
  }

  @Override
  public String participants(ParticipantsChanged data) {
    return data.kind().orElseThrow() + " " + names(data.users());
  }

  @Override
  public String reminder(UnreadReminder data) {
    return data.total()
        + " "
        + data.conversations().stream()
            .map(each -> each.conversation() + " " + each.unread())
            .toList();
  }

  @Override
  public String user(UserMoved data) {
    return data.note().transition().name()
        + data.note().lastSeen().map(seen -> " " + seen).orElse("");
  }

  private static List<String> names(Collection<UserId> users) {
    return users.stream().map(UserId::value).sorted().toList();
  }
}
