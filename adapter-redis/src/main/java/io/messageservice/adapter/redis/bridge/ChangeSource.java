package io.messageservice.adapter.redis.bridge;

import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.Changes;
import io.messageservice.application.port.out.change.Changes.Gap;
import io.messageservice.application.port.out.change.LoggedEvent;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesAppended;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesRead;
import io.messageservice.application.port.out.change.LoggedEvent.ParticipantsChanged;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.service.ServiceEvents;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is stored, from a store of any kind: in each conversation in its order, one conversation
 * after another, since its messages are read with fewer questions so. One that cannot be read does
 * not keep the others from the stream. A message is written as it is by then, and left out where it
 * is deleted; that it changed is not written, nor are the data of groups and roles in them.
 */
final class ChangeSource implements EventSource {

  /** About how many changes are read at once. */
  static final int MOST = 2_048;

  /** Named as the log of what is gone before it was read. */
  private static final String CHANGES = "changes";

  /** How a position is written; those of earlier versions are written otherwise. */
  private static final Pattern PLACE = Pattern.compile("(\\w{1,32})-(\\d{1,18})");

  /** Named as the log of what is lost where a conversation cannot be read. */
  private static final String UNREADABLE = "conversations";

  private final ChangeLog log;
  private final History history;
  private final EventStreamEvents events;

  ChangeSource(ChangeLog log, History history, EventStreamEvents events) {
    this.log = log;
    this.history = history;
    this.events = events;
  }

  @Override
  public Step read(String position, Consumer<StreamEvent> to) {
    Place from = place(position);
    Changes some = log.after(from, MOST);
    long missing = some.start().number() - from.number();
    if (some.start().epoch().equals(from.epoch()) && missing > 0) {
      lose(CHANGES + "-before-" + text(some.start()), CHANGES, missing, to);
    }
    for (Gap gap : some.gaps()) {
      lose(gap.id(), gap.part(), gap.count(), to);
    }
    Map<ConversationId, List<Change>> byConversation = new LinkedHashMap<>();
    for (Change change : some.changes()) {
      change
          .conversation()
          .ifPresent(
              id -> byConversation.computeIfAbsent(id, none -> new ArrayList<>()).add(change));
    }
    byConversation.forEach((conversation, changes) -> write(conversation, changes, to));
    return new Step(text(some.end()), some.more());
  }

  /** That which was noted, also by an earlier version; otherwise before all that is kept. */
  private Place place(String position) {
    Matcher place = PLACE.matcher(position);
    return place.matches()
        ? new Place(place.group(1), Long.parseLong(place.group(2)))
        : log.noted(position).orElse(Place.OLDEST);
  }

  private static String text(Place place) {
    return place.epoch() + "-" + place.number();
  }

  private void write(ConversationId conversation, List<Change> changes, Consumer<StreamEvent> to) {
    List<MessagesAppended> appended =
        changes.stream()
            .flatMap(each -> each.events().stream())
            .flatMap(
                event -> event instanceof MessagesAppended some ? Stream.of(some) : Stream.of())
            .toList();
    long first = appended.isEmpty() ? 0 : appended.get(0).afterSeq();
    long end = appended.isEmpty() ? 0 : appended.get(appended.size() - 1).seq();
    MessagesInOrder messages = new MessagesInOrder(history, conversation, first, end);
    for (int i = 0; i < changes.size(); i++) {
      Optional<List<StreamEvent>> some = read(conversation, changes.get(i), messages);
      if (some.isEmpty()) {
        lose(changes.get(i).id() + "-lost", UNREADABLE, changes.size() - i, to);
        return;
      }
      some.get().forEach(to);
    }
  }

  private void lose(String id, String log, long count, Consumer<StreamEvent> to) {
    events.lost(log, count);
    to.accept(StreamEvent.lost(id, log, count));
  }

  /** The events of a change; empty where its conversation cannot be read, now or later. */
  private Optional<List<StreamEvent>> read(
      ConversationId conversation, Change change, MessagesInOrder messages) {
    try {
      return Optional.of(events(conversation, change, messages));
    } catch (StoreUnavailable later) {
      throw later;
    } catch (RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  /** Each is named by the id of the change and its place among those that are written. */
  private List<StreamEvent> events(
      ConversationId conversation, Change change, MessagesInOrder messages) {
    List<StreamEvent> all = new ArrayList<>();
    BiConsumer<String, String> out =
        (type, data) -> all.add(new StreamEvent(change.id() + "-" + all.size(), type, data));
    for (LoggedEvent event : change.events()) {
      if (event instanceof ParticipantsChanged who) {
        out.accept("participantsChanged", participants(conversation, who));
      } else if (event instanceof MessagesAppended some) {
        messages.upTo(
            some.seq(), message -> out.accept("messageStored", ServiceEvents.message(message)));
      } else if (event instanceof MessagesRead read) {
        ReadMark mark = new ReadMark(conversation, read.user(), read.readUpTo());
        out.accept("conversationRead", ServiceEvents.read(mark));
      }
    }
    return all;
  }

  /**
   * Users who joined and left in one batch count as what they are now; another change would follow.
   */
  private String participants(ConversationId conversation, ParticipantsChanged who) {
    Set<UserId> joined = new LinkedHashSet<>(who.joined());
    Set<UserId> left = new LinkedHashSet<>(who.left());
    Set<UserId> both = new LinkedHashSet<>(joined);
    both.retainAll(left);
    Optional<Conversation> now =
        both.isEmpty() && who.kind().isPresent()
            ? Optional.empty()
            : history.conversation(conversation);
    for (UserId user : both) {
      boolean takesPart = now.isPresent() && now.get().has(user);
      (takesPart ? left : joined).remove(user);
    }
    Kind kind = who.kind().or(() -> now.map(Conversation::kind)).orElse(Kind.OPEN);
    return ServiceEvents.participants(conversation, kind, joined, left);
  }

  /** The messages of a conversation, page by page. */
  private static final class MessagesInOrder {

    private static final int PAGE = 200;
    private static final int PAGE_BYTES = 1 << 20;

    private final History history;
    private final ConversationId conversation;
    private final long end;
    private final Deque<Message> read = new ArrayDeque<>();
    private long at;

    /**
     * @param after the position before the first
     * @param end that of the last
     */
    MessagesInOrder(History history, ConversationId conversation, long after, long end) {
      this.history = history;
      this.conversation = conversation;
      this.at = after;
      this.end = end;
    }

    /** Goes on to the position. What is not there any more, or deleted, is passed over. */
    void upTo(long seq, Consumer<Message> each) {
      while (at < seq) {
        if (read.isEmpty()) {
          int limit = (int) Math.min(PAGE, end - at);
          read.addAll(history.after(conversation, at, limit, PAGE_BYTES).messages());
        }
        if (read.isEmpty() || read.element().seq() > seq) {
          return;
        }
        Message message = read.remove();
        at = message.seq();
        if (!message.isDeleted()) {
          each.accept(message);
        }
      }
    }
  }
}
