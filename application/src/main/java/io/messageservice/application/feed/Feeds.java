package io.messageservice.application.feed;

import io.messageservice.application.event.ConversationChanged;
import io.messageservice.application.fanout.EventLoopState;
import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.port.out.ChangeLog.AccessChange;
import io.messageservice.application.port.out.ChangeLog.Head;
import io.messageservice.application.port.out.ChangeLog.Heads;
import io.messageservice.application.port.out.ChangeLog.Mark;
import io.messageservice.application.port.out.Signal;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The feeds of one lane, and what they need of the outside: messages of own commits, of other nodes
 * and of reconciliation pass their feed here and go to the connections of this node; what a feed
 * misses is read on readers' threads. Only the lane's thread may call, except where stated; nothing
 * here waits for the store.
 *
 * <p>A node that is alone has a feed for each conversation with recent messages. In a cluster it
 * has one for each conversation in which a user with a connection here takes part; other nodes
 * publish to it what happens there.
 */
public final class Feeds implements StoreWatcher {

  private final FeedTable feeds;
  private final FeedEnvironment environment;
  private final StoreEpoch epoch;
  private final boolean shared;
  private final LaneTasks lane;
  private final Reconciler reconciler;
  private final FeedDelivery delivering;
  private final FeedStarts starts;
  private final UserLookUps users;
  private final IdleFeeds idle;
  private final AnswerCounter unanswered = new AnswerCounter();

  /** Something may be stored that was not offered, until the look of this number has ended. */
  private long dirtyUntil;

  private long looksEnded;

  /**
   * No feeds yet: what is stored by now is for nobody, since nobody is connected.
   *
   * @throws StoreUnavailable where the store cannot be read
   */
  public Feeds(FeedEnvironment environment, StoreEpoch epoch, LaneTasks lane) {
    this.environment = environment;
    this.epoch = epoch;
    this.shared = environment.cluster().isShared();
    this.lane = lane;
    Subscribers subscribers = new Subscribers();
    StoreReads store =
        new StoreReads(
            epoch, environment.readers(), environment.timer(), environment.memory(), lane);
    FeedReads reads = new FeedReads(environment, store);
    this.reconciler = new Reconciler(store, lane, environment, new Looks());
    this.delivering = new FeedDelivery(environment, reads, subscribers, lane);
    this.starts = new FeedStarts(environment, reads, reconciler, subscribers, delivering);
    this.feeds = new FeedTable(environment, subscribers, delivering, starts);
    this.users = new UserLookUps(environment, subscribers, reads, reconciler, lane, feeds);
    this.idle = new IdleFeeds(environment.linger(), environment.nanoTime());
  }

  /** Delivers what this node stored, as soon as everything before it is. */
  public void stored(StoredEvent stored, Set<UserId> participating, Fanout fanout) {
    Conversation conversation = stored.conversation();
    Position before = stored.positionBefore();
    delivering.learn(feeds.get(conversation.id()), conversation, stored.before(), fanout);
    participating.forEach(user -> feeds.subscribe(user, conversation.id()));
    ConversationFeed feed = feedFor(conversation, before);
    if (shared && feed != null) {
      stored.joined(participating).forEach(user -> feed.joinedAfter(user, before));
    }
    if (feed == null) {
      stored.delivered().accept(stored.event()); // nobody here takes part
    } else {
      delivering.offer(feed, FeedMessage.of(stored, unanswered.own(stored)), fanout);
    }
    starts.begin();
  }

  /** A message that another node stored. */
  public void received(Signal.OfMessage stored, Fanout fanout) {
    stored.joined().forEach(user -> feeds.subscribe(user, stored.conversation()));
    Position position = stored.position();
    ConversationFeed feed = feeds.get(stored.conversation());
    if (feed != null && stored.epoch().equals(epoch.name())) {
      if (position.seq() == 1) {
        feed.access().forget(); // the conversation may have been forgotten and have begun again
      }
      stored.joined().forEach(user -> feed.joinedAfter(user, position.beforeMessage()));
    }
    offer(stored.conversation(), stored.epoch(), FeedMessage.of(stored), fanout);
    starts.begin();
  }

  /** A change of a message, or of a group, that another node stored. */
  public void received(Signal.OfChange stored, Fanout fanout) {
    stored.joined().forEach(user -> feeds.subscribe(user, stored.conversation()));
    ConversationFeed feed = feeds.get(stored.conversation());
    if (feed != null
        && stored.epoch().equals(epoch.name())
        && stored.event() instanceof ConversationChanged changed) {
      Position before = changed.position().beforeChange();
      if (changed.position().rev() == 1) {
        feed.access().forget(); // a conversation of that id may have been forgotten
      }
      stored.joined().forEach(user -> feed.joinedAfter(user, before));
      delivering.learn(feed, changed, stored.accessVersion(), fanout);
    }
    offer(stored.conversation(), stored.epoch(), FeedMessage.of(stored), fanout);
    starts.begin();
  }

