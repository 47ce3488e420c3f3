package io.messageservice.application.feed;

import io.messageservice.application.event.ConversationChanged;
import io.messageservice.application.event.Event.RemovedFromConversation;
import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.fanout.SequencedEvent;
import io.messageservice.application.feed.ConversationFeed.Verdict;
import io.messageservice.application.feed.FeedMessage.Own;
import io.messageservice.application.feed.FeedReads.Found;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.user.UserId;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes feeds forward: what is next is delivered, what is missing is read, users who take part no
 * more are removed. Only the lane's thread may call.
 */
final class FeedDelivery {

  private final FeedEnvironment environment;
  private final FeedReads reads;
  private final Subscribers subscribers;
  private final GapTimer gaps;

  /** Feeds whose messages cannot be read, and some that can be read by now. */
  private final Set<ConversationFeed> quarantined = new HashSet<>();

  FeedDelivery(
      FeedEnvironment environment, FeedReads reads, Subscribers subscribers, LaneTasks lane) {
    this.environment = environment;
    this.reads = reads;
    this.subscribers = subscribers;
    this.gaps = new GapTimer(environment, lane, this::read);
  }

  /**
   * A message is stored: delivers it, or has it wait. It is encoded first: where that fails, the
   * feed does not count it as delivered.
   */
  void offer(ConversationFeed feed, FeedMessage message, Fanout fanout) {
    environment.connections().encode(message.event());
    Verdict verdict = feed.offer(message);
    if (verdict == Verdict.DELIVER) {
      deliver(feed, message, fanout);
    } else if (verdict == Verdict.DUPLICATE) {
      message.own().ifPresent(own -> own.delivered().accept(message.event()));
    } else if (feed.reading().isFailing()) {
      feed.fail(feed.reading().refusal());
    }
    advance(feed, fanout);
  }

  /** Delivers what is next; what is missing is read, unless it arrives before long. */
  void advance(ConversationFeed feed, Fanout fanout) {
    drain(feed, fanout);
    if (feed.hasGap() && !feed.reading().isUnderWay()) {
      gaps.await(feed);
    } else {
      read(feed);
    }
  }

  /** Delivers what is next, and does what is due. */
  void drain(ConversationFeed feed, Fanout fanout) {
    drain(feed, feed::next, fanout);
  }

  private void drain(
      ConversationFeed feed, Supplier<Optional<FeedMessage>> following, Fanout fanout) {
    feed.doDue();
    for (Optional<FeedMessage> next = following.get(); next.isPresent(); next = following.get()) {
      deliver(feed, next.get(), fanout);
      feed.doDue();
    }
  }

  private void deliver(ConversationFeed feed, FeedMessage message, Fanout fanout) {
    feed.usedAt(environment.nanoTime().getAsLong()); // or another one would deliver it again
    Conversation conversation = feed.access().receiversOf(message);
    if (conversation == null) {
      throw new IllegalStateException("the participants are known before something is delivered");
    }
    @Nullable Connection sender = message.own().map(Own::sender).orElse(null);
    fanout.message(conversation, new SequencedEvent(message.position(), message.event()), sender);
    message.own().ifPresent(own -> own.delivered().accept(message.event()));
  }

  /** Has what is missing read, unless that is under way. */
  void read(ConversationFeed feed) {
    if (feed.isIncomplete() && !feed.reading().isUnderWay()) {
      readAgain(feed);
    }
  }

  private void readAgain(ConversationFeed feed) {
    if (!feed.isRemoved() && feed.isStarted()) {
      feed.beginRead();
      reads.missing(
          feed.id(),
          feed.position(),
          (found, fanout) -> found(feed, found, fanout),
          (fault, fanout) -> failed(feed, fault));
      environment.events().missing();
    }
  }

  private void found(ConversationFeed feed, Found found, Fanout fanout) {
    if (feed.isRemoved()) {
      return;
    }
    if (feed.access().isReadOutdated()) {
      readAgain(feed);
      return;
    }
    found
        .conversation()
        .ifPresentOrElse(conversation -> fill(feed, conversation, found, fanout), feed::learnGone);
    drain(feed, fanout);
    boolean hasMoved = !feed.position().equals(found.after());
    if (feed.reading().end(hasMoved || !feed.isIncomplete())) {
      read(feed);
    } else {
      readLater(feed);
    }
  }

  private void fill(ConversationFeed feed, Conversation conversation, Found found, Fanout fanout) {
    FeedAccess access = feed.access();
    if (access.isLater(conversation)) {
      remove(feed, conversation, Set.of(), access::hasJoinedSinceRead, fanout);
      access.learnRead(conversation);
      if (feed.interest().stream().anyMatch(user -> !conversation.has(user))) {
        access.mayHaveChanged(); // they may have joined since: that is to be read
      }
    }
    // what waited for nothing else: it names more, and its senders are answered
    drain(feed, () -> feed.next(conversation.accessVersion()), fanout);
    if (feed.position().equals(found.after())) { // otherwise what is still missing is read again
      feed.reaches(conversation.position());
      found.messages().forEach(message -> fill(feed, message, fanout));
      if (!found.more()) {
        feed.filledUpTo(conversation.position());
      }
    }
    if (feed.reading().failures() > 0 && feed.position().covers(conversation.position())) {
      feed.endsAt(conversation.position()); // what was reported beyond it is not stored
    }
  }

