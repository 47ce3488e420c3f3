package io.messageservice.application.eventlog;

import io.messageservice.application.port.in.event.EventData;
import io.messageservice.application.port.in.event.EventData.UnreadReminder;
import io.messageservice.application.port.in.event.EventId;
import io.messageservice.application.port.in.event.EventType;
import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.LoggedEvent;
import io.messageservice.application.port.out.change.LoggedEvent.ConversationChanged;
import io.messageservice.application.port.out.change.LoggedEvent.ConversationCreated;
import io.messageservice.application.port.out.change.LoggedEvent.MessageChanged;
import io.messageservice.application.port.out.change.LoggedEvent.MessageDeleted;
import io.messageservice.application.port.out.change.LoggedEvent.MessageEdited;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesAppended;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesDelivered;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesRead;
import io.messageservice.application.port.out.change.LoggedEvent.ParticipantsChanged;
import io.messageservice.application.port.out.change.LoggedEvent.ReactionChanged;
import io.messageservice.application.port.out.change.LoggedEvent.UserNoted;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.UserNote;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The events of one change, in their order. Which there are follows from what was logged alone, so
 * that each keeps its id whatever is stored later; what they report is read when it is asked for.
 */
final class EventSlots {

  private final Change change;
  private final PresentState present;
  private final UnreadReminders reminders;
  private final List<Slot> slots = new ArrayList<>();

  /** Of what is added. */
  private Optional<String> traceparent = Optional.empty();

  private EventSlots(Change change, PresentState present, UnreadReminders reminders) {
    this.change = change;
    this.present = present;
    this.reminders = reminders;
  }

  /**
   * An event that is not filled in yet.
   *
   * @param seq of a message that was sent; 0 of other events
   * @param traceparent of the command that led to it
   */
  record Slot(EventType type, long seq, Optional<String> traceparent, Supplier<EventData> data) {}

  static List<Slot> of(Change change, PresentState present, UnreadReminders reminders) {
    EventSlots all = new EventSlots(change, present, reminders);
    for (int i = 0; i < change.events().size(); i++) {
      all.traceparent = change.traceparent(i);
      all.add(change.events().get(i));
    }
    return all.slots;
  }

  /** The id of one of them; nothing of the change is after the last. */
  static EventId id(Change change, int index, int count) {
    return new EventId(change.place(), index == count - 1 ? EventId.LAST : index + 1);
  }

  private void add(LoggedEvent event) {
    if (event instanceof MessagesAppended some) {
      for (long seq = some.afterSeq() + 1; seq <= some.seq(); seq++) {
        addCreated(seq);
      }
    } else if (event instanceof MessageEdited edited) {
      addChanged(edited.seq());
    } else if (event instanceof MessageChanged changed) {
      addChanged(changed.seq());
    } else if (event instanceof MessageDeleted deleted) {
      add(
          EventType.MESSAGE_DELETED,
          () ->
              new EventData.MessageDeleted(
                  deleted.seq(),
                  present.message(conversation(), deleted.seq()),
                  deleted.fileUrls()));
    } else if (event instanceof ReactionChanged reaction) {
      add(EventType.REACTION_CHANGED, () -> data(reaction));
    } else if (event instanceof MessagesRead mark) {
      add(EventType.RECEIPT_READ, () -> new EventData.MessagesRead(mark.user(), mark.readUpTo()));
    } else if (event instanceof MessagesDelivered mark) {
      add(
          EventType.RECEIPT_DELIVERED,
          () -> new EventData.MessagesDelivered(mark.user(), mark.deliveredUpTo()));
    } else if (event instanceof ParticipantsChanged participants) {
      addParticipants(participants);
    } else if (event instanceof ConversationCreated) {
      addConversation(EventType.CONVERSATION_CREATED);
    } else if (event instanceof ConversationChanged) {
      addConversation(EventType.CONVERSATION_CHANGED);
    } else if (event instanceof UserNoted noted) {
      add(noted.note());
    }
  }

  private void add(UserNote note) {
    if (note instanceof UserNote.Moved moved) {
      boolean isOnline = moved.transition().online();
      add(
          isOnline ? EventType.USER_ONLINE : EventType.USER_OFFLINE,
          () -> new EventData.UserMoved(moved));
    } else {
      add(EventType.UNREAD_REMINDER, () -> reminder(note.user()));
    }
  }

  private EventData reminder(UserId user) {
    return present.orElse(new UnreadReminder(user, List.of(), 0), () -> reminders.of(user));
  }

  private ConversationId conversation() {
    return change.conversation().orElseThrow();
  }

  private void addCreated(long seq) {
    slots.add(
        new Slot(EventType.MESSAGE_CREATED, seq, traceparent, () -> present.created(change, seq)));
  }

  private void addChanged(long seq) {
    add(
        EventType.MESSAGE_CHANGED,
        () -> new EventData.MessageChanged(seq, present.message(conversation(), seq)));
  }

  private EventData data(ReactionChanged reaction) {
    return new EventData.ReactionChanged(
        reaction.seq(),
        present.message(conversation(), reaction.seq()).map(Message::id),
        reaction.user(),
        reaction.reaction(),
        reaction.added());
  }

  private void addConversation(EventType type) {
    add(type, () -> new EventData.ConversationState(present.conversation(conversation())));
  }

  /** Where nobody joined and nobody left, the kind changed. */
  private void addParticipants(ParticipantsChanged change) {
    if (change.left().isEmpty() && change.joined().isEmpty()) {
      addConversation(EventType.CONVERSATION_CHANGED);
    }
    addUsers(EventType.PARTICIPANT_REMOVED, change, change.left());
    addUsers(EventType.PARTICIPANT_ADDED, change, change.joined());
  }

  private void addUsers(EventType type, ParticipantsChanged change, Collection<UserId> users) {
    List<UserId> all = List.copyOf(users);
    for (int from = 0; from < all.size(); from += EventData.ParticipantsChanged.MAX_USERS) {
      int to = Math.min(all.size(), from + EventData.ParticipantsChanged.MAX_USERS);
      List<UserId> some = all.subList(from, to);
      add(type, () -> new EventData.ParticipantsChanged(change.kind(), some));
    }
  }

  private void add(EventType type, Supplier<EventData> data) {
    slots.add(new Slot(type, 0, traceparent, data));
  }
}