  private void offer(
      ConversationId conversation, String storedIn, FeedMessage message, Fanout fanout) {
    ConversationFeed feed = feeds.get(conversation);
    if (!storedIn.equals(epoch.name())) {
      reconciler.begin(); // late, or of a node that knows of another epoch first
    } else if (feed != null) {
      delivering.offer(feed, message, fanout);
    }
  }

  /** Participants or kind of a conversation changed on another node. */
  public void accessChanged(Signal.OfAccess changed, Fanout fanout) {
    changed.joined().forEach(user -> feeds.subscribe(user, changed.conversation()));
    ConversationFeed feed = feeds.get(changed.conversation());
    if (feed != null) {
      if (changed.accessVersion() == 1) {
        feed.access().forget();
      } else if (changed.joined().isEmpty()) {
        feed.access().mayHaveChanged(); // users who left must receive nothing from now on
        delivering.advance(feed, fanout);
      } // users who joined are found when something is sent
    }
    starts.begin();
  }

  /** How many answers wait for their place in the order. Any thread may ask. */
  public int unanswered() {
    return unanswered.count();
  }

  /**
   * Somebody joins: has it done once everything up to the head before the join is delivered.
   *
   * @param due is given the position by then
   */
  public void whenDelivered(
      Conversation joined,
      Optional<Conversation> before,
      UserId user,
      Consumer<Position> due,
      Consumer<Refusal> failed,
      Fanout fanout) {
    delivering.learn(feeds.get(joined.id()), joined, before, fanout);
    feeds.subscribe(user, joined.id());
    Position head = before.map(Conversation::position).orElse(Position.START);
    ConversationFeed feed = shared || isDirty() ? feedFor(joined, head) : feeds.get(joined.id());
    if (feed == null) {
      due.accept(head);
    } else if (feed.reading().isFailing()) {
      failed.accept(feed.reading().refusal());
    } else {
      unanswered.add();
      feeds.touch(feed);
      if (shared && before.filter(had -> had.has(user)).isEmpty()) {
        feed.joinedAfter(user, head);
      }
      feed.whenAt(
          head,
          position ->
              unanswered
                  .counted(
                      () -> feed.access().enter(user, joined, () -> due.accept(position), failed))
                  .run(),
          unanswered.counted(failed));
      delivering.advance(feed, fanout);
    }
    starts.begin();
  }

  /** Has a command in the conversation answered after those that were carried out before it. */
  public void afterAnswers(ConversationId conversation, Runnable answer) {
    ConversationFeed feed = feeds.get(conversation);
    if (feed == null) {
      answer.run();
    } else {
      unanswered.add();
      feed.afterAnswers(unanswered.counted(answer));
    }
  }

  /**
   * The feed; null where this node has none for it, since nobody here takes part.
   *
   * @param position up to which everything is delivered, unless something may be stored that was
   *     never offered
   */
  private @Nullable ConversationFeed feedFor(Conversation conversation, Position position) {
    ConversationFeed feed = feeds.get(conversation.id());
    if (shared || feed != null) {
      return feed;
    }
    ConversationFeed alone = feeds.add(conversation.id());
    alone.access().learn(conversation);
    if (!isDirty()) {
      alone.start(position);
    }
    return alone;
  }

  /** Users who begin to take part here receive what is sent from now on, without a join. */
  public void joined(
      Conversation conversation, Optional<Conversation> before, Set<UserId> users, Fanout fanout) {
    delivering.learn(feeds.get(conversation.id()), conversation, before, fanout);
    for (UserId user : users) {
      feeds.subscribe(user, conversation.id());
      ConversationFeed feed = feeds.get(conversation.id());
      if (shared && feed != null) {
        feed.joinedAfter(user, conversation.position());
      }
    }
    starts.begin();
  }

  /**
   * Users who take part no more in the conversation as it now stands receive nothing more.
   *
   * @param left those who were removed just now
   */
  public void removeOthers(Conversation conversation, Set<UserId> left, Fanout fanout) {
    ConversationFeed feed = feeds.get(conversation.id());
    if (feed == null) {
      delivering.removeFromRooms(conversation, fanout);
      delivering.announceRemoved(conversation, left, fanout);
    } else {
      delivering.removeOthers(feed, conversation, left, fanout);
    }
  }

  /**
   * A change of the conversation may be stored or not. A look will find out: users whom it removed
   * are to be pushed that.
   *
   * @param before as it stood before that
   */
  public void mayHaveChanged(Conversation before) {
    if (!shared) {
      ConversationFeed feed = feeds.get(before.id());
      ConversationFeed alone = feed == null ? feeds.add(before.id()) : feed;
      if (alone.access().known() == null) {
        alone.access().learn(before);
      }
    }
  }

