package io.messageservice.application.eventlog;

import io.messageservice.application.port.in.event.EventData.MessageCreated;
import io.messageservice.application.port.in.event.RecipientPage;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.LoggedEvent;
import io.messageservice.application.port.out.change.LoggedEvent.MessageChanged;
import io.messageservice.application.port.out.change.LoggedEvent.MessageDeleted;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesAppended;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesRead;
import io.messageservice.application.port.out.change.LoggedEvent.ParticipantsChanged;
import io.messageservice.application.store.Sizes;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.user.UserId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What is stored now of that to which some changes refer. Messages that were sent one after another
 * are read together. What cannot be read is reported, and empty; where the whole store cannot, each
 * method throws {@link StoreUnavailable}. One thread at a time may call.
 */
final class PresentState {

  /** The most bytes of messages that are read before they are asked for. */
  private static final long MAX_AHEAD_BYTES = 1 << 20;

  /** The most participants of the conversations that are kept for the next question. */
  private static final int MAX_PARTICIPANTS = 50_000;

  private final History history;
  private final KnownUnread unread;
  private final Recipients recipients;
  private final Faults faults;

  /** The last message that was sent in each conversation by one of the changes. */
  private final Map<ConversationId, Long> last = new HashMap<>();

  /** What was read ahead: of each conversation the next messages. */
  private final Map<ConversationId, Deque<Message>> ahead = new HashMap<>();

  private long aheadBytes;
  private final Map<ConversationId, Optional<Conversation>> conversations = new HashMap<>();
  private int participants;

  PresentState(
      List<Change> changes,
      History history,
      KnownUnread unread,
      Recipients recipients,
      Faults faults) {
    this.history = history;
    this.unread = unread;
    this.recipients = recipients;
    this.faults = faults;
    for (Change change : changes) {
      for (LoggedEvent event : change.events()) {
        if (event instanceof MessagesAppended some) {
          last.merge(change.conversation().orElseThrow(), some.seq(), Math::max);
        }
      }
    }
  }

  /** A message that one of the changes sent; they are asked for in their order. */
  MessageCreated created(Change change, long seq) {
    ConversationId id = change.conversation().orElseThrow();
    Optional<Message> message = next(id, seq);
    Optional<Conversation> in = conversation(id);
    if (message.isEmpty() || in.isEmpty()) {
      unread.forget();
      return new MessageCreated(seq, message, RecipientPage.NONE);
    }
    return new MessageCreated(
        seq,
        message,
        orElse(RecipientPage.NONE, () -> recipients(change, in.get(), message.get())));
  }

  private RecipientPage recipients(Change change, Conversation in, Message message) {
    unread.sent(change.place(), in, message, recipients.plain(in));
    return recipients.of(in, message, Optional.empty());
  }

  /** A reader has passed all events of the change, messages among them. */
  void passed(Change change) {
    if (change.conversation().isPresent()) {
      ConversationId in = change.conversation().get();
      for (LoggedEvent event : change.events()) {
        unread.changed(change.place(), in, concerned(in, event));
      }
    }
    unread.passed(change.place());
  }

  /** By whom another number is unread after that, messages apart. */
  private Iterable<UserId> concerned(ConversationId conversation, LoggedEvent event) {
    if (event instanceof MessagesRead mark) {
      return List.of(mark.user());
    } else if (event instanceof ParticipantsChanged change) {
      Set<UserId> users = new HashSet<>(change.joined());
      users.addAll(change.left());
      return users;
    } else if (event instanceof MessageDeleted || event instanceof MessageChanged) {
      return conversation(conversation).map(Conversation::participants).orElse(Participants.NONE);
    }
    return List.of();
  }

  private Optional<Message> next(ConversationId conversation, long seq) {
    Deque<Message> read = ahead.computeIfAbsent(conversation, id -> new ArrayDeque<>());
    while (!read.isEmpty() && read.getFirst().seq() < seq) {
      take(read); // of a type that nobody asked for
    }
    if (read.isEmpty()) {
      readAhead(conversation, seq, read);
    }
    return !read.isEmpty() && read.getFirst().seq() == seq
        ? Optional.of(take(read))
        : message(conversation, seq);
  }

  private Message take(Deque<Message> read) {
    Message message = read.removeFirst();
    aheadBytes -= Sizes.bytes(message);
    return message;
  }

  /** Of a page that cannot be read the messages are read one by one. */
  private void readAhead(ConversationId conversation, long seq, Deque<Message> read) {
    int count = (int) (last.getOrDefault(conversation, seq) - seq + 1);
    if (count > 1 && aheadBytes < MAX_AHEAD_BYTES) {
      int maxBytes = (int) (MAX_AHEAD_BYTES - aheadBytes);
      try {
        read.addAll(history.after(conversation, seq - 1, count, maxBytes).messages());
      } catch (StoreUnavailable unavailable) {
        throw unavailable;
      } catch (RuntimeException unreadable) {
        last.remove(conversation);
      }
      read.forEach(message -> aheadBytes += Sizes.bytes(message));
    }
  }

  /** The message at that position. */
  Optional<Message> message(ConversationId conversation, long seq) {
    return orElse(
        Optional.empty(),
        () ->
            history.after(conversation, seq - 1, 1, Integer.MAX_VALUE).messages().stream()
                .filter(message -> message.seq() == seq)
                .findFirst());
  }

  Optional<Conversation> conversation(ConversationId id) {
    Optional<Conversation> known = conversations.get(id);
    if (known != null) {
      return known;
    }
    Optional<Conversation> found = orElse(Optional.empty(), () -> history.conversation(id));
    participants += found.map(one -> one.participants().size()).orElse(0);
    if (participants > MAX_PARTICIPANTS) {
      conversations.clear();
      participants = 0;
    }
    conversations.put(id, found);
    return found;
  }

  /** The answer, or, where something cannot be read, the other one. */
  <T> T orElse(T otherwise, Supplier<T> question) {
    try {
      return question.get();
    } catch (StoreUnavailable unavailable) {
      throw unavailable;
    } catch (RuntimeException fault) {
      unread.forget();
      faults.broke("event log", fault);
      return otherwise;
    }
  }
}