  private void fill(ConversationFeed feed, FeedMessage read, Fanout fanout) {
    Optional<FeedMessage> own = feed.fill(read);
    feed.doDue();
    deliver(feed, own.map(read::with).orElse(read), fanout);
    feed.filled(read);
    feed.doDue();
  }

  /** This feed alone waits; the others go on. */
  private void failed(ConversationFeed feed, Throwable fault) {
    boolean unavailable = fault instanceof StoreUnavailable;
    environment.faults().broke(unavailable ? "store" : "feed", fault);
    feed.failRead(!unavailable);
    if (feed.reading().isQuarantined()) {
      quarantined.add(feed);
    }
    readLater(feed);
  }

  /** How many feeds there are whose messages cannot be read. */
  int quarantined() {
    quarantined.removeIf(feed -> feed.isRemoved() || !feed.reading().isQuarantined());
    return quarantined.size();
  }

  private void readLater(ConversationFeed feed) {
    if (environment.cluster().isShared() && !feed.isNeeded()) {
      feed.reading().giveUp();
      return;
    }
    reads.later(feed.reading().failures(), () -> readAgain(feed));
  }

  /**
   * Takes note of a conversation that this node has changed.
   *
   * @param feed null where this node has none for it
   * @param before as it stood before the change; where this node did not know it so, others have
   *     changed it meanwhile, and users who take part no more are removed
   */
  void learn(
      @Nullable ConversationFeed feed,
      Conversation conversation,
      Optional<Conversation> before,
      Fanout fanout) {
    if (feed == null) {
      return;
    }
    Conversation known = feed.access().known();
    boolean isKnown = known != null && known.accessVersion() == conversation.accessVersion();
    boolean onlyThis =
        known != null
            && before.filter(had -> had.accessVersion() == known.accessVersion()).isPresent();
    if (before.isEmpty() || onlyThis || isKnown) {
      feed.access().learn(conversation);
    } else if (!isOlderThanKnown(feed, conversation)) {
      remove(feed, conversation, Set.of(), user -> false, fanout);
      feed.access().learn(conversation);
    }
  }

  /** Takes note of a group whose participants another node has changed, where this knows enough. */
  void learn(ConversationFeed feed, ConversationChanged changed, long version, Fanout fanout) {
    Conversation after = feed.access().after(changed, version);
    if (after != null) {
      Set<UserId> left = changed.participants().left();
      if (!left.isEmpty()) { // others who are of interest may have joined by a later change
        remove(feed, after, left, user -> !left.contains(user), fanout);
      }
      feed.access().learn(after);
    }
  }

  /** Users who take part no more in the conversation as it now stands receive nothing more. */
  void removeOthers(
      ConversationFeed feed, Conversation conversation, Set<UserId> left, Fanout fanout) {
    if (!isOlderThanKnown(feed, conversation)) {
      remove(feed, conversation, left, user -> false, fanout);
      feed.access().learn(conversation);
      advance(feed, fanout);
    }
  }

  /** Whether others have changed its participants since. */
  private static boolean isOlderThanKnown(ConversationFeed feed, Conversation conversation) {
    Conversation known = feed.access().known();
    return known != null && known.accessVersion() > conversation.accessVersion();
  }

  /**
   * Users who take part no more receive nothing more, and learn so.
   *
   * @param left some of them: others took part by what was known, or are of interest
   */
  private void remove(
      ConversationFeed feed,
      Conversation conversation,
      Set<UserId> left,
      Predicate<UserId> stays,
      Fanout fanout) {
    Set<UserId> removed = new LinkedHashSet<>(left);
    for (UserId user : List.copyOf(feed.interest())) {
      if (!conversation.has(user) && !stays.test(user)) {
        subscribers.unsubscribe(user, conversation.id());
        feed.interest().remove(user);
        feed.usedAt(environment.nanoTime().getAsLong());
        removed.add(user);
      }
    }
    Conversation known = feed.access().known();
    if (known != null) {
      known.participants().notIn(conversation.participants()).stream()
          .filter(user -> !stays.test(user))
          .forEach(removed::add);
    }
    removeFromRooms(conversation, fanout);
    announceRemoved(conversation, removed, fanout);
  }

  /** The users learn that they take part in the group no more. */
  void announceRemoved(Conversation conversation, Set<UserId> users, Fanout fanout) {
    if (!users.isEmpty() && conversation.kind() == Kind.GROUP) {
      OutgoingEvent event =
          environment
              .connections()
              .outgoing(
                  new RemovedFromConversation(
                      conversation.id(), conversation.details().participantsRev()));
      fanout.toUsers(users, event);
    }
  }

  void removeFromRooms(Conversation conversation, Fanout fanout) {
    environment.participantsChanged().accept(conversation);
    fanout.evict(conversation);
  }
}