  /** The feeds of all lanes, by index, look up for each other; before any other thread calls. */
  public static void join(List<Feeds> lanes) {
    List<UserLookUps> all = lanes.stream().map(feeds -> feeds.users).toList();
    all.forEach(users -> users.among(all));
  }

  /**
   * A connection of the user opens: what is stored from here on is for it. Any thread may call.
   *
   * @return what lets the lane know, to be run before any command of the connection
   */
  public Runnable opening(UserId user) {
    return shared ? users.opening(user) : () -> {};
  }

  /** A connection of the user is closed. Any thread may call. */
  public void closed(UserId user) {
    if (shared) {
      users.closed(user);
    }
  }

  /** Has what is stored compared with what was delivered, soon. Any thread may call. */
  public void reconcile() {
    lane.soon(
        "reconciliation",
        fanout -> {
          epoch.require();
          reconciler.begin();
        });
  }

  /** Something may be stored that is never offered: what is delivered next waits for a look. */
  @Override
  public void inDoubt() {
    dirtyUntil = reconciler.begun() + 1;
    reconciler.begin();
  }

  /** Where a commit is in doubt, the store can be read by now. */
  @Override
  public void stored() {
    if (isDirty() && reconciler.isIdle()) {
      reconciler.begin();
    }
  }

  private boolean isDirty() {
    return looksEnded < dirtyUntil;
  }

  private void reconcile(Heads heads, Fanout fanout) {
    for (AccessChange change : heads.accessChanged()) {
      if (!environment.share().has(change.conversation())) {
        continue;
      }
      change.joined().forEach(user -> feeds.subscribe(user, change.conversation()));
      ConversationFeed feed = feeds.get(change.conversation());
      if (feed == null && !shared && isDirty()) { // in its room may be users who were removed
        feed = feeds.add(change.conversation());
      }
      if (feed != null) {
        feed.access().mayHaveChanged();
        startAlone(feed, heads.positionBefore(change));
        feed.reaches(change.at());
        delivering.drain(feed, fanout);
        delivering.read(feed);
      }
    }
    for (Head head : heads.changed()) {
      if (environment.share().has(head.conversation())) {
        reach(head, fanout);
      }
    }
    starts.begin();
  }

  private void reach(Head head, Fanout fanout) {
    ConversationFeed feed = feeds.get(head.conversation());
    if (feed == null && !shared) {
      feed = feeds.add(head.conversation());
    }
    if (feed != null) {
      if (!shared) {
        startAlone(feed, head.after());
        feeds.touch(feed);
      }
      feed.reaches(head.end());
      delivering.drain(feed, fanout);
      delivering.read(feed);
    }
  }

  /** What was stored after the position was perhaps never offered. */
  private void startAlone(ConversationFeed feed, Position after) {
    if (!shared && !feed.isStarted()) {
      feed.start(after);
      feed.reading().giveUp();
    }
  }

  private final class Looks implements Reconciler.Looks {

    @Override
    public void found(Heads heads, Fanout fanout) {
      reconcile(heads, fanout);
    }

    @Override
    public void ended(long number, Fanout fanout) {
      looksEnded = number;
      if (!shared && !isDirty()) {
        startWaiting(fanout);
      }
      Set<ConversationFeed> removed = idle.removeFrom(feeds.all(), reconciler.beganAt());
      if (shared && !removed.isEmpty()) {
        starts.end(removed);
      }
      int lane = environment.share().index();
      environment.events().feeds(lane, feeds.all().size(), delivering.quarantined());
    }

    /** Feeds that wait for a look do not have their commands wait for many. */
    @Override
    public void failed() {
      feeds.all().stream()
          .filter(feed -> !shared && !feed.isStarted())
          .forEach(feed -> feed.failRead(false));
    }
  }

  /** Nothing is stored that was not offered: what waits is next. */
  private void startWaiting(Fanout fanout) {
    for (ConversationFeed feed : List.copyOf(feeds.all())) {
      if (!feed.isStarted()) {
        feed.startBeforeEarliest();
        feed.reading().giveUp();
        delivering.advance(feed, fanout);
      }
    }
    feeds.all().removeIf(feed -> !feed.isStarted()); // their answers were refused meanwhile
  }

  /** The epoch that positions are of. Any thread may ask. */
  public String epoch() {
    return epoch.name();
  }

  @Override
  public void epochEnds() {
    feeds.all().forEach(feed -> feed.fail(Refusal.UNAVAILABLE));
  }

  /** Positions mean something else from now on. */
  @Override
  public void forget(Mark end, Fanout fanout) {
    reconciler.reset(end);
    feeds.all().forEach(ConversationFeed::reset);
    fanout.onEvery(EventLoopState::forget);
    looksEnded = reconciler.begun();
    dirtyUntil = 0;
  }

  @Override
  public void epochBegins() {
    users.beginEpoch();
    if (shared) {
      starts.again(feeds.all());
    } else {
      feeds.all().forEach(ConversationFeed::remove);
      feeds.all().clear();
    }
  }
}
