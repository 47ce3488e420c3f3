package io.messageservice.application.presence;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.GetPresence.Status;
import io.messageservice.application.port.in.OnlineUsers;
import io.messageservice.application.port.out.History;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.user.Actor;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a user may know of the presence of others. Any thread that may block may call; throws {@link
 * io.messageservice.application.port.out.StoreUnavailable} where contacts or blocks cannot be read.
 */
public final class KnownPresence {

  private final Online online;
  private final PresenceAudience audience;
  private final History history;
  private final KnownBlocks blocks;

  /** Of those whom the audience lets them know. */
  public KnownPresence(
      Online online, PresenceAudience audience, History history, KnownBlocks blocks) {
    this.online = online;
    this.audience = audience;
    this.history = history;
    this.blocks = blocks;
  }

  /** The status of each of them, in that order. */
  public List<Status> of(Caller caller, List<UserId> users) {
    Predicate<UserId> known = knownTo(caller.actor());
    return users.stream().map(user -> status(caller, user, known)).toList();
  }

  /**
   * Who of the conversation is online, where the caller takes part; a block may be seen a moment
   * late.
   */
  public OnlineUsers among(Connection caller, Conversation conversation) {
    int count = 0;
    List<UserId> named = new ArrayList<>();
    for (UserId user : knownOf(caller.user(), conversation)) {
      if (isSelf(caller, user) || online.isOnline(user)) {
        count++;
        if (named.size() < OnlineUsers.MAX_NAMED) {
          named.add(user);
        }
      }
    }
    return new OnlineUsers(count, named);
  }

  /** The participants of whom the asker, one of them, may know. */
  private Iterable<UserId> knownOf(UserId asker, Conversation conversation) {
    List<UserId> known = new ArrayList<>();
    known.add(asker);
    if (!conversation.isBlocked()
        && isAnyOtherOnline(asker, conversation)) { // otherwise nothing need be read
      if (conversation.kind() == Kind.GROUP || audience == PresenceAudience.EVERYONE) {
        return withoutBlocked(asker, conversation);
      }
      if (conversation.kind() == Kind.DIRECT && history.isMutual(conversation.id())) {
        return conversation.participants();
      }
      history.contactsOf(asker).stream().filter(conversation::has).forEach(known::add);
    }
    return known;
  }

  private Iterable<UserId> withoutBlocked(UserId asker, Conversation conversation) {
    if (conversation.kind() == Kind.DIRECT) {
      return conversation.participants();
    }
    Set<UserId> blocked = blocks.with(asker);
    return blocked.isEmpty()
        ? conversation.participants()
        : conversation.participants().asSet().stream()
            .filter(user -> !blocked.contains(user))
            .toList();
  }

  private boolean isAnyOtherOnline(UserId asker, Conversation conversation) {
    for (UserId user : conversation.participants()) {
      if (!user.equals(asker) && online.isOnline(user)) {
        return true;
      }
    }
    return false;
  }

  private Status status(Caller caller, UserId user, Predicate<UserId> known) {
    if (isSelf(caller, user)) {
      return new Status(user, true, Optional.empty());
    }
    return known.test(user) ? online.status(user) : new Status(user, false, Optional.empty());
  }

  /**
   * Whether it is they who ask by a connection: they are online, also where that is not announced
   * yet.
   */
  private static boolean isSelf(Caller caller, UserId user) {
    return caller instanceof Connection && caller.user().equals(user);
  }

  private Predicate<UserId> knownTo(Actor asker) {
    if (asker.isService()) {
      return user -> true;
    }
    if (audience == PresenceAudience.EVERYONE) {
      Set<UserId> blocked = history.blockedWith(asker.user());
      return user -> !blocked.contains(user);
    }
    Set<UserId> contacts = history.contactsOf(asker.user());
    return user -> user.equals(asker.user()) || contacts.contains(user);
  }
}
