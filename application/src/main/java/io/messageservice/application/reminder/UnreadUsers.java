package io.messageservice.application.reminder;

import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.Reader;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.LoggedEvent;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesAppended;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds who has not read messages that some changes sent, and was not reminded since. One thread at
 * a time may call.
 */
final class UnreadUsers {

  private static final int PAGE = 200;
  private static final int PAGE_BYTES = 1 << 20;

  private final History history;
  private final RemindedUsers reminded;
  private final Faults faults;

  UnreadUsers(History history, RemindedUsers reminded, Faults faults) {
    this.history = history;
    this.reminded = reminded;
    this.faults = faults;
  }

  /** Messages after one position and up to another. */
  private record Sent(long afterSeq, long seq, long place) {}

  /** A message that users are reminded of. */
  private record Said(long seq, UserId sender, long place) {}

  /**
   * Those who are to be reminded. A conversation that cannot be read is reported, and left out.
   *
   * @param now of conversations that are muted by then nobody is reminded
   */
  Set<UserId> of(List<Change> changes, Instant now) {
    Map<ConversationId, List<Sent>> sent = new LinkedHashMap<>();
    for (Change change : changes) {
      for (LoggedEvent event : change.events()) {
        if (event instanceof MessagesAppended some) {
          sent.computeIfAbsent(change.conversation().orElseThrow(), id -> new ArrayList<>())
              .add(new Sent(some.afterSeq(), some.seq(), change.place().number()));
        }
      }
    }
    Set<UserId> users = new LinkedHashSet<>();
    sent.forEach((id, some) -> add(id, some, now, users));
    return users;
  }

  private void add(ConversationId id, List<Sent> sent, Instant now, Set<UserId> to) {
    try {
      history.conversation(id).ifPresent(in -> add(in, sent, now, to));
    } catch (StoreUnavailable unavailable) {
      throw unavailable;
    } catch (RuntimeException fault) {
      faults.broke("reminders", fault);
    }
  }

  private void add(Conversation in, List<Sent> sent, Instant now, Set<UserId> to) {
    Sent last = sent.get(sent.size() - 1);
    List<UserId> asked = new ArrayList<>();
    for (UserId user : in.participants()) {
      if (!to.contains(user) && !reminded.covers(user, last.place())) {
        asked.add(user);
      }
    }
    Map<UserId, Long> readUpTo = readUpTo(in, asked, last.seq(), now);
    if (!readUpTo.isEmpty()) {
      List<Said> said = said(in.id(), sent);
      readUpTo.forEach(
          (user, upTo) -> {
            if (said.stream().anyMatch(one -> isUnread(one, user, upTo))) {
              to.add(user);
            }
          });
    }
  }

  private boolean isUnread(Said message, UserId user, long readUpTo) {
    return message.seq() > readUpTo
        && !message.sender().equals(user)
        && !reminded.covers(user, message.place());
  }

  /** Of those who have not read all and have neither muted nor hidden the conversation. */
  private Map<UserId, Long> readUpTo(
      Conversation in, List<UserId> asked, long lastSeq, Instant now) {
    Map<UserId, Long> all = new LinkedHashMap<>();
    if (!asked.isEmpty()) {
      Map<UserId, Reader> readers = history.readers(in.id(), asked);
      Map<UserId, Preferences> preferences = history.preferences(in.id(), asked);
      for (UserId user : asked) {
        Reader reader = readers.get(user);
        long upTo = reader == null ? 0 : reader.readUpTo();
        Preferences own = preferences.getOrDefault(user, Preferences.NONE);
        if (upTo < lastSeq && !own.isMutedAt(now) && !own.isHiddenAt(in.head())) {
          all.put(user, upTo);
        }
      }
    }
    return all;
  }

  private List<Said> said(ConversationId id, List<Sent> sent) {
    List<Said> said = new ArrayList<>();
    for (Sent some : sent) {
      long at = some.afterSeq();
      while (at < some.seq()) {
        int limit = (int) Math.min(PAGE, some.seq() - at);
        List<Message> page = history.after(id, at, limit, PAGE_BYTES).messages();
        for (Message message : page) {
          if (!message.isDeleted() && !message.attributes().isSystem()) {
            said.add(new Said(message.seq(), message.sender(), some.place()));
          }
        }
        at = page.isEmpty() ? some.seq() : page.get(page.size() - 1).seq();
      }
    }
    return said;
  }
}
