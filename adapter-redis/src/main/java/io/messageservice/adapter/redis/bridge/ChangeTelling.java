package io.messageservice.adapter.redis.bridge;

import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.Page;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.receipt.ReadMark;
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
import java.util.function.Consumer;

/**
 * Tells what changed in conversations: in each in its order, one conversation after another, since
 * its messages are read with fewer questions so.
 */
final class ChangeTelling implements Pump.Telling {

  private final String log;
  private final History history;

  /**
   * @param log the name of the log
   */
  ChangeTelling(String log, History history) {
    this.log = log;
    this.history = history;
  }

  @Override
  public List<LogEntry> tell(List<LogEntry> entries, Consumer<Happening> to) {
    Map<ConversationId, List<Change>> byConversation = new LinkedHashMap<>();
    List<LogEntry> garbled = new ArrayList<>();
    for (LogEntry entry : entries) {
      try {
        Change change = Change.of(entry);
        byConversation.computeIfAbsent(change.conversation(), id -> new ArrayList<>()).add(change);
      } catch (IllegalArgumentException garbage) {
        garbled.add(entry);
      }
    }
    byConversation.forEach((conversation, changes) -> tell(conversation, changes, to));
    return garbled;
  }

  private void tell(ConversationId conversation, List<Change> changes, Consumer<Happening> to) {
    long first =
        changes.stream().filter(Change::hasMessages).mapToLong(Change::first).min().orElse(1);
    long end = changes.stream().mapToLong(Change::head).max().orElse(0);
    Passage passage = new Passage(history, conversation, first, end);
    for (Change change : changes) {
      Numbered out = new Numbered(log + "-" + change.entry() + "-", to);
      if (change.access()) {
        out.tell("participantsChanged", participants(change));
      }
      passage.upTo(
          change.head(), message -> out.tell("messageStored", ServiceEvents.message(message)));
      for (ReadMark mark : change.marks()) {
        out.tell("conversationRead", ServiceEvents.read(mark));
      }
    }
  }

  /** Who came and left in one batch counts for what they are now; another change would follow. */
  private String participants(Change change) {
    Set<UserId> came = new LinkedHashSet<>(change.came());
    Set<UserId> left = new LinkedHashSet<>(change.went());
    Set<UserId> both = new LinkedHashSet<>(came);
    both.retainAll(left);
    Optional<Conversation> now =
        both.isEmpty() && change.kind().isPresent()
            ? Optional.empty()
            : history.conversation(change.conversation());
    for (UserId user : both) {
      boolean takesPart = now.isPresent() && now.get().has(user);
      (takesPart ? left : came).remove(user);
    }
    Kind kind = change.kind().or(() -> now.map(Conversation::kind)).orElse(Kind.OPEN);
    return ServiceEvents.participants(change.conversation(), kind, came, left);
  }

  /** Names what is told of one entry by its place. */
  private static final class Numbered {
    private final String prefix;
    private final Consumer<Happening> to;
    private int number;

    Numbered(String prefix, Consumer<Happening> to) {
      this.prefix = prefix;
      this.to = to;
    }

    void tell(String type, String data) {
      to.accept(new Happening(prefix + number++, type, data));
    }
  }

  /** A way through the messages of a conversation, in order. */
  private static final class Passage {

    private static final int PAGE = 200;
    private static final int PAGE_BYTES = 1 << 20;

    private final History history;
    private final ConversationId conversation;
    private final long end;
    private final Deque<Message> read = new ArrayDeque<>();
    private long at;

    /**
     * @param first where it begins
     * @param end where it ends
     */
    Passage(History history, ConversationId conversation, long first, long end) {
      this.history = history;
      this.conversation = conversation;
      this.at = first - 1;
      this.end = end;
    }

    /** Goes on to the position. What is not there any more is passed over. */
    void upTo(long seq, Consumer<Message> each) {
      while (at < seq) {
        if (read.isEmpty()) {
          Page page = history.after(conversation, at, (int) Math.min(PAGE, end - at), PAGE_BYTES);
          read.addAll(page.messages());
        }
        if (read.isEmpty() || read.element().seq() > seq) {
          return;
        }
        Message message = read.remove();
        at = message.seq();
        each.accept(message);
      }
    }
  }
}
