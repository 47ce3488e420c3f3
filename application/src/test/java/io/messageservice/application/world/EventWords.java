package io.messageservice.application.world;

import static java.util.stream.Collectors.joining;

import io.messageservice.application.event.ConversationChanged;
import io.messageservice.application.event.Event;
import io.messageservice.application.port.in.GetPresence.Status;
import io.messageservice.application.port.in.message.EditMessage.ChangedMessage;
import io.messageservice.domain.conversation.ParticipantsDelta;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.UnreadTotal;

/** Events and answers as a {@link Person} says them. */
final class EventWords implements Event.Cases<String> {

  static String words(Event.ReactionChanged event) {
    return (event.added() ? "+" : "-")
        + event.reaction()
        + " "
        + event.user()
        + " "
        + event.seq()
        + " r"
        + event.position().rev()
        + " of "
        + event.count();
  }

  static String words(ChangedMessage answer) {
    return answer instanceof ChangedMessage.Done done
        ? "done " + words(done.message())
        : "conflict " + words(((ChangedMessage.Conflict) answer).present());
  }

  static String words(Message message) {
    String deleted = message.isDeleted() ? " deleted" : " " + message.content().text();
    return message.seq() + " r" + message.rev() + deleted;
  }

  static String words(Status status) {
    String seen = status.lastSeen().map(at -> " " + at).orElse("");
    return status.user() + (status.online() ? " +" : " -") + seen;
  }

  @Override
  public String stored(Event.MessageStored event) {
    return "said "
        + event.message().sender()
        + " "
        + event.message().seq()
        + " "
        + event.message().content().text();
  }

  @Override
  public String changed(Event.MessageChanged event) {
    return "changed " + words(event.message());
  }

  @Override
  public String reacted(Event.ReactionChanged event) {
    return "reacted " + words(event);
  }

  @Override
  public String conversationChanged(ConversationChanged event) {
    ParticipantsDelta delta = event.participants();
    return "group r"
        + event.position().rev()
        + (event.dataChanged() ? " data" : "")
        + (event.unnamed() ? " others" : "")
        + delta.joined().stream().map(user -> " +" + user).sorted().collect(joining())
        + delta.left().stream().map(user -> " -" + user).sorted().collect(joining())
        + delta.roles().entrySet().stream()
            .map(role -> " " + role.getKey() + "=" + role.getValue())
            .sorted()
            .collect(joining())
        + event.own().map(role -> " as " + role).orElse("");
  }

  @Override
  public String removed(Event.RemovedFromConversation event) {
    return "removed";
  }

  @Override
  public String custom(Event.CustomEvent event) {
    return "custom " + event.user() + " " + event.name() + " " + event.data();
  }

  @Override
  public String caughtUp(Event.CaughtUp event) {
    return "caught up " + event.position().seq() + " r" + event.position().rev();
  }

  @Override
  public String read(Event.MessageRead event) {
    return "read " + event.reader() + " " + event.read();
  }

  @Override
  public String markMoved(Event.MarkMoved event) {
    String what = event.read() ? " read " : " unread ";
    return "mark " + event.mark().user() + " " + event.mark().readUpTo() + what + event.seq();
  }

  @Override
  public String conversationRead(Event.ConversationRead event) {
    return "all read " + event.reader() + " " + event.updated();
  }

  @Override
  public String delivered(Event.MessageDelivered event) {
    return "delivered " + event.mark().user() + " " + event.mark().deliveredUpTo();
  }

  @Override
  public String preferencesChanged(Event.PreferencesChanged event) {
    Preferences now = event.own().preferences();
    return "preferences " + now.mutedUntil().toEpochMilli() + " " + now.hiddenAt();
  }

  @Override
  public String unreadChanged(Event.UnreadChanged event) {
    UnreadTotal total = event.total();
    return event
            .conversation()
            .map(id -> "unread " + event.unread().messages() + " " + event.unread().mentions())
            .orElse("unread")
        + " of "
        + total.messages()
        + " "
        + total.conversations()
        + " "
        + total.mentions();
  }

  @Override
  public String typing(Event.TypingChanged event) {
    return "typing " + event.user() + " " + event.typing();
  }

  @Override
  public String presence(Event.PresenceChanged event) {
    return (event.online() ? "online " : "offline ") + event.user();
  }

  @Override
  public String relayed(Event.MessageRelayed event) {
    return "relayed " + event.data();
  }

  @Override
  public String notice(Event.NoticeGiven event) {
    return "notice " + event.name() + " " + event.data();
  }
}
