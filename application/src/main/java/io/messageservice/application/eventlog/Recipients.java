package io.messageservice.application.eventlog;

import io.messageservice.application.eventlog.KnownUnread.Count;
import io.messageservice.application.port.in.event.RecipientPage;
import io.messageservice.application.port.in.event.RecipientPage.Recipient;
import io.messageservice.application.port.out.History;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Mentions;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who is to be notified of some messages, as it is when asked. One thread at a time may call;
 * throws {@link io.messageservice.application.port.out.StoreUnavailable} where the store cannot
 * answer.
 */
final class Recipients {

  /** The most bytes of one page as it is encoded, about. */
  private static final int MAX_BYTES = 256 << 10;

  /** The most bytes of a recipient as encoded beside their id. */
  private static final int MEMBERS_BYTES = 100;

  private final History history;
  private final KnownUnread unread;
  private final SortedParticipants sorted;
  private final Predicate<UserId> isOnline;
  private final Instant now;
  private final Map<ConversationId, Map<UserId, Preferences>> preferences = new HashMap<>();

  /**
   * @param isOnline whether a user has a connection anywhere
   */
  Recipients(
      History history,
      KnownUnread unread,
      SortedParticipants sorted,
      Predicate<UserId> isOnline,
      Instant now) {
    this.history = history;
    this.unread = unread;
    this.sorted = sorted;
    this.isOnline = isOnline;
    this.now = now;
  }

  /** Those after one; nobody is notified of a message that is deleted by now. */
  RecipientPage of(Conversation in, Message message, Optional<UserId> after) {
    if (message.isDeleted()) {
      return RecipientPage.NONE;
    }
    Map<UserId, Preferences> own = preferences(in);
    List<UserId> users = users(in, own, message, after);
    List<UserId> first = firstOf(users);
    List<Count> counts = unread.of(first, in.id(), now);
    Mentions mentions = message.attributes().mentions();
    List<Recipient> page = new ArrayList<>(first.size());
    for (int i = 0; i < first.size(); i++) {
      UserId user = first.get(i);
      page.add(
          new Recipient(
              user,
              isMuted(user, own),
              mentions.everybody() || mentions.users().contains(user),
              counts.get(i).unread(),
              counts.get(i).total()));
    }
    return new RecipientPage(
        page,
        first.size() < users.size() ? Optional.of(first.get(first.size() - 1)) : Optional.empty());
  }

  /** Those who have neither muted nor hidden the conversation. */
  Predicate<UserId> plain(Conversation in) {
    Map<UserId, Preferences> own = preferences(in);
    return user -> own.getOrDefault(user, Preferences.NONE).equals(Preferences.NONE);
  }

  private boolean isMuted(UserId user, Map<UserId, Preferences> own) {
    return own.getOrDefault(user, Preferences.NONE).isMutedAt(now);
  }

  private List<UserId> users(
      Conversation in, Map<UserId, Preferences> own, Message message, Optional<UserId> after) {
    String last = after.map(UserId::value).orElse("");
    List<UserId> users = new ArrayList<>();
    for (UserId user : sorted.of(in)) {
      if (last.compareTo(user.value()) < 0
          && (!isOnline.test(user) || isMuted(user, own))
          && !user.equals(message.sender())) {
        users.add(user);
      }
    }
    return users;
  }

  /** As many as a page has. */
  private static List<UserId> firstOf(List<UserId> users) {
    int bytes = 0;
    for (int i = 0; i < users.size(); i++) {
      bytes += MEMBERS_BYTES + 3 * users.get(i).value().length();
      if (i == RecipientPage.MAX_RECIPIENTS || bytes > MAX_BYTES) {
        return users.subList(0, i);
      }
    }
    return users;
  }

  /** Of those who asked for anything. */
  private Map<UserId, Preferences> preferences(Conversation in) {
    return preferences.computeIfAbsent(
        in.id(), id -> history.preferences(id, in.participants().asSet()));
  }
}
