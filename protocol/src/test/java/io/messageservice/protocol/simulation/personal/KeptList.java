package io.messageservice.protocol.simulation.personal;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.ListConversations;
import io.messageservice.application.port.in.ListConversations.Page;
import io.messageservice.application.port.in.ListConversations.Place;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.Entry;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.ListingPoint;
import io.messageservice.application.port.out.History.ListingRequest;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.simulation.schedule.Journal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The conversations that a client of a user shows, kept by asking for what changed: what it keeps
 * is in the end what a whole list shows. It asks without a connection, at any node, page by page.
 */
public final class KeptList implements Reply<Page> {

  private final UserId user;
  private final Journal journal;
  private final Map<ConversationId, Listed> kept = new HashMap<>();
  private Optional<ListingPoint> since = Optional.empty();

  /** Where the page before ended; empty where none is under way. */
  private Optional<Place> place = Optional.empty();

  private boolean isAsking;

  /** Whether it has been answered to the end since {@link #begin}. */
  private boolean isCurrent;

  /** A list that is empty. */
  public KeptList(UserId user, Journal journal) {
    this.user = user;
    this.journal = journal;
  }

  /** Whose. */
  public UserId user() {
    return user;
  }

  /** What is shown by now is to be what a whole list shows. */
  public void begin() {
    isCurrent = false;
    place = Optional.empty(); // or what changed before it would count as listed
  }

  /** Asks for the next page, unless all was listed or one is on its way. */
  public void ask(ListConversations list, Caller caller, int limit) {
    if (!isAsking && !isCurrent) {
      isAsking = true;
      list.list(caller, new ListConversations.Request(place, limit, true, since), this);
    }
  }

  @Override
  public void done(Page page) {
    isAsking = false;
    if (page.listing().reset() || (place.isEmpty() && page.since().isEmpty())) {
      kept.clear();
      since = Optional.empty(); // a list that breaks off is begun again
    }
    for (Entry entry : page.listing().entries()) {
      if (entry instanceof Listed listed) {
        kept.put(listed.conversation().id(), listed);
      } else {
        kept.remove(entry.place().conversation());
      }
    }
    place = page.listing().next().map(page::after);
    if (place.isEmpty()) {
      since = Optional.of(page.began());
      isCurrent = true;
    }
  }

  @Override
  public void refused(Refusal refusal) {
    isAsking = false;
    place = Optional.empty();
  }

  /** Whether there is something to ask for. */
  public boolean isBehind() {
    return !isCurrent;
  }

  /** Compares what is kept with a whole list of the store. */
  public void requireWhole(History history) {
    List<Listed> all =
        history
            .conversationsOf(
                user, new ListingRequest(Optional.empty(), 1_000, 1 << 24, true, Optional.empty()))
            .conversations();
    for (Listed listed : all) {
      Listed shown = kept.remove(listed.conversation().id());
      journal.require(
          shown != null && isSame(shown, listed),
          () -> user + " shows " + shown + " of " + listed + " since " + since);
    }
    journal.require(
        kept.values().stream().allMatch(KeptList::mayBeForgotten),
        () -> user + " shows what they take part in no more: " + kept.keySet());
    all.forEach(listed -> kept.put(listed.conversation().id(), listed));
  }

  /** Who comes and goes in an open conversation, and blocks, are no changes of it. */
  private static boolean isSame(Listed shown, Listed now) {
    Conversation one = shown.conversation();
    Conversation other = now.conversation();
    return one.position().equals(other.position())
        && one.kind() == other.kind()
        && (one.kind() == Kind.OPEN || one.participants().equals(other.participants()))
        && Objects.equals(shown.lastMessage(), now.lastMessage())
        && shown.readUpTo() == now.readUpTo()
        && shown.unread().equals(now.unread())
        && shown.preferences().equals(now.preferences());
  }

  private static boolean mayBeForgotten(Listed shown) {
    return shown.conversation().mayEndUnused();
  }
}
